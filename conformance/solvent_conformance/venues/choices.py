"""Venues that chose another of the alternatives that a decided clause lists."""

from __future__ import annotations

from solvent_conformance.venues.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Money, Price, Rate, round_half_up_div


@benign
class PremiumOfAllOrders(Rules):
    """The premium of open orders is charged for all of them, also where they reduce."""

    def gross_open_premium(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_premium: Money,
        sell_qty: Contracts,
        sell_premium: Money,
    ) -> Money:
        """All of it."""
        return buy_premium + sell_premium


@benign
class ExtraMarginToNearest(Rules):
    """What a reduced position keeps of its extra margin is rounded to the nearest minor unit."""

    def cross_after_reduction(self, cross: Money, kept: Contracts, held: Contracts) -> Money:
        """To the nearest."""
        return Money(round_half_up_div(cross * abs(kept), abs(held)))


@benign
class NearestStopFirst(Rules):
    """Of stops that trigger together the one that the price passed first is triggered first."""

    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """By the stop price."""
        return (-int(passed), sequence)


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
