"""`evolve`: the only place that writes. It applies an event and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from solvent_reference.ledger import EXTERNAL, FEES, fund
from solvent_reference.orders import Order
from solvent_reference.state import Account, Exchange, Market, Position
from solvent_spec.commands import (
    MarkMarket,
    OrdStatus,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    Side,
    TriggerPrice,
    TriggerStops,
    TrimReduceOnly,
)
from solvent_spec.events import (
    ClockAdvanced,
    Deposited,
    Event,
    Fill,
    FundingExchanged,
    FundingRateSet,
    ImpactSampled,
    IndexPublished,
    LeverageSet,
    MarginState,
    MarkChanged,
    OrderAccepted,
    OrderAmended,
    OrderEnded,
    OrderRested,
    OrderTriggered,
    PositionRemargined,
    PositionTakenOver,
    RequestRejected,
    SpotPriceSet,
    TradeExecuted,
    VenueStopped,
    Withdrawn,
)
from solvent_spec.index import Constituent
from solvent_spec.units import Contracts, Money, OrderId, Rate, TradeId


def evolve(exchange: Exchange, event: Event, ranks: Callable[[Side, Any], int]) -> None:
    """Apply one event. `ranks` gives the place of a price in its side of the book (MTCH-002)."""
    exchange.events_seen += 1
    _APPLY[type(event)](exchange, event, ranks)


def _deposited(exchange: Exchange, event: Deposited, _: object) -> None:
    account = exchange.accounts[event.account]
    account.currencies[event.currency] = None
    exchange.ledger.post(event.currency, account.wallet_key, event.money)
    exchange.ledger.post(event.currency, EXTERNAL, -event.money)


def _withdrawn(exchange: Exchange, event: Withdrawn, _: object) -> None:
    exchange.ledger.post(event.currency, exchange.accounts[event.account].wallet_key, -event.money)
    exchange.ledger.post(event.currency, EXTERNAL, event.money)


def _nothing(exchange: Exchange, event: Event, _: object) -> None:
    """A refusal is remembered by the journal alone."""


def _order_accepted(exchange: Exchange, event: OrderAccepted, _: object) -> None:
    order = Order(event, exchange.now)
    exchange.orders[order.order_id] = order
    exchange.next_order = OrderId(max(exchange.next_order, order.order_id + 1))
    account = exchange.accounts[order.account]
    if order.cl_ord_id:
        account.cl_ord_ids[order.cl_ord_id] = order.order_id
    position = _keep(exchange, account, order)
    position.open_orders[order.order_id] = order
    exchange.open_orders += 1
    if order.is_waiting:
        position.stops += 1
        exchange.markets[order.symbol].stops[order.order_id] = order
        if order.trigger is not None:
            exchange.make_due(TriggerStops(order.symbol, order.trigger))


def _order_triggered(exchange: Exchange, event: OrderTriggered, _: object) -> None:
    order = exchange.orders[event.order_id]
    order.triggered = True
    order.timestamp = exchange.now
    exchange.accounts[order.account].positions[order.symbol].stops -= 1
    del exchange.markets[order.symbol].stops[order.order_id]


def _order_rested(
    exchange: Exchange, event: OrderRested, ranks: Callable[[Side, Any], int]
) -> None:
    order = exchange.orders[event.order_id]
    order.unit = event.unit
    order.premium_unit = event.premium_unit
    order.resting = True
    exchange.markets[order.symbol].book.side(order.side).add(order, ranks(order.side, order.price))
    _count_open(exchange, order, order.leaves_qty)


def _order_amended(
    exchange: Exchange, event: OrderAmended, ranks: Callable[[Side, Any], int]
) -> None:
    order = exchange.orders[event.order_id]
    side = exchange.markets[order.symbol].book.side(order.side)
    if order.resting:
        _count_open(exchange, order, -order.leaves_qty)
    if order.resting and not event.keeps_priority:
        side.remove(order)
    order.order_qty = event.order_qty
    order.leaves_qty = event.leaves_qty
    order.price = event.price
    order.stop_px = event.stop_px
    if event.cl_ord_id != order.cl_ord_id:
        order.cl_ord_id = event.cl_ord_id
        exchange.accounts[order.account].cl_ord_ids[event.cl_ord_id] = order.order_id
    order.text = event.text
    order.timestamp = exchange.now
    if order.resting and event.keeps_priority:
        order.unit = event.unit
        order.premium_unit = event.premium_unit
        _count_open(exchange, order, order.leaves_qty)
    else:
        order.resting = False
        order.transact_time = exchange.now
    if order.is_waiting and order.trigger is not None:
        exchange.make_due(TriggerStops(order.symbol, order.trigger))


def _order_ended(exchange: Exchange, event: OrderEnded, _: object) -> None:
    order = exchange.orders[event.order_id]
    if order.resting:
        left = order.leaves_qty - event.leaves_qty
        _count_open(exchange, order, -left)
        if event.leaves_qty == 0:
            exchange.markets[order.symbol].book.side(order.side).remove(order)
            order.resting = False
    if order.is_waiting:
        exchange.accounts[order.account].positions[order.symbol].stops -= 1
        del exchange.markets[order.symbol].stops[order.order_id]
    order.status = event.status
    order.leaves_qty = event.leaves_qty
    if event.status is OrdStatus.REJECTED:
        order.reject_reason = event.reason
    order.text = event.text
    order.timestamp = exchange.now
    _close(exchange, order)


def _trade_executed(exchange: Exchange, event: TradeExecuted, _: object) -> None:
    market = exchange.markets[event.symbol]
    exchange.next_trade = TradeId(max(exchange.next_trade, event.trade_id + 1))
    exchange.history.append((exchange.now, event))
    for fill in (event.maker, event.taker):
        _filled(exchange, market, event, fill)
    if event.printed:
        market.last_price = event.price
        market.volume += event.qty
        if market.stops:
            exchange.make_due(TriggerStops(event.symbol, TriggerPrice.LAST))


def _filled(exchange: Exchange, market: Market, event: TradeExecuted, fill: Fill) -> None:
    account = exchange.accounts[fill.account]
    if fill.order_id is not None:
        _order_filled(exchange, exchange.orders[fill.order_id], event.qty, fill.cost)
    position = account.positions.get(event.symbol)
    if position is None:
        position = account.positions[event.symbol] = Position(fill.account, market.instrument)
    currency = position.currency
    account.currencies[currency] = None
    post = exchange.ledger.post
    post(currency, account.wallet_key, -fill.realised - fill.commission)
    post(currency, position.key, position.cost - fill.position_cost)
    post(currency, FEES, fill.commission)
    was = position.qty
    if fill.side is Side.BUY:
        position.exec_buy_qty += event.qty
        position.exec_buy_cost += abs(fill.cost)
    else:
        position.exec_sell_qty += event.qty
        position.exec_sell_cost += abs(fill.cost)
    position.realised_cost += fill.realised
    position.current_comm += fill.commission
    position.qty = fill.position_qty
    position.cost = fill.position_cost
    position.order_margin_memo = None
    _set_margin(position, fill.margin)
    market.open_interest += max(Contracts(0), position.qty) - max(Contracts(0), was)
    if position.qty:
        market.holders[fill.account] = position
    else:
        market.holders.pop(fill.account, None)
        if was:
            realised = -position.realised_cost - position.current_comm
            position.prev_realised = realised + position.rebalanced
            position.rebalanced = -realised
    exchange.touched[position.key] = position
    if position.reduce_only:
        exchange.make_due(TrimReduceOnly(fill.account, event.symbol))


def _order_filled(exchange: Exchange, order: Order, qty: Contracts, cost: Money) -> None:
    if order.resting:
        _count_open(exchange, order, -qty)
    order.leaves_qty -= qty
    order.cum_qty += qty
    order.cum_cost += cost
    order.timestamp = exchange.now
    order.status = OrdStatus.PARTIALLY_FILLED if order.leaves_qty else OrdStatus.FILLED
    if order.leaves_qty == 0:
        if order.resting:
            exchange.markets[order.symbol].book.side(order.side).remove(order)
            order.resting = False
        _close(exchange, order)


def _position_taken_over(exchange: Exchange, event: PositionTakenOver, _: object) -> None:
    exchange.accounts[event.engine] = Account(
        event.engine, len(exchange.accounts) + 1, fund_of=event.symbol
    )


def _position_remargined(exchange: Exchange, event: PositionRemargined, _: object) -> None:
    _set_margin(exchange.accounts[event.account].positions[event.symbol], event.margin)


def _leverage_set(exchange: Exchange, event: LeverageSet, _: object) -> None:
    account = exchange.accounts[event.account]
    position = account.positions.get(event.symbol)
    if position is None:
        instrument = exchange.markets[event.symbol].instrument
        position = account.positions[event.symbol] = Position(event.account, instrument)
    position.leverage = event.leverage
    position.risk_limit = event.risk_limit
    position.initial_requirement = event.initial_requirement
    position.maintenance_requirement = event.maintenance_requirement
    position.order_margin_memo = None
    _set_margin(position, event.margin)
    if position.qty:
        exchange.make_due(RemarginPosition(event.account, event.symbol))


def _spot_price_set(exchange: Exchange, event: SpotPriceSet, _: object) -> None:
    state = exchange.indices[event.index]
    known = state.constituents.get(event.reference)
    weight = dict(state.index.weights).get(event.reference, Rate(0))
    excluded = known.excluded if known is not None else False
    state.constituents[event.reference] = Constituent(
        event.reference, weight, event.price, exchange.now, excluded
    )
    exchange.make_due(PublishIndex(event.index))


def _index_published(exchange: Exchange, event: IndexPublished, _: object) -> None:
    state = exchange.indices[event.index]
    state.price = event.price
    for reference, constituent in state.constituents.items():
        out = reference in event.excluded
        if constituent.excluded != out:
            state.constituents[reference] = replace(constituent, excluded=out)
    for market in exchange.markets.values():
        if market.instrument.index_symbol == event.index:
            exchange.make_due(MarkMarket(market.instrument.symbol))
            if market.stops:
                exchange.make_due(TriggerStops(market.instrument.symbol, TriggerPrice.INDEX))


def _mark_changed(exchange: Exchange, event: MarkChanged, _: object) -> None:
    market = exchange.markets[event.symbol]
    market.mark = event.mark
    market.basis = event.basis
    market.mark_unit = event.unit
    exchange.make_due(Remargin(event.symbol))
    if market.stops:
        exchange.make_due(TriggerStops(event.symbol, TriggerPrice.MARK))
    if market.liquidations:
        exchange.make_due(ResolveLiquidations(event.symbol))


def _impact_sampled(exchange: Exchange, event: ImpactSampled, _: object) -> None:
    market = exchange.markets[event.symbol]
    market.impact_bid = event.bid
    market.impact_ask = event.ask
    market.impact_mid = event.mid
    market.has_liquidity = event.has_liquidity
    if event.premium is not None:
        market.premium_total += event.premium
        market.premium_samples += 1
    if event.basis_rate is not None:
        market.basis_rate = event.basis_rate
    if event.indicative_rate is not None:
        market.indicative_rate = event.indicative_rate


def _funding_exchanged(exchange: Exchange, event: FundingExchanged, _: object) -> None:
    market = exchange.markets[event.symbol]
    currency = market.instrument.settl_currency
    for payment in event.payments:
        account = exchange.accounts[payment.account]
        position = account.positions[event.symbol]
        exchange.ledger.post(currency, account.wallet_key, -payment.money)
        position.current_comm += payment.money
        position.loss += payment.carried
        exchange.touched[position.key] = position
    exchange.history.append((exchange.now, event))
    owner = FEES if event.owner == "fees" else fund(event.symbol)
    exchange.ledger.post(currency, owner, event.remainder)
    exchange.make_due(Remargin(event.symbol))


def _funding_rate_set(exchange: Exchange, event: FundingRateSet, _: object) -> None:
    market = exchange.markets[event.symbol]
    market.funding_rate = event.rate
    market.indicative_rate = event.rate
    market.funding_due = event.due
    market.premium_total = Rate(0)
    market.premium_samples = 0
    exchange.make_due(Remargin(event.symbol))


def _clock_advanced(exchange: Exchange, event: ClockAdvanced, _: object) -> None:
    exchange.now = event.now


def _venue_stopped(exchange: Exchange, event: VenueStopped, _: object) -> None:
    exchange.stopped = f"{event.sentence}: {event.detail}"


def _keep(exchange: Exchange, account: Account, order: Order) -> Position:
    position = account.positions.get(order.symbol)
    if position is None:
        instrument = exchange.markets[order.symbol].instrument
        position = account.positions[order.symbol] = Position(order.account, instrument)
        account.currencies[position.currency] = None
    if account.is_engine:
        exchange.markets[order.symbol].liquidations[order.order_id] = order
        exchange.make_due(ResolveLiquidations(order.symbol))
    if order.is_reduce_only:
        position.reduce_only += 1
    return position


def _close(exchange: Exchange, order: Order) -> None:
    """Forget an order that can do nothing any more, wherever open orders are counted."""
    account = exchange.accounts[order.account]
    position = account.positions[order.symbol]
    if position.open_orders.pop(order.order_id, None) is None:
        return
    exchange.open_orders -= 1
    if order.is_reduce_only:
        position.reduce_only -= 1
    if account.is_engine:
        exchange.markets[order.symbol].liquidations.pop(order.order_id, None)


def _count_open(exchange: Exchange, order: Order, qty: Contracts) -> None:
    """Add a signed quantity of a resting order to its account's open-order totals."""
    position = exchange.accounts[order.account].positions[order.symbol]
    lots = qty // exchange.markets[order.symbol].instrument.lot_size
    cost = order.unit * lots
    premium = order.premium_unit * lots
    if order.side is Side.BUY:
        position.buy_qty += qty
        position.buy_cost += cost
        position.buy_premium += premium
    else:
        position.sell_qty += qty
        position.sell_cost += cost
        position.sell_premium += premium
    position.order_margin_memo = None


def _set_margin(position: Position, margin: MarginState) -> None:
    position.initial = margin.initial
    position.commission = margin.commission
    position.cross = margin.cross
    position.loss = margin.loss


_APPLY: Final[dict[type, Callable[[Exchange, Any, Callable[[Side, Any], int]], None]]] = {
    Deposited: _deposited,
    Withdrawn: _withdrawn,
    RequestRejected: _nothing,
    OrderAccepted: _order_accepted,
    OrderTriggered: _order_triggered,
    OrderRested: _order_rested,
    OrderAmended: _order_amended,
    OrderEnded: _order_ended,
    TradeExecuted: _trade_executed,
    PositionTakenOver: _position_taken_over,
    PositionRemargined: _position_remargined,
    LeverageSet: _leverage_set,
    SpotPriceSet: _spot_price_set,
    IndexPublished: _index_published,
    MarkChanged: _mark_changed,
    ImpactSampled: _impact_sampled,
    FundingExchanged: _funding_exchanged,
    FundingRateSet: _funding_rate_set,
    ClockAdvanced: _clock_advanced,
    VenueStopped: _venue_stopped,
}
