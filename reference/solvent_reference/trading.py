"""Decisions about requests for orders: refuse, accept, amend, cancel, trigger."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.arrival import enter
from solvent_reference.endings import end, rejected_text
from solvent_reference.orders import Order
from solvent_reference.positions import Position
from solvent_reference.requirements import order_context
from solvent_reference.state import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import (
    CancelAllOrders,
    CancelOrder,
    ExecInst,
    PlaceOrder,
    Side,
)
from solvent_spec.vocabulary.events import Event, OrderAccepted, OrderRefused, RequestRejected
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import AccountId, Contracts, Money, OrderId, Symbol


def rejected(
    rules: Rules, account: AccountId, reason: Reject, message: str = ""
) -> RequestRejected:
    """The event of a refusal, with the exchange's text and name."""
    return RequestRejected(
        account=account,
        name=rules.error_name(reason),
        message=message or reason.value,
        code=rules.refusal_status(reason),
    )


def place_order(exchange: Exchange, rules: Rules, command: PlaceOrder) -> Iterator[Event]:
    """Decide a new order."""
    market = exchange.markets.get(command.symbol)
    if market is None:
        yield rejected(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    side, qty = _side_and_qty(rules, command, position)
    ord_type = command.ord_type or rules.default_ord_type(command.price, command.stop_px)
    tif = command.time_in_force or rules.default_time_in_force(ord_type)
    # A Close of nothing is accepted and canceled; no quantity, or one of zero, is refused.
    closes_nothing = not qty and command.order_qty is None and ExecInst.CLOSE in command.exec_inst
    guarded = Contracts(market.instrument.lot_size) if closes_nothing else qty
    context, required = order_context(exchange, rules, command, market, position, side, guarded)
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
        told = refusal_text(reason, required, position)
        yield rejected(rules, command.account, reason, told)
        if rules.keeps_refused_order(reason):
            yield OrderRefused(accepted, told, rejected_text(told, accepted.text))
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


def refusal_text(reason: Reject, required: Money, position: Position) -> str:
    """The exchange's text of a refusal, with its figure filled in."""
    text = str(reason.value)
    if reason is Reject.INSUFFICIENT_BALANCE:
        return text.format(required=required, currency=position.currency)
    return text


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
        yield rejected(rules, command.account, Reject.INVALID_SYMBOL)
        return
    for order in open_orders(exchange, command.account, command.symbol):
        yield end(rules, order, command.text)


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
