"""What keeps an account from leaving, or makes it pay more than it has on its way."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.specimens.alterations import AlteredCourse, UnauditedRules
from solvent_conformance.specimens.registry import fault
from solvent_reference.evolve.open_orders import count_open
from solvent_spec.rules.orders.context import OrderCover
from solvent_spec.vocabulary.events import Event, OrderEnded
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Money


@fault("LIQD-001", "margin")
class FailsAtMaintenance(UnauditedRules):
    """vega #1919: a position is closed out at its maintenance margin, not below it."""

    def is_liquidated(self, equity: Money, maintenance: Money) -> bool:
        """At it too."""
        return equity <= maintenance


@fault("FEES-007", "margin")
class NoRebateOfTheEngine(UnauditedRules):
    """vega #11652: who makes for the liquidation engine gets no rebate."""

    def rebate_paid(self, rebate: Money, fees: Money) -> Money:
        """Nothing."""
        return Money(0)


@fault("MARG-007", "margin")
class ExpiredOrdersLock(AlteredCourse):
    """vega #8482: orders that end with their contract keep what they lock."""

    def happens(self, event: Event) -> Iterator[Event]:
        """Counted for good."""
        order = self.exchange.orders[event.order_id] if isinstance(event, OrderEnded) else None
        left = order.leaves_qty if order is not None and order.resting else Contracts(0)
        yield event
        expired = isinstance(event, OrderEnded) and event.reason == "Instrument expired"
        if left and expired and order is not None:
            count_open(self.exchange, order, left)


@fault("ORDR-013", "margin")
class NothingWithoutAvailable(UnauditedRules):
    """Whose available margin is below zero may place no order, also one that locks nothing."""

    def insufficient_balance(self, cover: OrderCover) -> Reject | None:
        """Whatever it locks."""
        return Reject.INSUFFICIENT_BALANCE if cover.available_after < 0 else None


@fault("MARG-022", "margin")
class NoReductionWithoutAvailable(UnauditedRules):
    """An execution that leaves less than nothing available does not happen, also one that only
    reduces.
    """

    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """Not below zero."""
        usual = super().may_execute(before, after, unbound, equity, maintenance, reduces=reduces)
        return usual and (after >= 0 or not reduces)


@fault("MARG-013", "margin")
class WithdrawsBelowNothing(UnauditedRules):
    """What may be withdrawn is the wallet when less than nothing is available."""

    def withdrawable_margin(self, available: Money, wallet: Money) -> Money:
        """A sign that nobody looked at."""
        return super().withdrawable_margin(available if available >= 0 else wallet, wallet)
