"""What an account locks and what it may still use. Reads state, changes none."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, NamedTuple

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order, OrderTotals
from solvent_reference.state.positions import Account, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import MarginState
from solvent_spec.vocabulary.units import Contracts, Currency, Money

NOTHING: Final = Money(0)


class OrderMargin(NamedTuple):
    """Gross cost of open orders, the margin they lock for it, and the premium they lock besides."""

    gross: Money
    margin: Money
    premium: Money


def order_margin(
    rules: Rules, market: Market, position: Position, *, again: bool = False
) -> OrderMargin:
    """What the open orders of a position lock. Remembered until a total changes, unless it is
    to be reckoned `again`.
    """
    memo = position.order_margin_memo
    if memo is not None and not again:
        return OrderMargin(*memo)
    buys, sells = position.buys, position.sells
    if position.stops:
        buys, sells = _with_stops(rules, market, position, buys, sells)
    found = order_margin_of(rules, market, position, buys, sells)
    if not again:
        object.__setattr__(position, "order_margin_memo", found)
    return found


def _with_stops(
    rules: Rules, market: Market, position: Position, buys: OrderTotals, sells: OrderTotals
) -> tuple[OrderTotals, OrderTotals]:
    """The totals of open orders with what is charged for stops that wait."""
    for order in position.open_orders.values():
        qty = rules.charged_qty(order.leaves_qty, waits=True) if order.is_waiting else Contracts(0)
        price = order.stop_px if order.price is None else order.price
        if not qty or price is None:
            continue
        lots = qty // market.instrument.lot_size
        more = OrderTotals(qty, rules.unit_value(market.instrument, price) * lots, Money(0))
        if order.side is Side.BUY:
            buys = buys.plus(more)
        else:
            sells = sells.plus(more)
    return buys, sells


def order_margin_of(
    rules: Rules,
    market: Market,
    position: Position,
    buys: OrderTotals,
    sells: OrderTotals,
) -> OrderMargin:
    """What given totals of open orders (quantity, cost, premium) would lock."""
    if not buys.qty and not sells.qty:
        return OrderMargin(Money(0), Money(0), Money(0))
    gross = rules.gross_open_cost(position.qty, buys.qty, buys.cost, sells.qty, sells.cost)
    premium = Money(0)
    if buys.premium or sells.premium:
        premium = rules.gross_open_premium(
            position.qty, buys.qty, buys.premium, sells.qty, sells.premium
        )
    fee = market.fee_rate
    margin = rules.order_margin(gross, position.initial_requirement, fee)
    return OrderMargin(gross, margin, premium)


def premium_of_lot(rules: Rules, market: Market, order: Order) -> Money:
    """What one lot of a priced order would lose at the mark; zero before there is one."""
    if market.mark is None:
        return Money(0)
    lot = market.instrument.lot_size
    signed = lot if order.side is Side.BUY else Contracts(-lot)
    return rules.open_premium(order.price, market.mark, signed, market.instrument)


def mark_value(rules: Rules, market: Market, qty: Contracts) -> Money:
    """The value of a quantity at the mark; zero before there is one."""
    if not qty or market.mark is None:
        return Money(0)
    instrument = market.instrument
    lots = qty if instrument.lot_size == 1 else qty // instrument.lot_size
    return market.mark_unit * (lots * rules.value_sign(instrument.payoff))


def unrealised_profit(rules: Rules, market: Market, qty: Contracts, cost: Money) -> Money:
    """The unrealised profit of a holding at the mark."""
    return rules.unrealised_pnl(mark_value(rules, market, qty), cost) if qty else Money(0)


def margin_of(rules: Rules, margin: MarginState) -> Money:
    """The position margin made of its four parts."""
    return rules.position_margin(margin.initial, margin.commission, margin.cross, margin.loss)


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
    if position.buys.qty or position.sells.qty or position.stops:
        open_orders = order_margin(rules, market, position)
        ordered = open_orders.margin + open_orders.premium
    if not position.qty:
        return Money(0), Money(0), ordered
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    margin = margin_of(rules, position.margin)
    return gain, rules.position_equity(margin, gain), ordered


def maintenance(rules: Rules, market: Market, position: Position) -> Money:
    """What the position must keep to escape liquidation."""
    return rules.kept_margin(
        market.instrument,
        position.qty,
        position.cost,
        margin_of(rules, position.margin),
        maintenance=position.maintenance_requirement,
        adverse_funding=rules.adverse_funding(position.qty, market.funding_rate),
        commission=position.margin.commission,
    )


def reserve(
    rules: Rules,
    market: Market,
    position: Position,
    qty: Contracts,
    cost: Money,
    *,
    initial: Money,
    cross: Money,
    loss: Money,
) -> Money:
    """The fee that a position of these terms and holdings reserves."""
    requirement = position.initial_requirement
    return rules.reserved_fee(
        market.instrument, qty, cost, requirement, initial, cross, loss, market.fee_rate
    )


def redraw(
    exchange: Exchange, rules: Rules, account: Account, position: Position, free: Money
) -> tuple[MarginState, Money]:
    """The margin of a position after it drew on, or gave back to, the available margin `free`.

    Returns the margin and what is available then. An isolated position does neither.
    """
    if not position.is_cross or not position.qty:
        return position.margin, free
    market = exchange.markets[position.symbol]
    fee = market.fee_rate
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    cross = rules.cross_margin(
        position.margin.loss, gain, position.margin.cross, rules.cross_reach(free, fee)
    )
    wants = cross < rules.cross_need(position.margin.loss, gain)
    drawn = cross - position.margin.cross
    if not drawn and not (wants and free > 0):
        return position.margin, free
    commission = position.margin.commission
    if drawn:
        anew = reserve(
            rules,
            market,
            position,
            position.qty,
            position.cost,
            initial=position.margin.initial,
            cross=cross,
            loss=position.margin.loss,
        )
        commission = rules.redrawn_commission(anew, fee, held=commission, drawn=drawn)
    margin = MarginState(position.margin.initial, commission, cross, position.margin.loss)
    left = free - drawn - commission + position.margin.commission
    if wants and left > 0:
        whole = margin_of(rules, margin)
        more = rules.backing_left(market.instrument, position.qty, position.cost, whole, left)
        return replace(margin, commission=commission + more), left - more
    return margin, left
