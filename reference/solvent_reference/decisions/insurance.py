"""Decisions about liquidation orders that the mark has passed: spend, carry, or deleverage."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.deleveraging import deleverage, engine_trade, net_holdings
from solvent_reference.decisions.orders.endings import UNCOVERED, end
from solvent_reference.reckoning.commissions import Leg
from solvent_reference.reckoning.fills import outlook
from solvent_reference.reckoning.insurance import holding, is_overdue, loss_of_lot
from solvent_reference.reckoning.margin import NOTHING
from solvent_reference.reckoning.purses import free_fund
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ResolveLiquidations
from solvent_spec.vocabulary.events import Event, MarginState, PositionRemargined
from solvent_spec.vocabulary.units import Contracts, Price


def resolve_liquidations(
    exchange: Exchange, rules: Rules, command: ResolveLiquidations
) -> Iterator[Event]:
    """For each liquidation order that the mark has passed: close it against what the engine holds
    on the other side, trade in the book as far as the fund makes it good, carry what the fund
    covers, deleverage for the rest.
    """
    market = exchange.markets[command.symbol]
    yield from net_holdings(exchange, rules, market)
    for order in tuple(market.liquidations.values()):
        if market.mark is None or not order.is_open:
            continue
        if is_overdue(exchange, rules, market, order):
            taken_at = exchange.accounts[order.account].taken_at
            bound = rules.spending_bound(taken_at, market.mark)
            yield from _spend(exchange, rules, market, order, bound)
            yield from _cover(exchange, rules, market, order)
        elif order.is_open:
            yield from _margin(exchange, rules, market, order)


def _spend(
    exchange: Exchange, rules: Rules, market: Market, order: Order, bound: Price
) -> Iterator[Event]:
    """Trade at the book's prices, down to the bound, for as many lots as the fund can make good."""
    instrument = market.instrument
    book = market.book.side(order.side.opposite)
    while order.is_open:
        resting = book.best()
        if resting is None or not rules.crosses(order.side, bound, resting.limit):
            return
        loss = loss_of_lot(
            exchange, rules, market, order, rules.unit_value(instrument, resting.limit)
        )
        wanted = min(order.leaves_qty, resting.leaves_qty)
        lots = rules.affordable_qty(
            free_fund(exchange, market),
            loss - holding(exchange, rules, market, order).held,
            rules.lots_of(wanted, instrument.lot_size),
        )
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
            with_engine=True,
        )
        made = outlook(exchange, rules, maker, leg) if qty else None
        if made is None or not made.permitted:
            yield end(rules, resting, UNCOVERED)
            continue
        yield engine_trade(exchange, rules, order, qty, made.fill, resting.limit, printed=True)


def _cover(exchange: Exchange, rules: Rules, market: Market, order: Order) -> Iterator[Event]:
    """Carry as many lots as the fund has margin for; the others are closed against somebody."""
    if not order.is_open:
        return
    carried = holding(exchange, rules, market, order)
    covered = rules.carried_lots(
        free_fund(exchange, market), carried.loss, carried.held, carried.lots
    )
    missing = Contracts((carried.lots - covered) * market.instrument.lot_size)
    if missing:
        price = rules.deleverage_price(
            exchange.accounts[order.account].taken_at, market.mark or order.limit
        )
        yield from deleverage(exchange, rules, market, order, missing, price)
    if order.is_open:
        yield from _margin(exchange, rules, market, order)


def _margin(exchange: Exchange, rules: Rules, market: Market, order: Order) -> Iterator[Event]:
    """Hold the loss at the mark of what the engine carries out of the fund."""
    carried = holding(exchange, rules, market, order)
    free = free_fund(exchange, market) + carried.position.margin.cross
    margin = min(rules.fund_margin(carried.loss, carried.lots), max(NOTHING, free))
    if margin != carried.position.margin.cross:
        state = MarginState(NOTHING, NOTHING, margin, NOTHING)
        yield PositionRemargined(carried.position.account, order.symbol, state)
