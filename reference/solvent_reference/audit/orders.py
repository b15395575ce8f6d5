"""Open orders: the totals that a position keeps of them, and what they lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.margin import order_margin
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import open_positions
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.commands import Side
from solvent_spec.rules import Rules


def valued(rules: Rules, market: Market, order: Order) -> Iterator[Mismatch]:
    """A resting order is kept at what a lot is worth at its price."""
    if not order.resting or order.price is None:
        return
    worth = rules.unit_value(market.instrument, order.price)
    if not rules.totals_are_sums((order.unit,), (worth,)):
        detail = f"order {order.order_id} is kept at {order.unit} a lot and worth {worth}"
        yield Mismatch("totals_are_sums", detail)


def follow(exchange: Exchange, rules: Rules) -> None:
    """Take what changed in orders into sums that the audit keeps for itself."""
    for order in exchange.changed_orders.values():
        key = open_positions(order.account, order.symbol)
        sums = exchange.order_sums.setdefault(key, [0] * 6)
        _add(sums, exchange.summed.pop(order.order_id, ()), -1)
        part = _part(rules, exchange.markets[order.symbol], order)
        if part:
            _add(sums, part, 1)
            exchange.summed[order.order_id] = part


def _part(rules: Rules, market: Market, order: Order) -> tuple[int, ...]:
    """What a resting order adds to the sums of its side: quantity, cost, premium."""
    if not order.resting:
        return ()
    lot = market.instrument.lot_size
    lots = order.leaves_qty if lot == 1 else rules.lots_of(order.leaves_qty, lot)
    first = 0 if order.side is Side.BUY else 3
    return first, order.leaves_qty, order.unit * lots, order.premium_unit * lots


def _add(sums: list[int], part: tuple[int, ...], sign: int) -> None:
    if part:
        first, qty, cost, premium = part
        sums[first] += sign * qty
        sums[first + 1] += sign * cost
        sums[first + 2] += sign * premium


def summed(exchange: Exchange, rules: Rules, position: Position) -> Iterator[Mismatch]:
    """The totals of a position against the sums that the audit keeps."""
    yield from _totals(exchange, rules, position, exchange.order_sums.get(position.key, [0] * 6))


def of(exchange: Exchange, rules: Rules, position: Position) -> Iterator[Mismatch]:
    """The totals of a position against the sums over its orders."""
    sums = [0] * 6
    for order in position.open_orders.values():
        _add(sums, _part(rules, exchange.markets[position.symbol], order), 1)
    yield from _totals(exchange, rules, position, sums)


def _totals(
    exchange: Exchange, rules: Rules, position: Position, sums: list[int]
) -> Iterator[Mismatch]:
    kept = (
        *(position.buy_qty, position.buy_cost, position.buy_premium),
        *(position.sell_qty, position.sell_cost, position.sell_premium),
    )
    if not rules.totals_are_sums(kept, tuple(sums)):
        detail = f"{position.key} keeps {kept}, its orders sum to {tuple(sums)}"
        yield Mismatch("totals_are_sums", detail)
    memo = position.order_margin_memo
    if memo is not None:
        again = order_margin(rules, exchange.markets[position.symbol], position, again=True)
        if not rules.totals_are_sums(memo, again):
            detail = f"{position.key} locks {memo} for orders, due {again}"
            yield Mismatch("totals_are_sums", detail)


def queued(market: Market, orders: Iterable[Order]) -> Iterator[Mismatch]:
    """The book holds the orders that rest, and no other."""
    symbol = market.instrument.symbol
    resting = {o.order_id for o in orders if o.symbol == symbol and o.resting}
    booked = {o.order_id for side in (Side.BUY, Side.SELL) for o in market.book.side(side).orders()}
    if resting != booked:
        parted = min(resting ^ booked)
        yield Mismatch("audits_agree", f"order {parted} rests or stands in the book, not both")
