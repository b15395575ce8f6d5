"""Decisions about orders that only reduce: what they are cut to, and what makes room for them."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.endings import CLOSED_OVER, MADE_ROOM, end, shrunk
from solvent_reference.reckoning.margin import available, order_margin, premium_of_lot
from solvent_reference.reckoning.orders import resting_reduce_only
from solvent_reference.reckoning.requirements import with_order
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst, Side, TrimReduceOnly
from solvent_spec.vocabulary.events import Event
from solvent_spec.vocabulary.units import Contracts


def make_way(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """Cut a reduce-only order that arrives to the position, and cancel what is in its way."""
    position = exchange.accounts[order.account].positions[order.symbol]
    allowed = rules.reducible_qty(order.side, order.leaves_qty, position.qty)
    if allowed == 0:
        yield end(rules, order, rules.instruction_reason(order.exec_inst, order.side, position.qty))
        return
    if allowed < order.leaves_qty:
        yield shrunk(rules, order, allowed, exchange.now)
    others = [
        other
        for other in position.open_orders.values()
        if other is not order and other.side is order.side and other.resting
    ]
    if ExecInst.CLOSE in order.exec_inst:
        open_qty = sum((other.leaves_qty for other in others), Contracts(0))
        if others and rules.close_cancels(open_qty, order.leaves_qty, position.qty):
            for other in others:
                yield end(rules, other, CLOSED_OVER)
            return
    opening = [other for other in others if not other.is_reduce_only]
    opening.sort(key=lambda other: rules.room_rank(other.side, other.limit, other.order_id))
    for other in opening:
        if not _lacks_margin(exchange, rules, position, order):
            return
        yield end(rules, other, MADE_ROOM)


def _lacks_margin(exchange: Exchange, rules: Rules, position: Position, order: Order) -> bool:
    """Whether the account cannot afford the order beside its others. Resting reduce-only orders
    count no further than the position, to which they will be cut.
    """
    market = exchange.markets[order.symbol]
    reducing = [o for o in resting_reduce_only(position, order.side) if o is not order]
    spoken_for = sum((other.leaves_qty for other in reducing), Contracts(0))
    qty = min(order.leaves_qty, max(Contracts(0), abs(position.qty) - spoken_for))
    price = rules.reckoned_price(order.price, market.touch(order.side), market.mark)
    if not qty or price is None:
        return False
    lots = qty // market.instrument.lot_size
    cost = rules.unit_value(market.instrument, price) * lots
    premium = premium_of_lot(rules, market, order) * lots
    old = order_margin(rules, market, position)
    new = with_order(rules, market, position, order.side, qty, cost, premium, None)
    rise = new.margin + new.premium - old.margin - old.premium
    account = exchange.accounts[order.account]
    return rise > 0 and available(exchange, rules, account, position.currency) < rise


def trim_reduce_only(exchange: Exchange, rules: Rules, command: TrimReduceOnly) -> Iterator[Event]:
    """Cut resting reduce-only orders of both sides down to the position."""
    position = exchange.accounts[command.account].positions[command.symbol]
    for side in (Side.BUY, Side.SELL):
        yield from trim(exchange, rules, position, side)


def trim(exchange: Exchange, rules: Rules, position: Position, side: Side) -> Iterator[Event]:
    """Cut resting reduce-only orders down to the position, the least aggressive first."""
    resting = resting_reduce_only(position, side)
    total = sum((order.leaves_qty for order in resting), Contracts(0))
    excess = total - rules.reducible_qty(side, total, position.qty)
    resting.sort(key=lambda order: rules.trim_rank(order.side, order.limit, order.order_id))
    for order in resting:
        if excess <= 0:
            break
        cut = min(excess, order.leaves_qty)
        excess -= cut
        if cut == order.leaves_qty:
            reason = rules.instruction_reason(order.exec_inst, order.side, position.qty)
            yield end(rules, order, reason)
        else:
            yield shrunk(rules, order, order.leaves_qty - cut, exchange.now)
