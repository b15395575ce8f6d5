"""What a trade would do to an account, reckoned before it is made. Reads state, changes none."""

from __future__ import annotations

from typing import NamedTuple

from solvent_reference.reckoning.commissions import Leg, borne, commission_of
from solvent_reference.reckoning.margin import (
    NOTHING,
    available,
    maintenance,
    margin_of,
    redraw,
    reserve,
    unrealised_profit,
)
from solvent_reference.reckoning.purses import unbound
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import NO_MARGIN, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import Fill, MarginState
from solvent_spec.vocabulary.units import Contracts, Money, floor_div


class Outlook(NamedTuple):
    """What a leg leads to: its fill, whether it may be, and where the account stands after it.

    `after` is a copy of the position and `wallet_change` the sum of what the wallet would gain,
    so that the next leg can be reckoned from there.
    """

    fill: Fill
    permitted: bool
    after: Position
    wallet_change: Money


def outlook(
    exchange: Exchange,
    rules: Rules,
    position: Position,
    leg: Leg,
    *,
    wallet_change: Money = NOTHING,
    forced: bool = False,
) -> Outlook:
    """What `leg` would do to the account that holds `position`.

    A `forced` leg (takeover, deleveraging) is permitted whatever comes of it.
    """
    market = exchange.markets[position.symbol]
    account = exchange.accounts[position.account]
    signed = leg.qty if leg.side is Side.BUY else -leg.qty
    cost = rules.contract_value(market.instrument, signed, leg.price)
    realised, held_cost = settle(rules, position.qty, position.cost, signed, cost)
    held = position.qty + signed
    commission = Money(0)
    after = position.scratch()
    after.qty, after.cost = held, held_cost
    if account.is_engine:
        margin = _carry(position, held)
    else:
        commission = commission_of(exchange, rules, position, leg, cost)
        margin = hold(rules, market, position, held, held_cost)
        if forced:
            commission, margin = borne(
                exchange, rules, after, margin, (wallet_change - realised, commission)
            )
    change = wallet_change - realised - commission
    after.realised_cost += realised
    after.current_comm += commission
    after.margin = margin
    if leg.order is not None and leg.order.resting:
        _use_up(market, after, leg.order, leg.qty)
    permitted = True
    if not account.is_engine:
        free = available(
            exchange, rules, account, position.currency, instead=after, wallet_change=change
        )
        margin, free = redraw(exchange, rules, account, after, free)
        after.margin = margin
        if not forced:
            before = available(
                exchange,
                rules,
                account,
                position.currency,
                instead=position,
                wallet_change=wallet_change,
            )
            solid = unbound(exchange, rules, account, after, change)
            permitted = _permitted(rules, market, position, after, (before, free, solid))
    fill = Fill(
        account=position.account,
        order_id=None if leg.order is None else leg.order.order_id,
        side=leg.side,
        cost=cost,
        commission=commission,
        fee_credit=rules.fee_credit(commission),
        rate=leg.rate,
        is_maker=leg.is_maker,
        realised=realised,
        position_qty=held,
        position_cost=held_cost,
        margin=margin,
        booked=_booked(rules, position, held, realised, commission),
        leaves_qty=Contracts(0) if leg.order is None else leg.order.leaves_qty - leg.qty,
        text=leg.text,
    )
    return Outlook(fill, permitted, after, change)


def _carry(position: Position, held: Contracts) -> MarginState:
    """The margin of a position of the engine that now holds `held`: what was held for each lot."""
    if not held or not position.qty:
        return NO_MARGIN
    cross = Money(floor_div(position.margin.cross * abs(held), abs(position.qty)))
    return MarginState(NOTHING, NOTHING, cross, NOTHING)


def _booked(
    rules: Rules, position: Position, held: Contracts, realised: Money, commission: Money
) -> tuple[Money, Money] | None:
    """What a position that becomes flat books: previous realised and rebalanced profit."""
    if held or not position.qty:
        return None
    total = rules.realised_pnl(
        position.realised_cost + realised, position.current_comm + commission
    )
    return rules.rebalanced_on_close(total, position.rebalanced)


def _permitted(
    rules: Rules,
    market: Market,
    position: Position,
    after: Position,
    free: tuple[Money, Money, Money],
) -> bool:
    """Whether an execution may happen, given available margin before and after it, and what the
    wallet then holds beyond the margins of its positions.
    """
    held, had = after.qty, position.qty
    reduces = abs(held) <= abs(had) and (not held or (held > 0) == (had > 0))
    return rules.may_execute(
        free[0],
        free[1],
        free[2],
        equity_of(rules, market, after),
        maintenance(rules, market, after) if held else Money(0),
        reduces=reduces,
    )


def equity_of(rules: Rules, market: Market, position: Position) -> Money:
    """The equity of a position at the mark."""
    margin = margin_of(rules, position.margin)
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    return rules.position_equity(margin, gain)


def _use_up(market: Market, position: Position, order: Order, qty: Contracts) -> None:
    """Take a resting order's traded quantity out of a copied position's open-order totals."""
    used = order.totals(qty, market.instrument.lot_size)
    position.keep_orders_of(order.side, position.orders_of(order.side).plus(used, -1))


def hold(
    rules: Rules, market: Market, position: Position, qty: Contracts, cost: Money
) -> MarginState:
    """The margin of a position that now holds `qty` at `cost`, before it draws on anything."""
    if not qty:
        return NO_MARGIN
    cross, loss = position.margin.cross, position.margin.loss
    same_side = (qty > 0) == (position.qty > 0)
    if not position.qty or not same_side:
        cross, loss = rules.margin_after_turn(cross), rules.margin_after_turn(loss)
    elif abs(qty) < abs(position.qty) and (not position.is_cross or rules.keeps_drawn_margin()):
        cross = rules.cross_after_reduction(cross, qty, position.qty)
        loss = rules.cross_after_reduction(loss, qty, position.qty)
    initial = rules.position_initial_margin(cost, position.initial_requirement)
    fee = reserve(rules, market, position, qty, cost, initial=initial, cross=cross, loss=loss)
    return MarginState(initial, fee, cross, loss)


def settle(
    rules: Rules, held: Contracts, held_cost: Money, signed: Contracts, cost: Money
) -> tuple[Money, Money]:
    """The realised part of an execution, and the cost of what is held after it."""
    if not held or (held > 0) == (signed > 0):
        return Money(0), held_cost + cost
    kept = held + signed
    if abs(signed) <= abs(held):
        left = rules.remaining_cost(held_cost, kept, held) if kept else Money(0)
        return held_cost - left + cost, left
    closing = rules.closing_cost(cost, abs(held), abs(signed))
    return held_cost + closing, cost - closing
