"""Decisions about amendments of open orders."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.arrival import WOULD_TRADE, enter
from solvent_reference.decisions.orders.endings import end
from solvent_reference.decisions.refusals import refusal_text, rejection
from solvent_reference.reckoning.orders import find_order
from solvent_reference.reckoning.requirements import order_context
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderCover
from solvent_spec.vocabulary.commands import AmendOrder, ExecInst, PlaceOrder
from solvent_spec.vocabulary.events import Event, OrderAmended
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Money, Price


def amend_order(exchange: Exchange, rules: Rules, command: AmendOrder) -> Iterator[Event]:
    """Change the terms of an open order, cancel what is amended to nothing, or refuse.

    The order is found first, and what is wrong with the amendment itself comes before what is
    wrong with the order that it would make.
    """
    order = find_order(exchange, rules, command.account, command.order_id, command.orig_cl_ord_id)
    if order is None:
        by_id = command.order_id is not None or not command.orig_cl_ord_id
        yield rejection(
            rules,
            command.account,
            Reject.INVALID_ORDER_ID if by_id else Reject.INVALID_ORIG_CL_ORD_ID,
        )
        return
    if not rules.is_cl_ord_id(command.cl_ord_id):
        yield rejection(rules, command.account, Reject.INVALID_CL_ORD_ID)
        return
    if not order.is_open:
        text = rules.amend_of_finished(order.status.value)
        yield rejection(rules, command.account, Reject.INVALID_ORD_STATUS, text)
        return
    if command.order_qty is not None and command.leaves_qty is not None:
        yield rejection(rules, command.account, Reject.INVALID_ORDER_QTY)
        return
    leaves = order.leaves_qty
    if command.order_qty is not None or command.leaves_qty is not None:
        leaves = rules.amended_leaves(order.cum_qty, command.order_qty, command.leaves_qty)
    if rules.amend_cancels(leaves) and (command.order_qty or command.leaves_qty or 0) >= 0:
        yield end(rules, order, "")
        return
    yield from _amend(exchange, rules, command, order, leaves)


def _amend(
    exchange: Exchange, rules: Rules, command: AmendOrder, order: Order, leaves: Contracts
) -> Iterator[Event]:
    market = exchange.markets[order.symbol]
    price = order.price if command.price is None else command.price
    stop_px = order.stop_px if command.stop_px is None else command.stop_px
    changes = [
        name
        for name, old, new in (
            ("orderQty" if command.leaves_qty is None else "leavesQty", order.leaves_qty, leaves),
            ("price", order.price, price),
            ("stopPx", order.stop_px, stop_px),
        )
        if old != new
    ]
    if not changes and not command.cl_ord_id:
        yield rejection(rules, command.account, Reject.INVALID_AMEND)
        return
    reason, cover = _refused_amend(exchange, rules, command, order, leaves, price, stop_px)
    position = exchange.accounts[order.account].positions[order.symbol]
    if reason is not None:
        yield rejection(rules, command.account, reason, refusal_text(reason, cover, position))
        return
    keeps = rules.keeps_priority(order.price, price, order.leaves_qty, leaves) or not order.resting
    if not keeps and rules.refuses_post_only() and _would_trade(exchange, rules, order, price):
        yield rejection(rules, command.account, Reject.INVALID_EXEC_INST, WOULD_TRADE)
        return
    text = order.text
    if changes:
        text = rules.amended_text(tuple(changes), command.text, order.text.splitlines()[-1])
    yield OrderAmended(
        order_id=order.order_id,
        order_qty=order.cum_qty + leaves,
        leaves_qty=leaves,
        price=price,
        stop_px=stop_px,
        cl_ord_id=command.cl_ord_id or order.cl_ord_id,
        text=text,
        keeps_priority=keeps,
        unit=rules.unit_value(market.instrument, price) if price is not None else Money(0),
        premium_unit=order.premium_unit,
        transact_time=rules.transact_time(order.transact_time, exchange.now, amended=bool(changes)),
    )
    if not keeps:
        yield from enter(exchange, rules, order)


def _would_trade(exchange: Exchange, rules: Rules, order: Order, price: Price | None) -> bool:
    """Whether a post-only order would trade at its new price."""
    touch = exchange.markets[order.symbol].touch(order.side)
    post_only = ExecInst.PARTICIPATE_DO_NOT_INITIATE in order.exec_inst
    return post_only and touch is not None and rules.crosses(order.side, price, touch)


def _refused_amend(
    exchange: Exchange,
    rules: Rules,
    command: AmendOrder,
    order: Order,
    leaves: Contracts,
    price: Price | None,
    stop_px: Price | None,
) -> tuple[Reject | None, OrderCover | None]:
    market = exchange.markets[order.symbol]
    position = exchange.accounts[order.account].positions[order.symbol]
    proposal = PlaceOrder(
        account=order.account,
        symbol=order.symbol,
        side=order.side,
        order_qty=leaves,
        price=price,
        stop_px=stop_px,
        ord_type=order.ord_type,
        time_in_force=order.time_in_force,
        exec_inst=order.exec_inst,
        cl_ord_id=command.cl_ord_id,
    )
    context = order_context(
        exchange, rules, proposal, market, position, order.side, leaves, replaced=order
    )
    checked = rules.checked_of_amend(
        proposal, market.instrument, context, leaves, order.side, resting=order.resting
    )
    return rules.foremost(checked), context.cover
