"""Decisions about an order that arrives at the book: whom it trades with, what rests."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.margining import apply_fill, available, order_margin, outlook, scratch
from solvent_reference.orders import Order
from solvent_reference.requirements import with_order
from solvent_reference.state import Exchange, Market, Position
from solvent_spec.commands import ExecInst, OrdStatus, Side, TimeInForce
from solvent_spec.events import Event, OrderAmended, OrderEnded, OrderRested, TradeExecuted
from solvent_spec.rules import Rules
from solvent_spec.units import AccountId, Contracts, Money

NO_LIQUIDITY = "Order had timeInForce of ImmediateOrCancel"
KILLED = "Order had timeInForce of FillOrKill"
UNCOVERED = "Account has insufficient Available Balance"
CLOSED_OVER = "Order quantity exceeds the position that a Close order closes"
SELF_MATCH = "Order would trade with another order of the account"


def enter(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """An order arrives at the book: what it may not do, whom it trades with, what rests."""
    market = exchange.markets[order.symbol]
    position = exchange.accounts[order.account].positions[order.symbol]
    if order.is_reduce_only:
        yield from _reduce_to_position(rules, order, position)
        if not order.is_open:
            return
    if ExecInst.CLOSE in order.exec_inst:
        yield from _make_room_for_close(rules, order, position)
    touch = market.touch(order.side)
    crossing = touch is not None and rules.crosses(order.side, order.price, touch)
    post_only = ExecInst.PARTICIPATE_DO_NOT_INITIATE in order.exec_inst
    if post_only and rules.post_only_is_canceled(would_trade=crossing):
        yield end(rules, order, rules.instruction_reason(order.exec_inst, order.side, position.qty))
        return
    if rules.is_killed(order.time_in_force, order.leaves_qty, Contracts(0)):
        fillable = dry_run(exchange, rules, order)
        if rules.is_killed(order.time_in_force, order.leaves_qty, fillable):
            yield end(rules, order, KILLED)
            return
    arrived = order.leaves_qty
    if crossing:
        yield from match(exchange, rules, order)
    if not order.is_open:
        return
    if order.price is None or not rules.rests(order.time_in_force, order.leaves_qty):
        yield end(
            rules,
            order,
            KILLED if order.time_in_force is TimeInForce.FILL_OR_KILL else NO_LIQUIDITY,
        )
        return
    yield from _rest(exchange, rules, market, position, order, traded=order.leaves_qty != arrived)


def _rest(
    exchange: Exchange,
    rules: Rules,
    market: Market,
    position: Position,
    order: Order,
    *,
    traded: bool,
) -> Iterator[Event]:
    """Let what is left wait in the book; after a trade the account must still be able to cover it."""
    instrument = market.instrument
    unit = rules.unit_value(instrument, order.limit)
    lot = instrument.lot_size if order.side is Side.BUY else -instrument.lot_size
    premium_unit = Money(0)
    account = exchange.accounts[order.account]
    if not account.is_engine:
        if market.mark is not None:
            premium_unit = rules.open_premium(order.price, market.mark, lot, instrument)
    if traded and not account.is_engine:
        lots = order.leaves_qty // instrument.lot_size
        old = order_margin(rules, market, position)
        new = with_order(
            rules,
            market,
            position,
            order.side,
            order.leaves_qty,
            unit * lots,
            premium_unit * lots,
            None,
        )
        rise = new.margin + new.premium - old.margin - old.premium
        if rise > 0 and available(exchange, rules, account, position.currency) < rise:
            yield end(rules, order, UNCOVERED)
            return
    yield OrderRested(order.order_id, unit, premium_unit)


def end(
    rules: Rules, order: Order, reason: str, status: OrdStatus = OrdStatus.CANCELED
) -> OrderEnded:
    """The end of an order that was not filled."""
    submitted = order.text.splitlines()[-1] if order.text else ""
    if status is OrdStatus.CANCELED:
        text = rules.canceled_text(reason, submitted)
    else:
        text = f"{status.value}: {reason}\n{submitted}"
    leaves = rules.leaves_after_cancel(order.leaves_qty)
    return OrderEnded(order.order_id, status, reason, text, leaves)


def _reduce_to_position(rules: Rules, order: Order, position: Position) -> Iterator[Event]:
    allowed = rules.reducible_qty(order.side, order.leaves_qty, position.qty)
    if allowed == 0:
        yield end(rules, order, rules.instruction_reason(order.exec_inst, order.side, position.qty))
    elif allowed < order.leaves_qty:
        yield shrunk(order, allowed)


def shrunk(order: Order, leaves_qty: Contracts) -> OrderAmended:
    """The event that cuts an order's open quantity and keeps its place."""
    return OrderAmended(
        order_id=order.order_id,
        order_qty=order.cum_qty + leaves_qty,
        leaves_qty=leaves_qty,
        price=order.price,
        stop_px=order.stop_px,
        cl_ord_id=order.cl_ord_id,
        text=order.text,
        keeps_priority=True,
        unit=order.unit,
        premium_unit=order.premium_unit,
    )


def _make_room_for_close(rules: Rules, order: Order, position: Position) -> Iterator[Event]:
    others = [
        other
        for other in position.open_orders.values()
        if other is not order and other.side is order.side and other.resting
    ]
    open_qty = sum((other.leaves_qty for other in others), Contracts(0))
    if others and rules.close_cancels(open_qty, order.leaves_qty, position.qty):
        for other in others:
            yield end(rules, other, CLOSED_OVER)


