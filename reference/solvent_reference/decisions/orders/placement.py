"""Decisions about new orders: refuse or accept."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.arrival import at_once, enter
from solvent_reference.decisions.orders.endings import rejected_text
from solvent_reference.decisions.refusals import refusal_text, rejection
from solvent_reference.reckoning.requirements import order_context
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst, PlaceOrder, Side
from solvent_spec.vocabulary.events import Event, OrderAccepted, OrderRefused
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts


def place_order(exchange: Exchange, rules: Rules, command: PlaceOrder) -> Iterator[Event]:
    """Accept a new order, or give the reason against it.

    What is accepted arrives at the book at once, but for a stop, which waits for its trigger.
    """
    market = exchange.markets.get(command.symbol)
    if market is None:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    side, qty = _side_and_qty(rules, command, position)
    ord_type = command.ord_type or rules.default_ord_type(command.price, command.stop_px)
    tif = command.time_in_force or rules.default_time_in_force(ord_type)
    # A Close of nothing is accepted and canceled; no quantity, or one of zero, is refused.
    closes_nothing = not qty and command.order_qty is None and ExecInst.CLOSE in command.exec_inst
    guarded = Contracts(market.instrument.lot_size) if closes_nothing else qty
    context = order_context(exchange, rules, command, market, position, side, guarded)
    # One order can be wrong in two ways: a price off the tick, and no money for it either. Which of
    # them is told is part of the law, so all checks are handed to the rules, which choose the first
    # of their list. A check made here by itself would jump the queue.
    reason = rules.refusal(command, market.instrument, context, guarded, side)
    is_stop = ord_type.is_stop
    accepted = OrderAccepted(
        order_id=exchange.next_order,
        account=command.account,
        symbol=command.symbol,
        side=side,
        order_qty=qty,
        price=command.price,
        stop_px=command.stop_px,
        display_qty=command.display_qty,
        ord_type=ord_type,
        time_in_force=tif,
        exec_inst=command.exec_inst,
        trigger=rules.trigger_price(command.exec_inst) if is_stop else None,
        cl_ord_id=command.cl_ord_id,
        text=rules.order_text(command.text),
    )
    if reason is not None:
        told = refusal_text(reason, context.cover, position)
        yield rejection(rules, command.account, reason, told)
        if rules.keeps_refused_order(reason):
            yield OrderRefused(accepted, told, rejected_text(told, accepted.text))
        return
    text = "" if is_stop else at_once(exchange, rules, accepted)
    if text:
        yield rejection(rules, command.account, Reject.INVALID_EXEC_INST, text)
        return
    yield accepted
    if not is_stop:
        yield from enter(exchange, rules, exchange.orders[accepted.order_id])


def _side_and_qty(rules: Rules, command: PlaceOrder, position: Position) -> tuple[Side, Contracts]:
    qty = command.order_qty
    closes = ExecInst.CLOSE in command.exec_inst
    side = command.side
    if side is None:
        side = rules.default_side(-position.qty if closes and qty is None else qty or Contracts(0))
    if qty is None:
        return side, rules.close_qty(None, position.qty) if closes else Contracts(0)
    return side, -qty if qty < 0 and command.side is None else qty
