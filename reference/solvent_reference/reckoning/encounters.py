"""What two orders that meet can do with each other. Reads state, changes none."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from solvent_reference.reckoning.commissions import Leg
from solvent_reference.reckoning.fills import Outlook, outlook
from solvent_reference.reckoning.margin import NOTHING
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import AccountId, Contracts, Money, Price, Symbol

Stand: TypeAlias = tuple[Position, Money]
"""A position as it is or would be, and what the wallet would have gained by then."""


class Encounter(NamedTuple):
    """A trade to come: what it does to the maker, and, where he may have it, to the taker."""

    price: Price
    qty: Contracts
    made: Outlook
    took: Outlook | None

    @property
    def happens(self) -> bool:
        """Whether both may have it."""
        return self.took is not None and self.took.permitted


class Stands:
    """Where accounts stand in a contract: as they are, or after encounters that were followed."""

    __slots__ = ("ahead", "exchange", "symbol")

    def __init__(self, exchange: Exchange, symbol: Symbol) -> None:
        self.exchange = exchange
        self.symbol = symbol
        self.ahead: dict[AccountId, Stand] = {}

    def of(self, account: AccountId) -> Stand:
        """The position of an account in the contract, and what its wallet gained to get there."""
        found = self.ahead.get(account)
        if found is None:
            found = (self.exchange.position(account, self.symbol), NOTHING)
        return found

    def follow(self, encounter: Encounter) -> None:
        """Let both stand where an encounter leads them."""
        for side in (encounter.made, encounter.took):
            if side is not None:
                self.ahead[side.fill.account] = (side.after, side.wallet_change)


def meet(rules: Rules, stands: Stands, resting: Order, order: Order, qty: Contracts) -> Encounter:
    """What a trade of a quantity would do to the accounts of two orders."""
    exchange = stands.exchange
    instrument, hidden = exchange.markets[order.symbol].instrument, resting.is_hidden
    price = rules.trade_price(resting.limit, order.price)
    rate = rules.execution_rate(instrument, is_maker=True, maker_hidden=hidden)
    position, change = stands.of(resting.account)
    by_engine = exchange.accounts[order.account].is_engine
    leg = Leg(resting.side, qty, price, rate, is_maker=True, order=resting, with_engine=by_engine)
    made = outlook(exchange, rules, position, leg, wallet_change=change)
    if not made.permitted:
        return Encounter(price, qty, made, None)
    if resting.account == order.account:
        position, change = made.after, made.wallet_change
    else:
        position, change = stands.of(order.account)
    rate = rules.execution_rate(instrument, is_maker=False, maker_hidden=hidden)
    leg = Leg(order.side, qty, price, rate, is_maker=False, order=order)
    took = outlook(exchange, rules, position, leg, wallet_change=change)
    return Encounter(price, qty, made, took)


def largest_encounter(
    rules: Rules, stands: Stands, resting: Order, order: Order, qty: Contracts
) -> Encounter:
    """The encounter of two orders at a quantity; where that may not happen and the venue executes
    in part, at the largest quantity that may.
    """
    whole = meet(rules, stands, resting, order, qty)
    if whole.happens or not rules.executes_in_part():
        return whole
    lot = stands.exchange.markets[order.symbol].instrument.lot_size
    part = _largest(qty, lot, lambda q: meet(rules, stands, resting, order, q).happens)
    return meet(rules, stands, resting, order, part) if part else whole


def _largest(qty: Contracts, lot: Contracts, may: Callable[[Contracts], bool]) -> Contracts:
    """The largest quantity below `qty` that may be, found by halving; zero if none may."""
    low, high = 0, qty // lot
    while high - low > 1:
        middle = (low + high) // 2
        if may(Contracts(middle * lot)):
            low = middle
        else:
            high = middle
    return Contracts(low * lot)


def limit_of(rules: Rules, market: Market, order: Order) -> Price | None:
    """How far an order goes: to its price, or to the bound of an order without one, if any."""
    touch = market.touch(order.side)
    if order.price is not None or touch is None or market.mark is None:
        return order.price
    return rules.fat_finger_bound(order.side, touch, market.mark)


def dry_run(exchange: Exchange, rules: Rules, order: Order) -> Contracts:
    """How much of an order would trade at once. Nothing is changed by asking."""
    market = exchange.markets[order.symbol]
    stands = Stands(exchange, order.symbol)
    missing = order.leaves_qty
    limit = limit_of(rules, market, order)
    for resting in market.book.side(order.side.opposite).orders():
        if missing == 0 or not rules.crosses(order.side, limit, resting.limit):
            break
        if resting.account == order.account and rules.self_match() != "allow":
            if rules.self_match() == "cancel incoming":
                break
            continue
        traded, goes_on = _dry_trades(rules, stands, resting, order, missing)
        missing -= traded
        if not goes_on:
            break
    return order.leaves_qty - missing


def _dry_trades(
    rules: Rules, stands: Stands, resting: Order, order: Order, missing: Contracts
) -> tuple[Contracts, bool]:
    """How much an order would trade with one resting order, and whether it would go on."""
    left = resting.leaves_qty
    traded = Contracts(0)
    while left and traded < missing:
        qty = rules.traded_qty(missing - traded, left)
        for one in (resting, order):
            if one.is_reduce_only:
                qty = min(qty, rules.reducible_qty(one.side, qty, stands.of(one.account)[0].qty))
        if qty == 0:
            break
        found = largest_encounter(rules, stands, resting, order, qty)
        if not found.happens:
            return traded, found.took is None
        stands.follow(found)
        traded += found.qty
        left -= found.qty
    return traded, True
