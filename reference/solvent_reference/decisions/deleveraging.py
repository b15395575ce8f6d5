"""Decisions about deleveraging: whose position closes what neither book nor fund can."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.liquidation import LIQUIDATION
from solvent_reference.decisions.orders.endings import end
from solvent_reference.reckoning.commissions import Leg
from solvent_reference.reckoning.deleveraging import first_in_line
from solvent_reference.reckoning.fills import outlook
from solvent_reference.reckoning.insurance import is_overdue
from solvent_reference.reckoning.liquidation import own_bankruptcy
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import Event, Fill, TradeExecuted
from solvent_spec.vocabulary.units import Contracts, Price, Rate

DELEVERAGE = "Deleverage"


def engine_trade(
    exchange: Exchange,
    rules: Rules,
    order: Order,
    qty: Contracts,
    counter: Fill,
    price: Price,
    *,
    printed: bool,
) -> TradeExecuted:
    """A trade of the engine's order with a fill of somebody else."""
    held = exchange.accounts[order.account].positions[order.symbol]
    leg = Leg(order.side, qty, price, Rate(0), is_maker=False, order=order, text=LIQUIDATION)
    taken = outlook(exchange, rules, held, leg).fill
    return TradeExecuted(
        exchange.next_trade, order.symbol, price, qty, counter, taken, printed=printed
    )


def net_holdings(exchange: Exchange, rules: Rules, market: Market) -> Iterator[Event]:
    """Close what the engine holds long and short of a contract against each other."""
    for order in tuple(market.liquidations.values()):
        for other in tuple(market.liquidations.values()):
            if order.side is not Side.SELL or other.side is Side.SELL or market.mark is None:
                continue
            held = exchange.accounts[order.account].positions[order.symbol]
            opposite = exchange.accounts[other.account].positions[order.symbol]
            overdue = is_overdue(exchange, rules, market, order) or is_overdue(
                exchange, rules, market, other
            )
            qty = rules.engine_closes_itself(held.qty, opposite.qty, overdue=overdue)
            if qty:
                price = rules.engine_closing_price(
                    exchange.accounts[order.account].taken_at, market.mark
                )
                leg = Leg(
                    *(other.side, qty, price, Rate(0)),
                    is_maker=True,
                    order=other,
                    text=LIQUIDATION,
                )
                counter = outlook(exchange, rules, opposite, leg).fill
                yield engine_trade(exchange, rules, order, qty, counter, price, printed=False)


def deleverage(
    exchange: Exchange,
    rules: Rules,
    market: Market,
    order: Order,
    missing: Contracts,
    price: Price,
) -> Iterator[Event]:
    """Close what is missing against the opposite positions, the highest rank first."""
    while missing > 0 and order.is_open:
        position = first_in_line(exchange, rules, market, order.side, price)
        if position is None:
            return
        account = exchange.accounts[position.account]
        for other in tuple(account.positions.values()):
            if rules.cancels_of_deleveraged(other.symbol, order.symbol):
                for resting in tuple(other.open_orders.values()):
                    yield end(rules, resting, DELEVERAGE)
        qty = rules.deleveraged_qty(missing, position.qty)
        own = own_bankruptcy(exchange, rules, market, position)
        bearable = rules.bearable_price(price, own, position.qty)
        leg = Leg(
            order.side.opposite,
            qty,
            bearable,
            rules.deleverage_fee_rate(market.instrument),
            is_maker=True,
            text=DELEVERAGE,
            with_engine=True,
        )
        counter = outlook(exchange, rules, position, leg, forced=True).fill
        yield engine_trade(exchange, rules, order, qty, counter, bearable, printed=True)
        missing -= qty


def close_holdings(exchange: Exchange, rules: Rules, market: Market) -> Iterator[Event]:
    """Close all that the engine holds in a contract that expires."""
    yield from net_holdings(exchange, rules, market)
    for order in tuple(market.liquidations.values()):
        if order.is_open and market.mark is not None:
            taken_at = exchange.accounts[order.account].taken_at
            price = rules.price_at_expiry(taken_at, market.mark)
            yield from deleverage(exchange, rules, market, order, order.leaves_qty, price)
