"""Applying events of orders."""

from __future__ import annotations

from solvent_reference.evolve.open_orders import close, count_open
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import KeptOrder, Order
from solvent_reference.state.positions import Account, Position
from solvent_spec.vocabulary.commands import OrdStatus
from solvent_spec.vocabulary.events import (
    OrderAccepted,
    OrderAmended,
    OrderEnded,
    OrderRefused,
    OrderRested,
    OrderTriggered,
    PremiumsRefreshed,
)
from solvent_spec.vocabulary.units import Contracts, OrderId


def order_accepted(exchange: Exchange, event: OrderAccepted) -> None:
    """The order exists; its account counts it."""
    order = KeptOrder(event, exchange.now, exchange.changed_orders)
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
        position.order_margin_memo = None
        exchange.markets[order.symbol].stops[order.order_id] = order


def order_refused(exchange: Exchange, event: OrderRefused) -> None:
    """The order has a row and nothing else."""
    order = KeptOrder(event.order, exchange.now, exchange.changed_orders)
    order.status = OrdStatus.REJECTED
    order.leaves_qty = Contracts(0)
    order.reject_reason = event.reason
    order.text = event.text
    exchange.orders[order.order_id] = order
    exchange.next_order = OrderId(max(exchange.next_order, order.order_id + 1))


def order_triggered(exchange: Exchange, event: OrderTriggered) -> None:
    """The stop no longer waits."""
    order = exchange.orders[event.order_id]
    order.triggered = True
    order.timestamp = exchange.now
    position = exchange.accounts[order.account].positions[order.symbol]
    position.stops -= 1
    position.order_margin_memo = None
    del exchange.markets[order.symbol].stops[order.order_id]


def order_rested(exchange: Exchange, event: OrderRested) -> None:
    """The order joins the back of its level."""
    order = exchange.orders[event.order_id]
    order.unit = event.unit
    order.premium_unit = event.premium_unit
    order.resting = True
    market = exchange.markets[order.symbol]
    market.book.side(order.side).add(order, event.rank)
    count_open(exchange, order, order.leaves_qty)


def premiums_refreshed(exchange: Exchange, event: PremiumsRefreshed) -> None:
    """The orders lock another premium."""
    for order_id, premium_unit in event.premium_units:
        order = exchange.orders[order_id]
        count_open(exchange, order, -order.leaves_qty)
        order.premium_unit = premium_unit
        count_open(exchange, order, order.leaves_qty)


def order_amended(exchange: Exchange, event: OrderAmended) -> None:
    """The order has new terms; without priority it left the book."""
    order = exchange.orders[event.order_id]
    side = exchange.markets[order.symbol].book.side(order.side)
    if order.resting:
        count_open(exchange, order, -order.leaves_qty)
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
    order.transact_time = event.transact_time
    if order.resting and event.keeps_priority:
        order.unit = event.unit
        order.premium_unit = event.premium_unit
        count_open(exchange, order, order.leaves_qty)
    else:
        order.resting = False


def order_ended(exchange: Exchange, event: OrderEnded) -> None:
    """The order can do nothing any more."""
    order = exchange.orders[event.order_id]
    if order.resting:
        left = order.leaves_qty - event.leaves_qty
        count_open(exchange, order, -left)
        if event.leaves_qty == 0:
            exchange.markets[order.symbol].book.side(order.side).remove(order)
            order.resting = False
    if order.is_waiting:
        position = exchange.accounts[order.account].positions[order.symbol]
        position.stops -= 1
        position.order_margin_memo = None
        del exchange.markets[order.symbol].stops[order.order_id]
    order.status = event.status
    order.leaves_qty = event.leaves_qty
    if event.status is OrdStatus.REJECTED:
        order.reject_reason = event.reason
    order.text = event.text
    order.timestamp = exchange.now
    close(exchange, order)


def _keep(exchange: Exchange, account: Account, order: Order) -> Position:
    position = exchange.kept_position(order.account, order.symbol)
    if account.is_engine:
        exchange.markets[order.symbol].liquidations[order.order_id] = order
    if order.is_reduce_only:
        position.reduce_only += 1
    return position
