"""Decisions about trades: whom an incoming order meets, one resting order after the other."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.encounters import Stands, carried
from solvent_reference.endings import SELF_MATCH, UNCOVERED, end
from solvent_reference.markets import Market
from solvent_reference.orders import Order
from solvent_reference.state import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event, TradeExecuted
from solvent_spec.vocabulary.units import Contracts, Price


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


def limit_of(rules: Rules, market: Market, order: Order) -> Price | None:
    """How far an order goes: to its price, or to the bound of an order without one, if any."""
    touch = market.touch(order.side)
    if order.price is not None or touch is None or market.mark is None:
        return order.price
    return rules.fat_finger_bound(order.side, touch, market.mark)


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
    found = carried(rules, stands, resting, order, qty)
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


def dry_run(exchange: Exchange, rules: Rules, order: Order) -> Contracts:
    """How much of an order would trade at once. Nothing is changed by asking."""
    market = exchange.markets[order.symbol]
    stands = Stands(exchange, order.symbol)
    missing = order.leaves_qty
    limit = limit_of(rules, market, order)
    for resting in market.book.side(order.side.opposite).orders():
        if missing == 0 or not rules.crosses(order.side, limit, resting.limit):
            break
        if resting.account == order.account and rules.self_match() != "allow":
            if rules.self_match() == "cancel incoming":
                break
            continue
        traded, goes_on = _dry_trades(rules, stands, resting, order, missing)
        missing -= traded
        if not goes_on:
            break
    return order.leaves_qty - missing


def _dry_trades(
    rules: Rules, stands: Stands, resting: Order, order: Order, missing: Contracts
) -> tuple[Contracts, bool]:
    """How much an order would trade with one resting order, and whether it would go on."""
    left = resting.leaves_qty
    traded = Contracts(0)
    while left and traded < missing:
        qty = rules.traded_qty(missing - traded, left)
        for one in (resting, order):
            if one.is_reduce_only:
                qty = min(qty, rules.reducible_qty(one.side, qty, stands.of(one.account)[0].qty))
        if qty == 0:
            break
        found = carried(rules, stands, resting, order, qty)
        if not found.happens:
            return traded, found.took is None
        stands.follow(found)
        traded += found.qty
        left -= found.qty
    return traded, True
