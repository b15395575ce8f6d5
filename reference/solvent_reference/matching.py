"""Decisions about trades: whom an incoming order meets, one resting order after the other."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.endings import SELF_MATCH, UNCOVERED, end
from solvent_reference.fills import Leg, outlook
from solvent_reference.margining import NOTHING
from solvent_reference.markets import Market
from solvent_reference.orders import Order
from solvent_reference.positions import Position
from solvent_reference.state import Exchange
from solvent_spec.events import Event, TradeExecuted
from solvent_spec.rules import Rules
from solvent_spec.units import AccountId, Contracts, Money, Price


def match(exchange: Exchange, rules: Rules, order: Order) -> Iterator[Event]:
    """Trade an incoming order with the book, one resting order after the other."""
    market = exchange.markets[order.symbol]
    side = market.book.side(order.side.opposite)
    limit = limit_of(rules, market, order)
    while order.is_open and order.leaves_qty > 0:
        resting = side.best(rules.queue_position(side.depth_at_best()))
        if resting is None or not rules.crosses(order.side, limit, resting.limit):
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


def limit_of(rules: Rules, market: Market, order: Order) -> Price | None:
    """How far an order goes: to its price, or to the bound of an order without one, if any."""
    touch = market.touch(order.side)
    if order.price is not None or touch is None or market.mark is None:
        return order.price
    return rules.fat_finger_bound(order.side, touch, market.mark)


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
    rate = rules.execution_rate
    hidden = resting.is_hidden
    made = outlook(
        exchange,
        rules,
        maker,
        Leg(
            resting.side,
            qty,
            price,
            rate(market.instrument, is_maker=True, maker_hidden=hidden),
            is_maker=True,
            order=resting,
        ),
    )
    if not made.permitted:
        yield end(rules, resting, UNCOVERED)
        return
    same = maker is taker
    took = outlook(
        exchange,
        rules,
        made.after if same else taker,
        Leg(
            order.side,
            qty,
            price,
            rate(market.instrument, is_maker=False, maker_hidden=hidden),
            is_maker=False,
            order=order,
        ),
        wallet_change=made.wallet_change if same else NOTHING,
    )
    if not took.permitted:
        yield end(rules, order, UNCOVERED)
        return
    yield TradeExecuted(
        exchange.next_trade, order.symbol, price, qty, made.fill, took.fill, printed=True
    )


class _Ahead:
    """Where accounts would stand while an order is matched ahead of time."""

    __slots__ = ("exchange", "market", "rules", "stands")

    def __init__(self, exchange: Exchange, rules: Rules, market: Market) -> None:
        self.exchange = exchange
        self.rules = rules
        self.market = market
        self.stands: dict[AccountId, tuple[Position, Money]] = {}

    def position(self, account: AccountId) -> Position:
        """The position of an account as it would be."""
        return self._stand(account)[0]

    def _stand(self, account: AccountId) -> tuple[Position, Money]:
        found = self.stands.get(account)
        if found is None:
            symbol = self.market.instrument.symbol
            found = (self.exchange.accounts[account].positions[symbol], NOTHING)
        return found

    def fills(self, account: AccountId, leg: Leg) -> bool:
        """Whether a leg would be permitted; if so the account stands after it."""
        position, change = self._stand(account)
        found = outlook(self.exchange, self.rules, position, leg, wallet_change=change)
        if found.permitted:
            self.stands[account] = (found.after, found.wallet_change)
        return found.permitted


def dry_run(exchange: Exchange, rules: Rules, order: Order) -> Contracts:
    """How much of an order would trade at once. Nothing is changed by asking."""
    market = exchange.markets[order.symbol]
    ahead = _Ahead(exchange, rules, market)
    missing = order.leaves_qty
    limit = limit_of(rules, market, order)
    for resting in market.book.side(order.side.opposite).orders():
        if missing == 0 or not rules.crosses(order.side, limit, resting.limit):
            break
        if resting.account == order.account and rules.self_match() != "allow":
            if rules.self_match() == "cancel incoming":
                break
            continue
        qty = rules.traded_qty(missing, resting.leaves_qty)
        for one in (resting, order):
            if one.is_reduce_only:
                held = ahead.position(one.account).qty
                qty = min(qty, rules.reducible_qty(one.side, qty, held))
        if qty == 0:
            continue
        legs = [
            Leg(
                one.side,
                qty,
                rules.trade_price(resting.limit, order.price),
                rules.execution_rate(
                    market.instrument, is_maker=one is resting, maker_hidden=resting.is_hidden
                ),
                is_maker=one is resting,
                order=one,
            )
            for one in (resting, order)
        ]
        if not ahead.fills(resting.account, legs[0]):
            continue
        if not ahead.fills(order.account, legs[1]):
            break
        missing -= qty
    return order.leaves_qty - missing
