"""Decisions about failing positions: margin again, liquidate, spend the fund, deleverage."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.arrival import enter
from solvent_reference.decisions.orders.endings import end
from solvent_reference.reckoning.commissions import Leg
from solvent_reference.reckoning.fills import equity_of, outlook
from solvent_reference.reckoning.liquidation import fails, takeover_price
from solvent_reference.reckoning.margin import (
    NOTHING,
    available,
    maintenance,
    redraw,
    unrealised_profit,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import NO_MARGIN, Account, Position
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
from solvent_spec.vocabulary.units import AccountId, Contracts, Rate

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
    # All positions are margined before the first is liquidated: a takeover trades and moves money,
    # and whether B fails must not depend on A having come first.
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
    """Margin one position anew, and liquidate it if it fails then.

    The engine's own positions are margined from the fund, and before there is a mark nobody fails.
    """
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
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    if rules.cross_need(position.margin.loss, gain) == position.margin.cross:
        return
    free = available(exchange, rules, account, position.currency)
    margin, _ = redraw(exchange, rules, account, position, free)
    if margin.cross != position.margin.cross or margin.commission != position.margin.commission:
        yield PositionRemargined(position.account, position.symbol, margin)


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


def take_over(
    exchange: Exchange, rules: Rules, market: Market, position: Position
) -> Iterator[Event]:
    """The engine takes the position and offers it in the book."""
    # A long of 100 bought at 10,000 with a margin of one per cent fails at 9,950. The engine takes
    # it over not there but at about 9,901, where the account has lost all of its margin and not a
    # satoshi more. Then it offers the 100 in the book at that price. Sold at 9,950 the fund gains
    # what the account lost too much; if the mark falls below 9,901 first, the fund pays, and when
    # the fund is empty the shorts do, by deleveraging. The order of events is takeover, trade,
    # order: the engine must hold before it may offer.
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
