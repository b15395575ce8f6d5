"""Open orders: the totals that a position keeps of them, and what they lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.margining import order_margin
from solvent_reference.markets import Market
from solvent_reference.orders import Order
from solvent_reference.positions import Position
from solvent_reference.state import Exchange
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


def of(exchange: Exchange, rules: Rules, position: Position) -> Iterator[Mismatch]:
    """The totals of one position against the sums over its orders."""
    market = exchange.markets[position.symbol]
    buys, sells = [0, 0, 0], [0, 0, 0]
    lot = market.instrument.lot_size
    for order in position.open_orders.values():
        if order.resting:
            qty = order.leaves_qty
            lots = qty if lot == 1 else rules.lots_of(qty, lot)
            sums = buys if order.side is Side.BUY else sells
            sums[0] += qty
            sums[1] += order.unit * lots
            sums[2] += order.premium_unit * lots
    kept = (
        *(position.buy_qty, position.buy_cost, position.buy_premium),
        *(position.sell_qty, position.sell_cost, position.sell_premium),
    )
    if not rules.totals_are_sums(kept, (*buys, *sells)):
        detail = f"{position.key} keeps {kept}, its orders sum to {(*buys, *sells)}"
        yield Mismatch("totals_are_sums", detail)
    memo = position.order_margin_memo
    if memo is not None:
        again = order_margin(rules, market, position, again=True)
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
