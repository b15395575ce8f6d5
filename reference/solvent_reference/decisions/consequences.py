"""Consequences: which events make which commands due.

The engine looks here after it has applied an event, and serves what is due in the order that the
rules fix. A replay never looks: what followed is in the journal as events of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from solvent_reference.state.exchange import Exchange
from solvent_spec.vocabulary.commands import (
    Due,
    MarkMarket,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    Side,
    TriggerPrice,
    TriggerStops,
    TrimReduceOnly,
)
from solvent_spec.vocabulary.events import (
    FundingExchanged,
    FundingRateSet,
    IndexPublished,
    LeverageSet,
    MarkChanged,
    OrderAccepted,
    OrderAmended,
    OrderRested,
    SpotPriceSet,
    TradeExecuted,
)


def of_accepted_order(exchange: Exchange, event: OrderAccepted) -> Iterator[Due]:
    """A stop may have its price already, and the fund may have to stand for an engine's order."""
    if exchange.accounts[event.account].is_engine:
        yield ResolveLiquidations(event.symbol)
    if event.trigger is not None:
        yield TriggerStops(event.symbol, event.trigger)


def of_amended_order(exchange: Exchange, event: OrderAmended) -> Iterator[Due]:
    """A stop that waits for another price may have it already."""
    order = exchange.orders[event.order_id]
    if order.is_waiting and order.trigger is not None:
        yield TriggerStops(order.symbol, order.trigger)


def of_rested_order(exchange: Exchange, event: OrderRested) -> Iterator[Due]:
    """Somebody is in the book whom the fund may pay to close what the engine holds."""
    symbol = exchange.orders[event.order_id].symbol
    if exchange.markets[symbol].liquidations:
        yield ResolveLiquidations(symbol)


def of_trade(exchange: Exchange, event: TradeExecuted) -> Iterator[Due]:
    """Who reduced is margined again, orders that only reduce fit, and the last price triggers."""
    for fill in (event.maker, event.taker):
        was = fill.position_qty - (event.qty if fill.side is Side.BUY else -event.qty)
        if fill.position_qty and abs(fill.position_qty) < abs(was):
            yield RemarginPosition(fill.account, event.symbol)
        if exchange.accounts[fill.account].positions[event.symbol].reduce_only:
            yield TrimReduceOnly(fill.account, event.symbol)
    if event.printed and exchange.markets[event.symbol].stops:
        yield TriggerStops(event.symbol, TriggerPrice.LAST)


def of_leverage(exchange: Exchange, event: LeverageSet) -> Iterator[Due]:
    """The new terms may let a cross position draw or give back."""
    if exchange.accounts[event.account].positions[event.symbol].qty:
        yield RemarginPosition(event.account, event.symbol)


def of_spot_price(exchange: Exchange, event: SpotPriceSet) -> Iterator[Due]:
    """The index may have another price, if this is an instant at which it is published."""
    yield PublishIndex(event.index)


def of_index(exchange: Exchange, event: IndexPublished) -> Iterator[Due]:
    """Every contract of the index is marked from it, in the order that the rules fix."""
    for symbol in exchange.marking_order:
        market = exchange.markets[symbol]
        if market.instrument.index_symbol == event.index:
            yield MarkMarket(symbol)
            if market.stops:
                yield TriggerStops(symbol, TriggerPrice.INDEX)


def of_mark(exchange: Exchange, event: MarkChanged) -> Iterator[Due]:
    """Whoever holds the contract is margined again, and what the engine holds may be overdue."""
    market = exchange.markets[event.symbol]
    yield Remargin(event.symbol)
    if market.stops:
        yield TriggerStops(event.symbol, TriggerPrice.MARK)
    if market.liquidations:
        yield ResolveLiquidations(event.symbol)


def of_funding(exchange: Exchange, event: FundingExchanged | FundingRateSet) -> Iterator[Due]:
    """What was paid is missing from margins, and a new rate moves what they have to keep."""
    yield Remargin(event.symbol)


CONSEQUENCES: Final[dict[type, Callable[[Exchange, Any], Iterator[Due]]]] = {
    OrderAccepted: of_accepted_order,
    OrderAmended: of_amended_order,
    OrderRested: of_rested_order,
    TradeExecuted: of_trade,
    LeverageSet: of_leverage,
    SpotPriceSet: of_spot_price,
    IndexPublished: of_index,
    MarkChanged: of_mark,
    FundingExchanged: of_funding,
    FundingRateSet: of_funding,
}
"""The table: an event that is not in it makes nothing due."""
