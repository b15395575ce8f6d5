"""Venues that chose another of what a clause about deleveraging permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Contracts, Rate


@benign
class LargerPositionFirst(Rules):
    """Of positions with equal scores the larger is deleveraged first."""

    def deleverage_rank(self, score: Rate, sequence: int, qty: Contracts) -> tuple[Rate, int, int]:
        """By what is held."""
        return (-score, -abs(int(qty)), sequence)


@benign
class DeleveragedLoseAllOrders(Rules):
    """All open orders of a deleveraged account are canceled."""

    def cancels_of_deleveraged(self, order_symbol: str, position_symbol: str) -> bool:
        """Of every contract."""
        return True
