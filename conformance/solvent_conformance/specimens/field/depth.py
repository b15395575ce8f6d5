"""What is left of an order and of a level after each kind of fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_conformance.specimens.alterations import AlteredCourse, AlteredRows
from solvent_conformance.specimens.registry import fault
from solvent_reference.reckoning.encounters import Stands, meet
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.commands import CancelOrder, Command, OrdStatus, PlaceOrder, Side
from solvent_spec.vocabulary.events import Event, RequestRejected, TradeExecuted
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.units import Contracts, Money, price_of


@fault("MTCH-004", "trading")
class TradesNothingWithTheNext(AlteredCourse):
    """lmxdawn/exchange #11: an order that is filled and would have crossed the next level too
    trades a quantity of zero there.
    """

    def course(self, decision: Iterable[Event]) -> Iterator[Event]:
        """After the last fill one more."""
        for event in decision:
            yield event
            if isinstance(event, TradeExecuted) and event.taker.order_id is not None:
                yield from self._ghost(event)

    def _ghost(self, event: TradeExecuted) -> Iterator[Event]:
        exchange, rules = self.exchange, self.rules
        assert event.taker.order_id is not None
        order = exchange.orders[event.taker.order_id]
        resting = exchange.markets[order.symbol].book.side(order.side.opposite).best()
        if order.is_open or resting is None or resting.account == order.account:
            return
        if order.price is None or not rules.crosses(order.side, order.price, resting.limit):
            return
        found = meet(rules, Stands(exchange, order.symbol), resting, order, Contracts(0))
        if found.took is not None:
            yield TradeExecuted(
                exchange.next_trade, order.symbol, found.price, Contracts(0),
                found.made.fill, found.took.fill, printed=True,
            )  # fmt: skip # one trade in two lines


@fault("ORDR-028", "trading")
class CancelOfFilledBreaks(AlteredCourse):
    """LightMatchingEngine #18: canceling what was filled while it rested breaks the engine."""

    def begin(self, command: Command) -> None:
        """Look an order up where it no longer is."""
        super().begin(command)
        named = command.order_ids if isinstance(command, CancelOrder) else ()
        for order_id in named:
            order = None if order_id is None else self.exchange.orders.get(order_id)
            if order is not None and order.status is OrdStatus.FILLED:
                raise LookupError(order_id)


@fault("ORDR-013", "trading")
class RefusedOrderIsCounted(AlteredCourse):
    """PriceLevel #111: an order that is refused for want of margin stays in its account's totals
    of open orders.
    """

    def happens(self, event: Event) -> Iterator[Event]:
        """Counted before it was checked."""
        yield event
        order = self.rules.__dict__.get("serving")
        if not isinstance(event, RequestRejected) or not isinstance(order, PlaceOrder):
            return
        if "insufficient" not in event.message or order.price is None:
            return
        position = self.exchange.kept_position(order.account, order.symbol)
        instrument = self.exchange.markets[order.symbol].instrument
        qty = Contracts(abs(order.order_qty or 0))
        unit = self.rules.unit_value(instrument, order.price)
        side = order.side or Side.BUY
        totals = position.orders_of(side)
        cost = Money(totals.cost + unit * (qty // instrument.lot_size))
        more = totals._replace(qty=Contracts(totals.qty + qty), cost=cost)
        position.keep_orders_of(side, more)


class _Depths(ReferenceVenue):
    """A venue that shows other quantities at its levels."""

    def __init__(self) -> None:
        super().__init__(name=type(self).__name__)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The levels as it shows them."""
        answer = super().read(table, account, symbol)
        if table == "orderBookL2":
            for row in answer.rows:
                self.alter_level(row)
        return answer

    def alter_level(self, row: Row) -> None:
        """Alter one level."""
        raise NotImplementedError

    def filled_there(self, row: Row) -> int:
        """What has traded of the orders that wait at a level."""
        market = self.engine.exchange.markets[row["symbol"]]
        side = market.book.side(Side(row["side"]))
        return sum(
            order.cum_qty
            for order in side.orders()
            if order.limit == price_of(row["price"]) and not order.is_hidden
        )


@fault("ORDR-019", "trading")
class DepthForgetsPartFills(_Depths):
    """A level shows what its orders were placed for, whatever of them has traded."""

    def alter_level(self, row: Row) -> None:
        """What has traded is still there."""
        row["size"] += self.filled_there(row)


@fault("ORDR-046", "trading")
class StatusForgetsPartFills(AlteredRows):
    """A maker of which a part has traded is shown as new."""

    def alter(self, table: str, row: Row) -> Row:
        """As if nothing had happened to it."""
        part = table == "order" and row.get("ordStatus") == "PartiallyFilled"
        return {**row, "ordStatus": "New"} if part and row["leavesQty"] > 1 else row
