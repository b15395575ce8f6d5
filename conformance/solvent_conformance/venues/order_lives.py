"""Venues that are wrong about what becomes of an order, and about what its row shows."""

from __future__ import annotations

from dataclasses import replace

from solvent_conformance.venues.altered import AlteredEvents, AlteredRows
from solvent_conformance.venues.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, Side, TriggerPrice
from solvent_spec.vocabulary.events import Event, OrderEnded
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


@wrong("ORDR-016", named="stop triggered by the wrong price")
class StopWatchesLastPrice(Rules):
    """Every stop is triggered by the last price, whatever its instructions say."""

    def trigger_price(self, exec_inst: frozenset[ExecInst]) -> TriggerPrice:
        """The last price."""
        return TriggerPrice.LAST


@wrong("ORDR-017")
class StopTriggersBeyond(Rules):
    """A stop triggers beyond its stop price, not at it."""

    def triggers(self, side: Side, stop_px: Price, price: Price) -> bool:
        """Not at the price itself."""
        return price != stop_px and super().triggers(side, stop_px, price)


@wrong("ORDR-018")
class NewestStopFirst(Rules):
    """Of stops that trigger together the newest is triggered first."""

    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """Backwards."""
        return (-sequence, 0)


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


@wrong("ORDR-021", named="reduce-only flips the position")
class ReduceOnlyFlips(Rules):
    """A reduce-only order trades its whole quantity, through flat and beyond."""

    def reducible_qty(self, side: Side, qty: Contracts, position_qty: Contracts) -> Contracts:
        """All of it, if there is anything to reduce."""
        return qty if super().reducible_qty(side, qty, position_qty) else Contracts(0)


@wrong("ORDR-022")
class MostAggressiveCutFirst(Rules):
    """Of resting reduce-only orders the most aggressive is cut first."""

    def trim_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """Backwards."""
        first, second = super().trim_rank(side, price, sequence)
        return (-first, -second)


@wrong("ORDR-053")
class EqualsCutByTurns(Rules):
    """Of resting reduce-only orders at one price the one with an even number is cut first."""

    def trim_rank_of_equals(self, sequence: int) -> int:
        """By whether the number is even."""
        return sequence % 2


@wrong("ORDR-023")
class CloseLeavesOthers(Rules):
    """A Close order leaves the account's other orders of its side in the book."""

    def close_cancels(
        self, open_qty: Contracts, close_qty: Contracts, position_qty: Contracts
    ) -> bool:
        """Never."""
        return False


@wrong("ORDR-024")
class CloseHalves(Rules):
    """A Close order without a quantity is for half of the position."""

    def close_qty(self, qty: Contracts | None, position_qty: Contracts) -> Contracts:
        """Half, rounded up."""
        whole = super().close_qty(qty, position_qty)
        return Contracts((whole + 1) // 2) if qty is None else whole


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


@wrong("ORDR-043")
class WaitingStopWorks(Rules):
    """A stop shows as working while it waits for its trigger."""

    def is_working(self, status: OrdStatus, *, waits: bool) -> bool:
        """As if it did not wait."""
        return super().is_working(status, waits=False)
