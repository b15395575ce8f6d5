"""What an order would require of its account: the context of the rules' guards."""

from __future__ import annotations

from solvent_reference.reckoning.commissions import Leg
from solvent_reference.reckoning.fills import equity_of, outlook
from solvent_reference.reckoning.margin import (
    OrderMargin,
    available,
    maintenance,
    margin_of,
    mark_value,
    order_margin,
    order_margin_of,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order, OrderTotals
from solvent_reference.state.positions import Account, Position
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderContext, OrderCover
from solvent_spec.vocabulary.commands import ExecInst, PlaceOrder, Side
from solvent_spec.vocabulary.units import Contracts, Money, Price


def order_context(
    exchange: Exchange,
    rules: Rules,
    command: PlaceOrder,
    market: Market,
    position: Position,
    side: Side,
    qty: Contracts,
    replaced: Order | None = None,
) -> OrderContext:
    """What the guards of the rules need to know of an order, as it stands in its account."""
    account = exchange.accounts[command.account]
    return OrderContext(
        now=exchange.now,
        mark=market.mark,
        position_qty=position.qty,
        open_orders=len(position.open_orders) - position.stops,
        stop_orders=position.stops,
        duplicate=bool(command.cl_ord_id) and command.cl_ord_id in account.cl_ord_ids,
        cover=_cover(exchange, rules, command, market, position, side, qty, replaced),
    )


def _cover(
    exchange: Exchange,
    rules: Rules,
    command: PlaceOrder,
    market: Market,
    position: Position,
    side: Side,
    qty: Contracts,
    replaced: Order | None,
) -> OrderCover | None:
    """What the order asks of its account; nothing where there is no figure to ask it by."""
    instrument = market.instrument
    price = rules.reckoned_price(command.price, market.touch(side), market.mark)
    if price is None or price <= 0 or market.mark is None or qty <= 0 or qty % instrument.lot_size:
        return None
    account = exchange.accounts[command.account]
    unit = rules.unit_value(instrument, price)
    lots = qty // instrument.lot_size
    signed = qty if side is Side.BUY else -qty
    premium = rules.open_premium(command.price, market.mark, signed, instrument)
    fee = market.fee_rate
    required = rules.order_margin(unit * lots, position.initial_requirement, fee) + premium
    old = order_margin(rules, market, position)
    new = with_order(rules, market, position, side, qty, unit * lots, premium, replaced)
    rise = new.margin + new.premium - old.margin - old.premium
    only = not command.exec_inst.isdisjoint((ExecInst.CLOSE, ExecInst.REDUCE_ONLY))
    charged = rules.is_charged(reduces_only=only)
    reduces = position.qty and (position.qty > 0) != (signed > 0)
    free = available(exchange, rules, account, position.currency)
    risk = rules.risk_value(mark_value(rules, market, position.qty), new.gross)
    return OrderCover(
        required=required,
        increases=rise > 0 and charged,
        available_after=free - rise,
        risk_after=risk,
        risk_limit=position.risk_limit,
        account_risk_after=risk + _risk_elsewhere(exchange, rules, account, position),
        account_risk_limit=rules.account_risk_limit(position.currency),
        liquidation_price=_liquidation_price(rules, market, position, free) if reduces else None,
        liquidates=charged
        and premium > 0
        and rise > 0
        and _liquidates(exchange, rules, position, side, qty, price),
    )


def with_order(
    rules: Rules,
    market: Market,
    position: Position,
    side: Side,
    qty: Contracts,
    cost: Money,
    premium: Money,
    replaced: Order | None,
) -> OrderMargin:
    """The order margin with one order more, and one less when it stands in place of that one."""
    if replaced is not None and replaced.resting and rules.is_amended_in_place():
        lots = replaced.leaves_qty // market.instrument.lot_size
        qty -= replaced.leaves_qty
        cost -= replaced.unit * lots
        premium -= replaced.premium_unit * lots
    buys, sells = position.buys, position.sells
    more = OrderTotals(qty, cost, premium)
    if side is Side.BUY:
        buys = buys.plus(more)
    else:
        sells = sells.plus(more)
    return order_margin_of(rules, market, position, buys, sells)


def _risk_elsewhere(exchange: Exchange, rules: Rules, account: Account, here: Position) -> Money:
    total = Money(0)
    for position in account.positions.values():
        if position.symbol == here.symbol or position.currency != here.currency:
            continue
        market = exchange.markets[position.symbol]
        gross = order_margin(rules, market, position).gross
        total += rules.risk_value(mark_value(rules, market, position.qty), gross)
    return total


def _liquidation_price(rules: Rules, market: Market, position: Position, free: Money) -> Price:
    fee = market.fee_rate
    reach = rules.cross_reach(free, fee) if position.is_cross else Money(0)
    margin = margin_of(rules, position.margin)
    return rules.liquidation_price(
        market.instrument,
        position.cost,
        position.qty,
        margin=margin,
        maintenance=maintenance(rules, market, position),
        reach=reach,
    )


def _liquidates(
    exchange: Exchange, rules: Rules, position: Position, side: Side, qty: Contracts, price: Price
) -> bool:
    """Whether the whole order, filled at its price, would be due for liquidation at once."""
    market = exchange.markets[position.symbol]
    leg = Leg(side, qty, price, market.fee_rate, is_maker=False)
    after = outlook(exchange, rules, position, leg, forced=True).after
    if not after.qty:
        return False
    equity = equity_of(rules, market, after)
    return rules.is_liquidated(equity, maintenance(rules, market, after))
