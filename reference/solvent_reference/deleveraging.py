"""Decisions about liquidation orders that the mark has passed: spend the fund, then deleverage."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.endings import UNCOVERED, end
from solvent_reference.fills import Leg, outlook
from solvent_reference.liquidation import LIQUIDATION, bankruptcy
from solvent_reference.margining import mark_value
from solvent_reference.markets import Market
from solvent_reference.orders import Order
from solvent_reference.positions import Position
from solvent_reference.state import Exchange
from solvent_spec.commands import ResolveLiquidations, Side
from solvent_spec.events import Event, Fill, TradeExecuted
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Price, Rate

DELEVERAGE = "Deleverage"


def resolve_liquidations(
    exchange: Exchange, rules: Rules, command: ResolveLiquidations
) -> Iterator[Event]:
    """For each liquidation order that the mark has passed: spend the fund, then deleverage."""
    market = exchange.markets[command.symbol]
    for order in tuple(market.liquidations.values()):
        mark = market.mark
        if mark is None or not order.is_open or not rules.is_overdue(order.side, order.limit, mark):
            continue
        yield from _spend_fund(exchange, rules, market, order)
        yield from _deleverage(exchange, rules, market, order)


def _spend_fund(exchange: Exchange, rules: Rules, market: Market, order: Order) -> Iterator[Event]:
    """Trade at the book's prices for as many lots as the fund can make good."""
    instrument = market.instrument
    book = market.book.side(order.side.opposite)
    engine = exchange.accounts[order.account]
    while order.is_open:
        resting = book.best()
        if resting is None:
            return
        worth = rules.unit_value(instrument, order.limit)
        got = rules.unit_value(instrument, resting.limit)
        signed = rules.value_sign(instrument.payoff) * (1 if order.side is Side.SELL else -1)
        loss = -rules.fund_gain(worth * signed, got * signed)
        funds = exchange.ledger.balance(instrument.settl_currency, engine.wallet_key)
        wanted = min(order.leaves_qty, resting.leaves_qty)
        lots = rules.affordable_qty(funds, loss, rules.lots_of(wanted, instrument.lot_size))
        if lots == 0:
            return
        qty = instrument.lot_size * lots
        maker = exchange.accounts[resting.account].positions[order.symbol]
        if resting.is_reduce_only:
            qty = min(qty, rules.reducible_qty(resting.side, qty, maker.qty))
        leg = Leg(
            resting.side,
            qty,
            resting.limit,
            rules.execution_rate(instrument, is_maker=True, maker_hidden=resting.is_hidden),
            is_maker=True,
            order=resting,
        )
        made = outlook(exchange, rules, maker, leg) if qty else None
        if made is None or not made.permitted:
            yield end(rules, resting, UNCOVERED)
            continue
        yield _engine_trade(exchange, rules, market, order, made.fill, resting.limit)


def _engine_trade(
    exchange: Exchange, rules: Rules, market: Market, order: Order, counter: Fill, price: Price
) -> TradeExecuted:
    """A trade of the engine's order with a fill of somebody else."""
    held = exchange.accounts[order.account].positions[order.symbol]
    qty = abs(counter.position_qty - _qty_before(exchange, market, counter))
    leg = Leg(order.side, qty, price, Rate(0), is_maker=False, order=order, text=LIQUIDATION)
    taken = outlook(exchange, rules, held, leg).fill
    return TradeExecuted(
        exchange.next_trade, order.symbol, price, qty, counter, taken, printed=True
    )


def _qty_before(exchange: Exchange, market: Market, fill: Fill) -> Contracts:
    return exchange.accounts[fill.account].positions[market.instrument.symbol].qty


def _deleverage(exchange: Exchange, rules: Rules, market: Market, order: Order) -> Iterator[Event]:
    """Close what is left against the opposite positions, the highest rank first."""
    while order.is_open:
        position = _first_in_line(exchange, rules, market, order.side)
        if position is None:
            return
        account = exchange.accounts[position.account]
        for other in tuple(account.positions.values()):
            if rules.cancels_of_deleveraged(other.symbol, order.symbol):
                for resting in tuple(other.open_orders.values()):
                    yield end(rules, resting, DELEVERAGE)
        price = rules.deleverage_price(order.limit, market.mark or order.limit)
        leg = Leg(
            order.side.opposite,
            rules.deleveraged_qty(order.leaves_qty, position.qty),
            price,
            rules.deleverage_fee_rate(market.instrument),
            is_maker=True,
            text=DELEVERAGE,
        )
        counter = outlook(exchange, rules, position, leg, forced=True).fill
        yield _engine_trade(exchange, rules, market, order, counter, price)


def _first_in_line(exchange: Exchange, rules: Rules, market: Market, side: Side) -> Position | None:
    """The opposite position that ranks first; the engine's own positions are never deleveraged."""
    candidates = [
        position
        for position in market.holders.values()
        if (position.qty < 0) == (side is Side.SELL)
        and not exchange.accounts[position.account].is_engine
    ]
    if not candidates:
        return None
    return min(
        candidates,
        key=lambda p: rules.deleverage_rank(
            deleverage_score(exchange, rules, market, p), exchange.accounts[p.account].number, p.qty
        ),
    )


def deleverage_score(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Rate:
    """The score by which a position is ranked for deleveraging."""
    bankrupt = bankruptcy(exchange, rules, market, position)
    return rules.deleverage_score(
        mark_value(rules, market, position.qty),
        position.cost,
        rules.contract_value(market.instrument, position.qty, bankrupt),
    )
