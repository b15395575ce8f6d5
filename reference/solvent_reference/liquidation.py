"""Decisions about failing positions: margin again, liquidate, spend the fund, deleverage."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.margining import (
    NO_MARGIN,
    available,
    maintenance,
    mark_value,
    outlook,
    redraw,
    unrealised,
)
from solvent_reference.matching import end, enter
from solvent_reference.orders import Order
from solvent_reference.state import Account, Exchange, Market, Position
from solvent_spec.commands import (
    OrdType,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    Side,
    TimeInForce,
)
from solvent_spec.events import (
    Event,
    Fill,
    OrderAccepted,
    PositionRemargined,
    PositionTakenOver,
    TradeExecuted,
)
from solvent_spec.rules import Rules
from solvent_spec.units import AccountId, Contracts, Money, Price, Rate

LIQUIDATION = "Liquidation"
DELEVERAGE = "Deleverage"


def remargin(exchange: Exchange, rules: Rules, command: Remargin) -> Iterator[Event]:
    """Margin every position of a contract anew, then liquidate the ones below maintenance."""
    market = exchange.markets[command.symbol]
    failing: list[Position] = []
    for position in tuple(market.holders.values()):
        account = exchange.accounts[position.account]
        if account.is_engine:
            continue
        if position.is_cross:
            yield from _draw(exchange, rules, account, position)
        if _fails(rules, market, position):
            failing.append(position)
    failing.sort(key=lambda p: rules.liquidation_rank(exchange.accounts[p.account].number))
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
    if _fails(rules, market, position):
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


def _fails(rules: Rules, market: Market, position: Position) -> bool:
    gain = unrealised(rules, market, position.qty, position.cost)
    margin = rules.position_margin(
        position.initial, position.commission, position.cross, position.loss
    )
    return rules.is_liquidated(
        rules.position_equity(margin, gain), maintenance(rules, market, position)
    )


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
    if position.qty and _fails(rules, market, position):
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
    bankrupt = bankruptcy(exchange, rules, market, position)
    called = rules.liquidation_price(
        market.instrument,
        position.cost,
        position.qty,
        margin=rules.position_margin(
            position.initial, position.commission, position.cross, position.loss
        ),
        maintenance=maintenance(rules, market, position),
        reach=Money(0),
    )
    price = rules.takeover_price(bankrupt, called, market.mark or bankrupt)
    side, qty, offer = rules.liquidation_order(position.qty, bankrupt)
    rate = market.instrument.taker_fee if rules.takeover_is_taken() else market.instrument.maker_fee
    order_id = exchange.next_order
    engine = AccountId(f"#{order_id}")
    lost = outlook(
        exchange,
        rules,
        position,
        order_id=None,
        side=side,
        qty=qty,
        price=price,
        rate=rate,
        is_maker=False,
        text=LIQUIDATION,
        forced=True,
    ).fill
    gained = Fill(
        engine,
        None,
        side.opposite,
        -lost.cost,
        Money(0),
        Rate(0),
        True,
        Money(0),
        position.qty,
        -lost.cost,
        NO_MARGIN,
        LIQUIDATION,
    )
    yield PositionTakenOver(order_id, position.account, position.symbol, engine, price, qty)
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
        made = (
            outlook(
                exchange,
                rules,
                maker,
                order_id=resting.order_id,
                side=resting.side,
                qty=qty,
                price=resting.limit,
                rate=rules.execution_rate(
                    instrument, is_maker=True, maker_hidden=resting.is_hidden
                ),
                is_maker=True,
                resting=True,
                unit=resting.unit,
                premium_unit=resting.premium_unit,
            )
            if qty
            else None
        )
        if made is None or not made.permitted:
            yield end(rules, resting, "Account has insufficient Available Balance")
            continue
        yield _engine_trade(exchange, rules, market, order, made.fill, resting.limit)


def _engine_trade(
    exchange: Exchange, rules: Rules, market: Market, order: Order, counter: Fill, price: Price
) -> TradeExecuted:
    """A trade of the engine's order with a fill of somebody else."""
    held = exchange.accounts[order.account].positions[order.symbol]
    qty = abs(counter.position_qty - _qty_before(exchange, market, counter))
    taken = outlook(
        exchange,
        rules,
        held,
        order_id=order.order_id,
        side=order.side,
        qty=qty,
        price=price,
        rate=Rate(0),
        is_maker=False,
        text=LIQUIDATION,
    ).fill
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
        counter = outlook(
            exchange,
            rules,
            position,
            order_id=None,
            side=order.side.opposite,
            qty=rules.deleveraged_qty(order.leaves_qty, position.qty),
            price=price,
            rate=rules.deleverage_fee_rate(market.instrument),
            is_maker=True,
            text=DELEVERAGE,
            forced=True,
        ).fill
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
            deleverage_score(exchange, rules, market, p), exchange.accounts[p.account].number
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