def match(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """Trade an incoming order with the book, one resting order after the other."""
    market = exchange.markets[order.symbol]
    side = market.book.side(order.side.opposite)
    while order.is_open and order.leaves_qty > 0:
        resting = side.best(rules.queue_position(side.depth_at_best()))
        if resting is None or not rules.crosses(order.side, order.price, resting.limit):
            return
        if resting.account == order.account:
            choice = rules.self_match()
            if choice == "cancel resting":
                yield end(rules, resting, SELF_MATCH)
                continue
            if choice == "cancel incoming":
                yield end(rules, order, SELF_MATCH)
                return
        yield from trade(exchange, rules, market, resting, order)


def trade(
    exchange: Exchange, rules: Rules, market: Market, resting: Order, order: Order
) -> Iterator[Event]:
    """One trade, or the end of whichever order cannot have it."""
    maker = exchange.accounts[resting.account].positions[order.symbol]
    taker = exchange.accounts[order.account].positions[order.symbol]
    qty = rules.traded_qty(order.leaves_qty, resting.leaves_qty)
    if resting.is_reduce_only:
        qty = min(qty, rules.reducible_qty(resting.side, qty, maker.qty))
        if qty == 0:
            yield end(
                rules, resting, rules.instruction_reason(resting.exec_inst, resting.side, maker.qty)
            )
            return
    if order.is_reduce_only:
        qty = min(qty, rules.reducible_qty(order.side, qty, taker.qty))
        if qty == 0:
            yield end(
                rules, order, rules.instruction_reason(order.exec_inst, order.side, taker.qty)
            )
            return
    price = rules.trade_price(resting.limit, order.price)
    hidden = resting.is_hidden
    made = outlook(
        exchange,
        rules,
        maker,
        order_id=resting.order_id,
        side=resting.side,
        qty=qty,
        price=price,
        rate=rules.execution_rate(market.instrument, is_maker=True, maker_hidden=hidden),
        is_maker=True,
        resting=True,
        unit=resting.unit,
        premium_unit=resting.premium_unit,
    )
    if not made.permitted:
        yield end(rules, resting, UNCOVERED)
        return
    change = Money(0)
    if maker is taker:
        taker = scratch(maker)
        apply_fill(taker, made.fill)
        _release(market, taker, resting, qty)
        change = -made.fill.realised - made.fill.commission
    took = outlook(
        exchange,
        rules,
        taker,
        order_id=order.order_id,
        side=order.side,
        qty=qty,
        price=price,
        rate=rules.execution_rate(market.instrument, is_maker=False, maker_hidden=hidden),
        is_maker=False,
        wallet_change=change,
    )
    if not took.permitted:
        yield end(rules, order, UNCOVERED)
        return
    yield TradeExecuted(
        exchange.next_trade, order.symbol, price, qty, made.fill, took.fill, printed=True
    )


def _release(market: Market, position: Position, resting: Order, qty: Contracts) -> None:
    """Take a resting order's traded quantity out of a scratch position's totals."""
    lots = qty // market.instrument.lot_size
    if resting.side is Side.BUY:
        position.buy_qty -= qty
        position.buy_cost -= resting.unit * lots
        position.buy_premium -= resting.premium_unit * lots
    else:
        position.sell_qty -= qty
        position.sell_cost -= resting.unit * lots
        position.sell_premium -= resting.premium_unit * lots
    position.order_margin_memo = None


def dry_run(exchange: Exchange, rules: Rules, order: Order) -> Contracts:
    """How much of an order would trade at once, reckoned on copies of the positions involved."""
    market = exchange.markets[order.symbol]
    copies: dict[AccountId, tuple[Position, Money]] = {}

    def copy_of(account: AccountId) -> tuple[Position, Money]:
        if account not in copies:
            held = exchange.accounts[account].positions[order.symbol]
            copies[account] = (scratch(held), Money(0))
        return copies[account]

    missing = order.leaves_qty
    for resting in market.book.side(order.side.opposite).orders():
        if missing == 0 or not rules.crosses(order.side, order.price, resting.limit):
            break
        if resting.account == order.account and rules.self_match() != "allow":
            if rules.self_match() == "cancel incoming":
                break
            continue
        qty = rules.traded_qty(missing, resting.leaves_qty)
        maker, maker_change = copy_of(resting.account)
        if resting.is_reduce_only:
            qty = rules.reducible_qty(resting.side, qty, maker.qty)
        if order.is_reduce_only:
            qty = rules.reducible_qty(order.side, qty, copy_of(order.account)[0].qty)
        if qty == 0:
            continue
        price = rules.trade_price(resting.limit, order.price)
        hidden = resting.is_hidden
        made = outlook(
            exchange,
            rules,
            maker,
            order_id=resting.order_id,
            side=resting.side,
            qty=qty,
            price=price,
            rate=rules.execution_rate(market.instrument, is_maker=True, maker_hidden=hidden),
            is_maker=True,
            resting=True,
            unit=resting.unit,
            premium_unit=resting.premium_unit,
            wallet_change=maker_change,
        )
        if not made.permitted:
            continue
        apply_fill(maker, made.fill)
        _release(market, maker, resting, qty)
        copies[resting.account] = (maker, maker_change - made.fill.realised - made.fill.commission)
        taker, taker_change = copy_of(order.account)
        took = outlook(
            exchange,
            rules,
            taker,
            order_id=order.order_id,
            side=order.side,
            qty=qty,
            price=price,
            rate=rules.execution_rate(market.instrument, is_maker=False, maker_hidden=hidden),
            is_maker=False,
            wallet_change=taker_change,
        )
        if not took.permitted:
            break
        apply_fill(taker, took.fill)
        copies[order.account] = (taker, taker_change - took.fill.realised - took.fill.commission)
        missing -= qty
    return order.leaves_qty - missing
