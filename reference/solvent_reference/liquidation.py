"""Decisions about failing positions: margin again, liquidate, spend the fund, deleverage."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.arrival import enter
from solvent_reference.commissions import Leg
from solvent_reference.endings import end
from solvent_reference.fills import equity_of, outlook
from solvent_reference.margining import (
    NO_MARGIN,
    NOTHING,
    available,
    maintenance,
    redraw,
    unrealised,
)
from solvent_reference.markets import Market
from solvent_reference.positions import Account, Position
from solvent_reference.state import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import OrdType, Remargin, RemarginPosition, TimeInForce
from solvent_spec.vocabulary.events import (
    Event,
    Fill,
    OrderAccepted,
    PositionRemargined,
    PositionTakenOver,
    TradeExecuted,
)
from solvent_spec.vocabulary.units import AccountId, Contracts, Money, Price, Rate

LIQUIDATION = "Liquidation"


def remargin(exchange: Exchange, rules: Rules, command: Remargin) -> Iterator[Event]:
    """Margin every position of a contract anew, then liquidate the ones below maintenance."""
    market = exchange.markets[command.symbol]
    failing: list[Position] = []
    for position in tuple(market.holders.values()):
        account = exchange.accounts[position.account]
        if account.is_engine or not rules.is_margined_again(position.qty):
            continue
        if position.is_cross:
            yield from _draw(exchange, rules, account, position)
        if fails(rules, market, position):
            failing.append(position)
    failing.sort(
        key=lambda p: rules.liquidation_rank(
            exchange.accounts[p.account].number,
            maintenance(rules, market, p) - equity_of(rules, market, p),
        )
    )
    for position in failing:
        yield from liquidate(exchange, rules, market, position)


def remargin_position(
    exchange: Exchange, rules: Rules, command: RemarginPosition
) -> Iterator[Event]:
    """Margin one position anew."""
    account = exchange.accounts[command.account]
    position = account.positions[command.symbol]
    market = exchange.markets[command.symbol]
    if not position.qty or market.mark is None or account.is_engine:
        return
    yield from _draw(exchange, rules, account, position)
    if fails(rules, market, position):
        yield from liquidate(exchange, rules, market, position)


def _draw(
    exchange: Exchange, rules: Rules, account: Account, position: Position
) -> Iterator[Event]:
    """Let a cross position draw on available margin, or give back, as the mark wants it."""
    if not position.is_cross:
        return
    market = exchange.markets[position.symbol]
    gain = unrealised(rules, market, position.qty, position.cost)
    if rules.cross_need(position.loss, gain) == position.cross:
        return
    free = available(exchange, rules, account, position.currency)
    margin, _ = redraw(exchange, rules, account, position, free)
    if margin.cross != position.cross or margin.commission != position.commission:
        yield PositionRemargined(position.account, position.symbol, margin)


def fails(rules: Rules, market: Market, position: Position) -> bool:
    """Whether a position is due for liquidation at the mark."""
    equity = equity_of(rules, market, position)
    return rules.is_liquidated(equity, maintenance(rules, market, position))


def liquidate(
    exchange: Exchange, rules: Rules, market: Market, position: Position
) -> Iterator[Event]:
    """Cancel the contract's orders, check again, take over at the bankruptcy price."""
    account = exchange.accounts[position.account]
    for other in tuple(account.positions.values()):
        if rules.cancels_before_takeover(other.symbol, position.symbol):
            for order in tuple(other.open_orders.values()):
                yield end(rules, order, LIQUIDATION)
    yield from _draw(exchange, rules, account, position)
    if position.qty and fails(rules, market, position):
        yield from take_over(exchange, rules, market, position)


def bankruptcy(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The bankruptcy price of a position as it stands."""
    account = exchange.accounts[position.account]
    reach = Money(0)
    if position.is_cross:
        free = available(exchange, rules, account, position.currency)
        reach = rules.cross_reach(free, market.fee_rate)
    return rules.bankruptcy_price(
        market.instrument,
        position.cost,
        position.qty,
        margin=rules.position_margin(
            position.initial, position.commission, position.cross, position.loss
        ),
        commission=position.commission,
        reach=reach,
    )


def take_over(
    exchange: Exchange, rules: Rules, market: Market, position: Position
) -> Iterator[Event]:
    """The engine takes the position and offers it in the book."""
    price = takeover_price(exchange, rules, market, position)
    side, qty, offer = rules.liquidation_order(market.instrument, position.qty, price)
    rate = market.instrument.taker_fee if rules.takeover_is_taken() else market.instrument.maker_fee
    order_id = exchange.next_order
    engine = AccountId(f"#{order_id}")
    leg = Leg(side, qty, price, rate, is_maker=False, text=LIQUIDATION, with_engine=True)
    lost = outlook(exchange, rules, position, leg, forced=True).fill
    gained = Fill(
        account=engine,
        order_id=None,
        side=side.opposite,
        cost=-lost.cost,
        commission=NOTHING,
        fee_credit=NOTHING,
        rate=Rate(0),
        is_maker=True,
        realised=NOTHING,
        position_qty=position.qty,
        position_cost=-lost.cost,
        margin=NO_MARGIN,
        booked=None,
        leaves_qty=Contracts(0),
        text=LIQUIDATION,
    )
    yield PositionTakenOver(
        order_id, position.account, position.symbol, engine, market.fund, price, qty
    )
    yield TradeExecuted(
        exchange.next_trade, position.symbol, price, qty, gained, lost, printed=False
    )
    yield OrderAccepted(
        order_id=order_id,
        account=engine,
        symbol=position.symbol,
        side=side,
        order_qty=qty,
        price=offer,
        stop_px=None,
        display_qty=None,
        ord_type=OrdType.LIMIT,
        time_in_force=TimeInForce.GOOD_TILL_CANCEL,
        exec_inst=frozenset(),
        trigger=None,
        cl_ord_id="",
        text=LIQUIDATION,
    )
    yield from enter(exchange, rules, exchange.orders[order_id])


def takeover_price(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The price at which the engine takes a position over as it stands.

    What rounding may give away is bounded by the maintenance margin, which the last mark left to
    the position; where it failed at a standing mark, as by funding, by what is left of it.
    """
    given = rules.position_maintenance(
        position.cost, position.maintenance_requirement, Rate(0), NOTHING
    )
    left = equity_of(rules, market, position) - position.commission
    if left >= 0:
        given = min(given, 2 * left)
    return rules.takeover_price(
        market.instrument,
        position.cost,
        position.qty,
        loss=bearable_loss(exchange, rules, market, position),
        maintenance=given,
    )


def bearable_loss(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Money:
    """What a position may lose: its margin but for the fee of closing it, and what backs it. A
    backed short needs to keep no fee apart: what it owes at last is less than it holds.
    """
    reach = NOTHING
    if position.is_cross:
        account = exchange.accounts[position.account]
        reach = rules.cross_reach(
            available(exchange, rules, account, position.currency), market.fee_rate
        )
    margin = rules.position_margin(
        position.initial, position.commission, position.cross, position.loss
    )
    backed = rules.is_backed(market.instrument, position.qty, position.cost, margin)
    return margin + reach if backed else margin - position.commission + reach


def own_bankruptcy(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The price at which a lot of a position is worth just what the position can bear."""
    loss = bearable_loss(exchange, rules, market, position)
    unit = rules.unit_at_loss(market.instrument, position.cost, position.qty, loss)
    long = position.qty > 0
    return rules.price_of_unit(market.instrument, unit, long=long, grid=Price(1))
