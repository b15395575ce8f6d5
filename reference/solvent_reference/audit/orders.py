"""Open orders: the totals that a position keeps of them, and what they lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.margin import order_margin
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import open_positions
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import NO_ORDERS, Order, OrderTotals
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side


def check_order_value(rules: Rules, market: Market, order: Order) -> Iterator[Mismatch]:
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
        place = open_positions(order.account, order.symbol), order.side
        sums = exchange.order_sums.get(place, NO_ORDERS)
        sums = sums.plus(exchange.summed.pop(order.order_id, NO_ORDERS), -1)
        if order.resting:
            part = _part(rules, exchange.markets[order.symbol], order)
            sums = sums.plus(part)
            exchange.summed[order.order_id] = part
        exchange.order_sums[place] = sums


def _part(rules: Rules, market: Market, order: Order) -> OrderTotals:
    """What a resting order adds to the sums of its side."""
    lot = market.instrument.lot_size
    lots = order.leaves_qty if lot == 1 else rules.lots_of(order.leaves_qty, lot)
    return OrderTotals(order.leaves_qty, order.unit * lots, order.premium_unit * lots)


def check_running_order_totals(
    exchange: Exchange, rules: Rules, position: Position
) -> Iterator[Mismatch]:
    """The totals of a position against the sums that the audit keeps."""
    buys, sells = (
        exchange.order_sums.get((position.key, side), NO_ORDERS) for side in (Side.BUY, Side.SELL)
    )
    yield from _totals(exchange, rules, position, buys, sells)


def check_order_totals(exchange: Exchange, rules: Rules, position: Position) -> Iterator[Mismatch]:
    """The totals of a position against the sums over its orders."""
    sums = {Side.BUY: NO_ORDERS, Side.SELL: NO_ORDERS}
    for order in position.open_orders.values():
        if order.resting:
            part = _part(rules, exchange.markets[position.symbol], order)
            sums[order.side] = sums[order.side].plus(part)
    yield from _totals(exchange, rules, position, sums[Side.BUY], sums[Side.SELL])


def _totals(
    exchange: Exchange, rules: Rules, position: Position, buys: OrderTotals, sells: OrderTotals
) -> Iterator[Mismatch]:
    kept, due = (*position.buys, *position.sells), (*buys, *sells)
    if not rules.totals_are_sums(kept, due):
        detail = f"{position.key} keeps {kept}, its orders sum to {due}"
        yield Mismatch("totals_are_sums", detail)
    memo = position.order_margin_memo
    if memo is not None:
        again = order_margin(rules, exchange.markets[position.symbol], position, again=True)
        if not rules.totals_are_sums(memo, again):
            detail = f"{position.key} locks {memo} for orders, due {again}"
            yield Mismatch("totals_are_sums", detail)


def check_book(market: Market, orders: Iterable[Order]) -> Iterator[Mismatch]:
    """The book holds the orders that rest, and no other."""
    symbol = market.instrument.symbol
    resting = {o.order_id for o in orders if o.symbol == symbol and o.resting}
    booked = {o.order_id for side in (Side.BUY, Side.SELL) for o in market.book.side(side).orders()}
    if resting != booked:
        parted = min(resting ^ booked)
        yield Mismatch("audits_agree", f"order {parted} rests or stands in the book, not both")
