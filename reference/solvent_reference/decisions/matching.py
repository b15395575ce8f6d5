"""Decisions about trades: whom an incoming order meets, one resting order after the other."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.endings import SELF_MATCH, UNCOVERED, end
from solvent_reference.reckoning.encounters import Stands, largest_encounter, limit_of
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event, TradeExecuted


def match(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """Trade an incoming order with the book, one resting order after the other."""
    market = exchange.markets[order.symbol]
    side = market.book.side(order.side.opposite)
    limit = limit_of(rules, market, order)
    stands = Stands(exchange, order.symbol)
    while order.is_open and order.leaves_qty > 0:
        resting = side.best(rules.queue_position(side.depth_at_best()))
        if resting is None or not rules.crosses(order.side, limit, resting.limit):
            return
        if resting.account == order.account:
            choice = rules.self_match()
            if choice == "cancel resting":
                yield end(rules, resting, SELF_MATCH)
                continue
            if choice == "cancel incoming":
                yield end(rules, order, SELF_MATCH)
                return
        yield from trade(rules, stands, resting, order)


def trade(rules: Rules, stands: Stands, resting: Order, order: Order) -> Iterator[Event]:
    """One trade, or the end of whichever order cannot have it."""
    qty = rules.traded_qty(order.leaves_qty, resting.leaves_qty)
    for one in (resting, order):
        if one.is_reduce_only:
            held = stands.of(one.account)[0].qty
            qty = min(qty, rules.reducible_qty(one.side, qty, held))
            if qty == 0:
                yield end(rules, one, rules.instruction_reason(one.exec_inst, one.side, held))
                return
    found = largest_encounter(rules, stands, resting, order, qty)
    if found.took is None:
        yield end(rules, resting, UNCOVERED)
        return
    if not found.took.permitted:
        yield end(rules, order, UNCOVERED)
        return
    yield TradeExecuted(
        stands.exchange.next_trade,
        order.symbol,
        found.price,
        found.qty,
        found.made.fill,
        found.took.fill,
        printed=True,
    )
