"""Decisions about an order that arrives at the book: what it may not do, and what of it rests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solvent_reference.decisions.matching import match
from solvent_reference.decisions.orders.endings import KILLED, UNCOVERED, end
from solvent_reference.decisions.orders.reduction import make_way, trim
from solvent_reference.reckoning.encounters import dry_run
from solvent_reference.reckoning.margin import available, order_margin, premium_of_lot
from solvent_reference.reckoning.requirements import with_order
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst
from solvent_spec.vocabulary.events import Event, OrderAccepted, OrderRested
from solvent_spec.vocabulary.units import Contracts, Money

WOULD_TRADE: Final = "Order would trade at once"
NOT_FILLABLE: Final = "Order cannot be filled at once"


def enter(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """An order arrives at the book: what it may not do, whom it trades with, what rests."""
    market = exchange.markets[order.symbol]
    position = exchange.accounts[order.account].positions[order.symbol]
    if order.is_reduce_only:
        yield from make_way(exchange, rules, order)
        if not order.is_open:
            return
    touch = market.touch(order.side)
    crossing = touch is not None and rules.crosses(order.side, order.price, touch)
    post_only = ExecInst.PARTICIPATE_DO_NOT_INITIATE in order.exec_inst
    if post_only and rules.post_only_is_canceled(would_trade=crossing):
        yield end(rules, order, rules.instruction_reason(order.exec_inst, order.side, position.qty))
        return
    if rules.is_killed(order.time_in_force, order.leaves_qty, Contracts(0)):
        fillable = dry_run(exchange, rules, order)
        if rules.is_killed(order.time_in_force, order.leaves_qty, fillable):
            yield end(rules, order, KILLED)
            return
    arrived = order.leaves_qty
    if crossing:
        yield from match(exchange, rules, order)
    if not order.is_open:
        return
    if order.price is None or not rules.rests(order.time_in_force, order.leaves_qty):
        yield end(rules, order, rules.unfilled_reason(order.ord_type, order.time_in_force))
        return
    yield from _rest(exchange, rules, market, position, order, traded=order.leaves_qty != arrived)


def at_once(exchange: Exchange, rules: Rules, accepted: OrderAccepted) -> str:
    """Why an exchange that refuses what others cancel refuses an order; empty if it does not."""
    if not (rules.refuses_post_only() or rules.refuses_unfillable()):
        return ""
    order = Order(accepted, exchange.now)
    if rules.refuses_post_only() and ExecInst.PARTICIPATE_DO_NOT_INITIATE in order.exec_inst:
        touch = exchange.markets[order.symbol].touch(order.side)
        if touch is not None and rules.crosses(order.side, order.price, touch):
            return WOULD_TRADE
    if rules.refuses_unfillable() and rules.is_killed(
        order.time_in_force, order.leaves_qty, dry_run(exchange, rules, order)
    ):
        return NOT_FILLABLE
    return ""


def _rest(
    exchange: Exchange,
    rules: Rules,
    market: Market,
    position: Position,
    order: Order,
    *,
    traded: bool,
) -> Iterator[Event]:
    """Let what is left wait in the book; after a trade the account must still cover it."""
    instrument = market.instrument
    unit = rules.unit_value(instrument, order.limit)
    account = exchange.accounts[order.account]
    premium_unit = Money(0) if account.is_engine else premium_of_lot(rules, market, order)
    if traded and not account.is_engine and rules.is_charged(reduces_only=order.is_reduce_only):
        lots = order.leaves_qty // instrument.lot_size
        old = order_margin(rules, market, position)
        new = with_order(
            rules,
            market,
            position,
            order.side,
            order.leaves_qty,
            unit * lots,
            premium_unit * lots,
            None,
        )
        rise = new.margin + new.premium - old.margin - old.premium
        if rise > 0 and available(exchange, rules, account, position.currency) < rise:
            yield end(rules, order, UNCOVERED)
            return
    rank = rules.level_rank(order.side, order.limit)
    yield OrderRested(order.order_id, unit, premium_unit, rank)
    if order.is_reduce_only:
        yield from trim(exchange, rules, position, order.side)
