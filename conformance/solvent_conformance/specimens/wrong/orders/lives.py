"""Venues that are wrong about what becomes of an order, and about what its row shows."""

from __future__ import annotations

from dataclasses import replace

from solvent_conformance.specimens.alterations import AlteredEvents, AlteredRows
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, Side
from solvent_spec.vocabulary.events import Event, OrderEnded
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


@wrong("ORDR-019", named="hidden order shown")
class HiddenOrderShown(Rules):
    """The public book shows hidden orders too."""

    def displayed_qty(self, leaves_qty: Contracts, display_qty: Contracts | None) -> Contracts:
        """All of it."""
        return leaves_qty


@wrong("ORDR-020", named="post-only takes")
class PostOnlyTakes(Rules):
    """A post-only order that would trade on arrival trades."""

    def post_only_is_canceled(self, *, would_trade: bool) -> bool:
        """Never canceled."""
        return False


@wrong("ORDR-025", named="amend keeps priority where it must not")
class LargerOrderKeepsPlace(Rules):
    """An order whose quantity is raised keeps its place in the queue."""

    def keeps_priority(
        self, old_price: Price | None, new_price: Price | None, old: Contracts, new: Contracts
    ) -> bool:
        """At the same price always."""
        return new_price == old_price


@wrong("ORDR-026")
class AmendOfFinishedUnexplained(Rules):
    """Amending a finished order is refused in other words."""

    def amend_of_finished(self, status: str) -> str:
        """The status alone."""
        return status


@wrong("ORDR-027", named="cancel reported but still resting")
class CancelLeavesOrder(AlteredEvents):
    """An order that its account cancels stays in the book."""

    def alter_event(self, event: Event) -> Event:
        """The end of an order without a reason leaves all of it."""
        if not isinstance(event, OrderEnded) or event.reason:
            return event
        return replace(event, leaves_qty=self.engine.exchange.orders[event.order_id].leaves_qty)


@wrong("ORDR-028", named="another account's order cancelled")
class AnybodyCancels(Rules):
    """An account may cancel the orders of another."""

    def may_cancel(self, owner: str, account: str) -> bool:
        """Always."""
        return True


@wrong("ORDR-029")
class AveragePriceOnTick(Rules):
    """The average price of an order is rounded down to the tick."""

    def average_fill_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """Down to a tick."""
        price = super().average_fill_price(instrument, cost, qty)
        return price - price % instrument.tick_size


@wrong("ORDR-031")
class AnnotationLost(Rules):
    """An order does not carry its account's annotation."""

    def order_text(self, annotation: str) -> str:
        """As if there were none."""
        return super().order_text("")


@wrong("ORDR-032")
class AmendmentUnnamed(Rules):
    """An amended order does not name what was amended."""

    def amended_text(self, columns: tuple[str, ...], annotation: str, submitted: str) -> str:
        """The text of its submission."""
        return submitted


@wrong("ORDR-033")
class CancelUnexplained(Rules):
    """A canceled order does not say why."""

    def canceled_text(self, reason: str, submitted: str) -> str:
        """The text of its submission."""
        return submitted


@wrong("ORDR-034")
class InstructionUnnamed(Rules):
    """An order that its own instruction cancels does not say which."""

    def instruction_reason(
        self, exec_inst: frozenset[ExecInst], side: Side, position_qty: Contracts
    ) -> str:
        """In general words."""
        return "Order had execInst"


@wrong("ORDR-035")
class AmendmentUntimed(Rules):
    """The transaction time of an order stays when it is amended."""

    def transact_time(self, previous: Millis, now: Millis, *, amended: bool) -> Millis:
        """As it was."""
        return previous


@wrong("ORDR-037")
class TradeOfANewOrder(AlteredRows):
    """An execution of a trade shows its order as New."""

    def alter(self, table: str, row: Row) -> Row:
        """Another status."""
        return row | {"ordStatus": "New"} if table == "execution" else row


@wrong("ORDR-038")
class EmptyAmendmentRefused(Rules):
    """An amendment that leaves nothing open is refused."""

    def amend_cancels(self, leaves_qty: Contracts) -> bool:
        """Never."""
        return False


@wrong("ORDR-042")
class CancelOfFinishedUnexplained(Rules):
    """Canceling a finished order does not name its status."""

    def cancel_of_finished(self, status: OrdStatus) -> str:
        """In other words."""
        return "Invalid ordStatus"
