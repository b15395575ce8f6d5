"""What an account may still use, and what a trade would do to it. Reads state, changes none."""

from __future__ import annotations

from typing import Final, NamedTuple

from solvent_reference.state import Account, Exchange, Market, Position
from solvent_spec.commands import Side
from solvent_spec.events import Fill, MarginState
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Currency, Money, OrderId, Price, Rate

NOTHING: Final = Money(0)
NO_MARGIN: Final = MarginState(NOTHING, NOTHING, NOTHING, NOTHING)


class OrderMargin(NamedTuple):
    """Gross cost of open orders, the margin they lock for it, and the premium they lock besides."""

    gross: Money
    margin: Money
    premium: Money


class Outlook(NamedTuple):
    """What a fill would lead to: the fill itself, the available margin after it, and whether it may be."""

    fill: Fill
    available: Money
    permitted: bool


def order_margin(rules: Rules, market: Market, position: Position) -> OrderMargin:
    """What the open orders of a position lock. Remembered until a total changes."""
    memo = position.order_margin_memo
    if memo is not None:
        return OrderMargin(*memo)
    found = order_margin_of(
        rules,
        market,
        position,
        (position.buy_qty, position.buy_cost, position.buy_premium),
        (position.sell_qty, position.sell_cost, position.sell_premium),
    )
    position.order_margin_memo = found
    return found


def order_margin_of(
    rules: Rules,
    market: Market,
    position: Position,
    buys: tuple[Contracts, Money, Money],
    sells: tuple[Contracts, Money, Money],
) -> OrderMargin:
    """What given totals of open orders (quantity, cost, premium) would lock."""
    if not buys[0] and not sells[0]:
        return OrderMargin(Money(0), Money(0), Money(0))
    gross = rules.gross_open_cost(position.qty, buys[0], buys[1], sells[0], sells[1])
    premium = Money(0)
    if buys[2] or sells[2]:
        premium = rules.gross_open_premium(position.qty, buys[0], buys[2], sells[0], sells[2])
    fee = market.fee_rate
    margin = rules.order_margin(gross, position.initial_requirement, fee)
    return OrderMargin(gross, margin, premium)


def mark_value(rules: Rules, market: Market, qty: Contracts) -> Money:
    """The value of a quantity at the mark; zero before there is one."""
    if not qty or market.mark is None:
        return Money(0)
    instrument = market.instrument
    lots = qty if instrument.lot_size == 1 else qty // instrument.lot_size
    return market.mark_unit * (lots * rules.value_sign(instrument.payoff))


def unrealised(rules: Rules, market: Market, qty: Contracts, cost: Money) -> Money:
    """The unrealised profit of a holding at the mark."""
    return rules.unrealised_pnl(mark_value(rules, market, qty), cost) if qty else Money(0)


def margin_of(rules: Rules, margin: MarginState) -> Money:
    """The position margin made of its four parts."""
    return rules.position_margin(margin.initial, margin.commission, margin.cross, margin.loss)


def margin_state(position: Position) -> MarginState:
    """The four parts of a position's margin as they stand."""
    return MarginState(position.initial, position.commission, position.cross, position.loss)


def available(
    exchange: Exchange,
    rules: Rules,
    account: Account,
    currency: Currency,
    *,
    instead: Position | None = None,
    wallet_change: Money = NOTHING,
) -> Money:
    """Available margin, with `instead` in place of the account's position in the same contract."""
    gains = locked = orders = Money(0)
    positions = account.positions
    for position in positions.values():
        if position.currency != currency:
            continue
        if instead is not None and position.symbol == instead.symbol:
            continue
        if not position.qty and not position.open_orders:
            continue
        gain, equity, ordered = _locks(exchange, rules, position)
        gains += gain
        locked += equity
        orders += ordered
    if instead is not None:
        gain, equity, ordered = _locks(exchange, rules, instead)
        gains += gain
        locked += equity
        orders += ordered
    wallet = exchange.ledger.balance(currency, account.wallet_key) + wallet_change
    return rules.available_margin(rules.margin_balance(wallet, gains), orders, locked)


def _locks(exchange: Exchange, rules: Rules, position: Position) -> tuple[Money, Money, Money]:
    """Unrealised profit, equity and order margin of one position."""
    market = exchange.markets[position.symbol]
    ordered = Money(0)
    if position.buy_qty or position.sell_qty:
        open_orders = order_margin(rules, market, position)
        ordered = open_orders.margin + open_orders.premium
    if not position.qty:
        return Money(0), Money(0), ordered
    gain = unrealised(rules, market, position.qty, position.cost)
    margin = rules.position_margin(
        position.initial, position.commission, position.cross, position.loss
    )
    return gain, rules.position_equity(margin, gain), ordered


def maintenance(rules: Rules, market: Market, position: Position) -> Money:
    """What the position must keep to escape liquidation."""
    adverse = rules.adverse_funding(position.qty, market.funding_rate)
    return rules.position_maintenance(
        position.cost, position.maintenance_requirement, adverse, position.commission
    )


