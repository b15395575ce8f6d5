"""Which orders an account has. Reads state, changes none."""

from __future__ import annotations

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import AccountId, OrderId, Symbol


def find_order(
    exchange: Exchange, rules: Rules, account: AccountId, order_id: OrderId | None, cl_ord_id: str
) -> Order | None:
    """The account's order of that id or client order id; another's order is none."""
    if order_id is None and cl_ord_id:
        order_id = exchange.accounts[account].cl_ord_ids.get(cl_ord_id)
    if order_id is None:
        return None
    order = exchange.orders.get(order_id)
    if order is None or not rules.may_cancel(order.account, account):
        return None
    by_name = cl_ord_id and order.order_id == exchange.accounts[account].cl_ord_ids.get(cl_ord_id)
    return order if not by_name or rules.is_found_by(cl_ord_id, order.cl_ord_id) else None


def open_orders(
    exchange: Exchange, account: AccountId, symbol: Symbol | None = None
) -> list[Order]:
    """The open orders of an account, oldest first."""
    positions = exchange.accounts[account].positions
    found = [
        order
        for position in positions.values()
        if symbol is None or position.symbol == symbol
        for order in position.open_orders.values()
    ]
    return sorted(found, key=lambda order: order.order_id)


def resting_reduce_only(position: Position, side: Side) -> list[Order]:
    """The resting reduce-only orders of one side."""
    return [
        order
        for order in position.open_orders.values()
        if order.resting and order.is_reduce_only and order.side is side
    ]
