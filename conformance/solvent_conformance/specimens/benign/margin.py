"""Venues that chose another of what a clause about margin permits."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Contracts, Money, Rate, Symbol, round_half_up_div


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
class PremiumFollowsTheMark(Rules):
    """The premium of a resting order is reckoned anew at each mark."""

    def refreshes_premium(self) -> bool:
        """It is."""
        return True


@benign
class ReserveComputedAnew(Rules):
    """A cross position that draws margin computes its whole reserve anew."""

    def redrawn_commission(self, anew: Money, fee: Rate, *, held: Money, drawn: Money) -> Money:
        """As MARG-026 permits."""
        return anew


@benign
class ExecutesWhatCanBeCarried(Rules):
    """Of an execution that an account cannot carry the part happens that it can."""

    def executes_in_part(self) -> bool:
        """It does."""
        return True


@benign
class ExtraMarginToNearest(Rules):
    """What a reduced position keeps of its extra margin is rounded to the nearest minor unit."""

    def cross_after_reduction(self, cross: Money, kept: Contracts, held: Contracts) -> Money:
        """To the nearest."""
        return Money(round_half_up_div(cross * abs(kept), abs(held)))


@benign
class DrawnMarginStays(Rules):
    """Margin that a cross position drew stays with it until it is reduced."""

    def keeps_drawn_margin(self) -> bool:
        """It does."""
        return True


@benign
class MarkedBySymbol(Rules):
    """Contracts that one instant marks are marked in the order of their symbols."""

    def marking_order(self, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """Sorted."""
        return tuple(sorted(symbols))


@benign
class TakenOutToMaintenance(Rules):
    """Margin may be moved out of a position as long as its equity keeps maintenance margin."""

    def may_take_out(self, money: Money, equity: Money, initial: Money, maintenance: Money) -> bool:
        """The lower line."""
        return equity + money >= maintenance
