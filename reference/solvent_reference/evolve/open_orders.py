"""The totals of open orders that a position keeps."""

from __future__ import annotations

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_spec.vocabulary.units import Contracts


def close(exchange: Exchange, order: Order) -> None:
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


def count_open(exchange: Exchange, order: Order, qty: Contracts) -> None:
    """Add a signed quantity of a resting order to its account's open-order totals."""
    position = exchange.accounts[order.account].positions[order.symbol]
    change = order.totals(qty, exchange.markets[order.symbol].instrument.lot_size)
    position.keep_orders_of(order.side, position.orders_of(order.side).plus(change))
