"""Who trades first after something has happened to a queue, and how far a taker goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_conformance.specimens.alterations import AlteredCourse, UnauditedRules
from solvent_conformance.specimens.registry import fault
from solvent_reference.decisions.orders.arrival import enter
from solvent_reference.decisions.orders.endings import SELF_MATCH
from solvent_reference.state.orders import Order
from solvent_spec.vocabulary.commands import Command, Side, TriggerPrice
from solvent_spec.vocabulary.events import (
    Event,
    OrderAmended,
    OrderEnded,
    OrderRested,
    OrderTriggered,
    TradeExecuted,
)
from solvent_spec.vocabulary.units import OrderId, Price


class _Queued(AlteredCourse):
    """A venue that puts orders elsewhere in their queues."""

    def to_back(self, order_id: OrderId | None) -> None:
        """An order that rests goes behind all others of its level."""
        order = None if order_id is None else self.exchange.orders[order_id]
        if order is not None and order.resting:
            side = self.exchange.markets[order.symbol].book.side(order.side)
            side.remove(order)
            side.add(order, order.rank)

    def level(self, order: Order) -> list[Order]:
        """The orders at the level of an order, in their order."""
        side = self.exchange.markets[order.symbol].book.side(order.side)
        return list(side.levels.get(order.rank, {}).values()) if order.resting else []


@fault("MTCH-003", "trading")
class PartFilledGoesToTheBack(_Queued):
    """OrderBook-rs #88: whoever is filled in part stands behind all who came later."""

    def happens(self, event: Event) -> Iterator[Event]:
        """The maker queues again."""
        yield event
        if isinstance(event, TradeExecuted):
            self.to_back(event.maker.order_id)


@fault("MTCH-003", "trading")
class LastTakesTheFreePlace(_Queued):
    """An order is canceled and the last of its level is moved to where it stood."""

    def happens(self, event: Event) -> Iterator[Event]:
        """Swap and remove."""
        order = self.exchange.orders[event.order_id] if isinstance(event, OrderEnded) else None
        level = self.level(order) if order is not None else []
        yield event
        if order is not None and len(level) > 2 and not order.resting:
            place = level.index(order)
            for behind in level[place + 1 : -1]:
                self.to_back(behind.order_id)


@fault("ORDR-025", "trading")
class RenamedLosesItsPlace(_Queued):
    """An order that gets another client order id and nothing else stands last."""

    def happens(self, event: Event) -> Iterator[Event]:
        """Any amendment queues again."""
        order = self.exchange.orders[event.order_id] if isinstance(event, OrderAmended) else None
        renamed = (
            order is not None
            and isinstance(event, OrderAmended)
            and order.cl_ord_id != event.cl_ord_id
        )
        yield event
        if renamed and order is not None:
            self.to_back(order.order_id)


@fault("MTCH-003", "trading")
class TriggeredGoesFirst(_Queued):
    """A stop that was triggered stands before those who waited at its price."""

    def happens(self, event: Event) -> Iterator[Event]:
        """All others queue behind it."""
        yield event
        if isinstance(event, OrderRested) and self.exchange.orders[event.order_id].triggered:
            order = self.exchange.orders[event.order_id]
            for other in self.level(order):
                if other is not order:
                    self.to_back(other.order_id)


class _CancelsIncoming(UnauditedRules):
    """Rules of a venue that lets nobody trade with himself."""

    def self_match(self) -> str:
        """Whoever comes is canceled."""
        return "cancel incoming"


@fault("MTCH-005", "trading")
class RestOfSelfMatchRests(AlteredCourse):
    """OrderBook-rs #97: a taker that has traded and would then meet its own order is not canceled;
    what is left of it rests.
    """

    rules_type_of = _CancelsIncoming

    def happens(self, event: Event) -> Iterator[Event]:
        """It does not end."""
        if isinstance(event, OrderEnded) and event.reason == SELF_MATCH:
            if not self.exchange.orders[event.order_id].cum_qty:
                yield event
        else:
            yield event


class _CrossesOn(UnauditedRules):
    """Rules under which a sell that has traded goes on to any price."""

    def crosses(self, side: Side, price: Price | None, opposite: Price) -> bool:
        """Once it has traded."""
        goes_on = side is Side.SELL and self.__dict__.get("has_sold", False)
        return goes_on or super().crosses(side, price, opposite)


@fault("MTCH-001", "trading")
class LimitCheckedAtBestOnly(AlteredCourse):
    """OrderMatchingEngine #2: the limit of a sell is compared with the best bid alone; then it goes
    down the book.
    """

    rules_type_of = _CrossesOn

    def begin(self, command: Command) -> None:
        """Nobody has sold."""
        super().begin(command)
        self.rules.__dict__["has_sold"] = False

    def happens(self, event: Event) -> Iterator[Event]:
        """Somebody has."""
        yield event
        if isinstance(event, TradeExecuted):
            order = event.taker.order_id
            self.rules.__dict__["has_sold"] = (
                order is not None
                and event.taker.side is Side.SELL
                and self.exchange.orders[order].is_open
            )


@fault("ORDR-016", "trading")
class QuoteTriggersStop(AlteredCourse):
    """nautilus_trader #4481: a stop that watches the last price is triggered by a bid or an offer
    at which nobody has traded.
    """

    def course(self, decision: Iterable[Event]) -> Iterator[Event]:
        """Whenever an order rests, stops look at it."""
        for event in decision:
            yield event
            if isinstance(event, OrderRested):
                yield from self._triggered(self.exchange.orders[event.order_id])

    def _triggered(self, rested: Order) -> Iterator[Event]:
        market = self.exchange.markets[rested.symbol]
        for stop in tuple(market.stops.values()):
            price = stop.stop_px
            if stop.trigger is not TriggerPrice.LAST or stop.side is rested.side or price is None:
                continue
            if self.rules.triggers(stop.side, price, rested.limit):
                yield OrderTriggered(stop.order_id)
                yield from self.course(enter(self.exchange, self.rules, stop))