def redraw(
    exchange: Exchange, rules: Rules, account: Account, position: Position, free: Money
) -> tuple[MarginState, Money]:
    """The margin of a position after it drew on, or gave back to, the available margin `free`.

    Returns the margin and what is available then. An isolated position does neither.
    """
    if not position.is_cross or not position.qty:
        return margin_state(position), free
    market = exchange.markets[position.symbol]
    fee = market.fee_rate
    gain = unrealised(rules, market, position.qty, position.cost)
    cross = rules.cross_margin(position.loss, gain, position.cross, rules.cross_reach(free, fee))
    if cross == position.cross:
        return margin_state(position), free
    commission = rules.position_commission(position.cost, position.initial, cross, fee)
    used = cross - position.cross + commission - position.commission
    return MarginState(position.initial, commission, cross, position.loss), free - used


def scratch(position: Position) -> Position:
    """A copy of a position to reckon with."""
    twin = Position.__new__(Position)
    for name in Position.__slots__:
        setattr(twin, name, getattr(position, name))
    return twin


def hold(
    rules: Rules, market: Market, position: Position, qty: Contracts, cost: Money
) -> MarginState:
    """The margin of a position that now holds `qty` at `cost`, before it draws on anything."""
    if not qty:
        return NO_MARGIN
    cross, loss = position.cross, position.loss
    same_side = (qty > 0) == (position.qty > 0)
    if not position.qty or not same_side:
        cross = loss = Money(0)
    elif abs(qty) < abs(position.qty) and not position.is_cross:
        cross = rules.cross_after_reduction(cross, qty, position.qty)
        loss = rules.cross_after_reduction(loss, qty, position.qty)
    initial = rules.position_initial_margin(cost, position.initial_requirement)
    fee = market.fee_rate
    return MarginState(initial, rules.position_commission(cost, initial, cross, fee), cross, loss)


def outlook(
    exchange: Exchange,
    rules: Rules,
    position: Position,
    *,
    order_id: OrderId | None,
    side: Side,
    qty: Contracts,
    price: Price,
    rate: Rate,
    is_maker: bool,
    resting: bool = False,
    unit: Money = NOTHING,
    premium_unit: Money = NOTHING,
    text: str = "",
    forced: bool = False,
    wallet_change: Money = NOTHING,
) -> Outlook:
    """What trading `qty` at `price` would do to an account that holds `position`.

    A `forced` fill (takeover, deleveraging) is permitted whatever comes of it. `resting`,
    `unit` and `premium_unit` describe the order whose open quantity the fill uses up.
    """
    market = exchange.markets[position.symbol]
    account = exchange.accounts[position.account]
    signed = qty if side is Side.BUY else -qty
    cost = rules.contract_value(market.instrument, signed, price)
    realised, held_cost = settle(rules, position, signed, cost)
    held = position.qty + signed
    commission = Money(0) if account.is_engine else rules.commission(cost, rate)
    if account.is_engine:
        fill = Fill(
            position.account,
            order_id,
            side,
            cost,
            commission,
            rate,
            is_maker,
            realised,
            held,
            held_cost,
            NO_MARGIN,
            text,
        )
        return Outlook(fill, Money(0), permitted=True)
    after = scratch(position)
    margin = hold(rules, market, position, held, held_cost)
    after.qty, after.cost = held, held_cost
    after.initial, after.commission, after.cross, after.loss = (
        margin.initial,
        margin.commission,
        margin.cross,
        margin.loss,
    )
    after.order_margin_memo = None
    if resting:
        lots = qty // market.instrument.lot_size
        if side is Side.BUY:
            after.buy_qty -= qty
            after.buy_cost -= unit * lots
            after.buy_premium -= premium_unit * lots
        else:
            after.sell_qty -= qty
            after.sell_cost -= unit * lots
            after.sell_premium -= premium_unit * lots
    change = wallet_change - realised - commission
    currency = position.currency
    before = available(
        exchange, rules, account, currency, instead=position, wallet_change=wallet_change
    )
    free = available(exchange, rules, account, currency, instead=after, wallet_change=change)
    margin, free = redraw(exchange, rules, account, after, free)
    after.initial, after.commission, after.cross, after.loss = (
        margin.initial,
        margin.commission,
        margin.cross,
        margin.loss,
    )
    reduces = abs(held) <= abs(position.qty) and (not held or (held > 0) == (position.qty > 0))
    permitted = True
    if not forced:
        gain = unrealised(rules, market, held, held_cost)
        equity = rules.position_equity(margin_of(rules, margin), gain)
        needed = maintenance(rules, market, after) if held else Money(0)
        permitted = rules.may_execute(before, free, equity, needed, reduces=reduces)
    fill = Fill(
        position.account,
        order_id,
        side,
        cost,
        commission,
        rate,
        is_maker,
        realised,
        held,
        held_cost,
        margin,
        text,
    )
    return Outlook(fill, free, permitted)


def settle(rules: Rules, position: Position, signed: Contracts, cost: Money) -> tuple[Money, Money]:
    """The realised part of an execution, and the cost of what is held after it."""
    held = position.qty
    if not held or (held > 0) == (signed > 0):
        return Money(0), position.cost + cost
    kept = held + signed
    if abs(signed) <= abs(held):
        left = rules.remaining_cost(position.cost, kept, held) if kept else Money(0)
        return position.cost - left + cost, left
    closing = rules.closing_cost(cost, abs(held), abs(signed))
    return position.cost + closing, cost - closing


def apply_fill(position: Position, fill: Fill) -> None:
    """Move a scratch position past a fill."""
    position.qty = fill.position_qty
    position.cost = fill.position_cost
    position.initial, position.commission = fill.margin.initial, fill.margin.commission
    position.cross, position.loss = fill.margin.cross, fill.margin.loss
    position.order_margin_memo = None
