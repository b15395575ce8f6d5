"""Venues that chose otherwise whose turn comes when positions fail."""

from __future__ import annotations

from solvent_conformance.venues.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Contracts, Money, Rate


@benign
class LargestDeficitFirst(Rules):
    """Of positions that breach together the one that lacks most is liquidated first."""

    def liquidation_rank(self, sequence: int, deficit: Money) -> tuple[int, int]:
        """By what is missing."""
        return (-int(deficit), sequence)


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


@benign
class StopsFirst(Rules):
    """Stops are triggered before the mark that triggers them has liquidated anybody."""

    def due_order(self) -> tuple[type, ...]:
        """The last of them first."""
        order = super().due_order()
        return (order[-1], *order[:-1])
