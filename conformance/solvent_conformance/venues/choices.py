"""Venues that chose another of the alternatives that a decided clause lists."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_conformance.venues.registry import benign
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.orders.refusals import Checked
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import (
    Contracts,
    Money,
    Price,
    Rate,
    Symbol,
    floor_div,
    round_half_up_div,
)


@benign
class IndexAtEachPrice(Rules):
    """An index is published at each price of a constituent, and at each whole minute."""

    def index_publication(self) -> str:
        """At each price."""
        return "at each price of a constituent and each minute"


@benign
class PricesToEven(Rules):
    """A price or a rate exactly between two steps of its grid goes to the even one."""

    def nearest_step(self, numerator: int, denominator: int) -> int:
        """Even."""
        tied = 2 * (numerator % denominator) == denominator
        floor = floor_div(numerator, denominator)
        return floor + floor % 2 if tied else super().nearest_step(numerator, denominator)


@benign
class ImpactOfOwnCoin(Rules):
    """The impact notional of a contract that settles in tether is counted in tether."""

    def impact_coin(self, instrument: Instrument, coin: Price | None) -> Money:
        """One of them."""
        return super().impact_coin(instrument, None)


@benign
class KeepsRefusedOrders(Rules):
    """A new order that the engine refuses stays as a row that is Rejected."""

    def policy(self, identity: str, default: str) -> str:
        """As APIC-006 permits."""
        return CLAUSES[identity].alternatives[1] if identity == "APIC-006" else default


@benign
class FundPaysFunding(Rules):
    """The insurance fund pays the funding that payers cannot, as far as it goes."""

    def funding_from_fund(self, shortfall: Money, fund: Money) -> Money:
        """All that is there."""
        return max(Money(0), min(shortfall, fund))


@benign
class PositionPaysFundingFirst(Rules):
    """Funding is paid from the position's own margin first, and then from available margin."""

    def funding_from_position(self, amount: Money, available: Money, own: Money) -> Money:
        """As much as it has."""
        return min(amount, max(Money(0), own))


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
class LastReasonGiven(Rules):
    """What can be wrong with an order is checked in the reverse order."""

    def foremost(self, checked: Checked) -> Reject | None:
        """The last of the list."""
        found = [reason for _, reason in checked if reason is not None]
        return found[-1] if found else None


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
class TiersToAWholeMargin(Rules):
    """A risk limit may be as high as the tier whose initial margin rate is one."""

    def is_within_tiers(self, instrument: Instrument, risk_limit: Money) -> bool:
        """By the rate alone."""
        steps = self.risk_steps(instrument, risk_limit)
        return self.tier_initial_margin(instrument, steps) <= 1


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


@benign
class OldestOfEqualsCutFirst(Rules):
    """Of resting reduce-only orders at one price the oldest is cut first."""

    def trim_rank_of_equals(self, sequence: int) -> int:
        """By age."""
        return sequence


@benign
class LimitsBetweenSteps(Rules):
    """A risk limit may be any from the base limit on."""

    def may_set_risk_limit(
        self, instrument: Instrument, risk_limit: Money, risk_value: Money
    ) -> bool:
        """On a step or not."""
        return risk_limit >= instrument.risk_limit and self.fits_risk_limit(risk_value, risk_limit)


@benign
class LimitItselfIsBeyond(Rules):
    """A value at risk that is exactly the risk limit is beyond it."""

    def fits_risk_limit(self, risk_value: Money, risk_limit: Money) -> bool:
        """Less alone."""
        return risk_value < risk_limit


@benign
class UnpricedAtTheMark(Rules):
    """An order without a price is reckoned at the mark."""

    def reckoned_price(
        self, price: Price | None, touch: Price | None, mark: Price | None
    ) -> Price | None:
        """Whatever the book holds."""
        return mark if price is None else price


@benign
class OldestMakesRoom(Rules):
    """The oldest order makes room for a reduce-only order."""

    def room_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """By age."""
        return (sequence, 0)


@benign
class AmendedBesideTheOrder(Rules):
    """An amendment is asked for all that the amended order locks, beside what the order locks."""

    def is_amended_in_place(self) -> bool:
        """Never."""
        return False
