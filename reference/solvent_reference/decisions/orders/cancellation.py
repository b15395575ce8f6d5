"""Decisions about requests to cancel orders."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.endings import end
from solvent_reference.decisions.refusals import rejection
from solvent_reference.reckoning.orders import find_order, open_orders
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import CancelAllOrders, CancelOrder
from solvent_spec.vocabulary.events import Event
from solvent_spec.vocabulary.reasons import Reject


def cancel_order(exchange: Exchange, rules: Rules, command: CancelOrder) -> Iterator[Event]:
    """Cancel what of the named orders is open; the answer tells about the others."""
    named = [(order_id, "") for order_id in command.order_ids]
    named += [(None, cl_ord_id) for cl_ord_id in command.cl_ord_ids]
    for order_id, cl_ord_id in named:
        order = find_order(exchange, rules, command.account, order_id, cl_ord_id)
        if order is not None and order.is_open:
            yield end(rules, order, command.text)


def cancel_all_orders(
    exchange: Exchange, rules: Rules, command: CancelAllOrders
) -> Iterator[Event]:
    """Cancel every open order of an account, in one contract or in all."""
    if command.symbol is not None and command.symbol not in exchange.markets:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    for order in open_orders(exchange, command.account, command.symbol):
        yield end(rules, order, command.text)
