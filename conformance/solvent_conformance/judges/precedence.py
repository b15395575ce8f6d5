"""Precedence: who trades first, and that nobody waits who could trade.

Only plain orders of the history are looked at: priced, in full view, without an instruction. Who
takes may have a rule against meeting himself, and so may the owner of a stop that a trade
triggers: neither's orders are held against a venue that passes them over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from solvent_conformance.judges.figures import fraction_of, whole_number
from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.sentences import Breach, Looks
from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Row

_COLUMNS: Final = ("orderID", "symbol", "side", "price", "leavesQty")
_OPEN: Final = frozenset({"New", "PartiallyFilled"})


@dataclass(frozen=True, slots=True)
class RestingOrder:
    """An order that rested before a command: its price, and what the command left of it."""

    identity: str
    account: str
    symbol: str
    side: str
    price: Fraction
    left: int
    has_traded: bool

    def is_beside(self, other: RestingOrder) -> bool:
        """Whether both wait on one side of one book."""
        return (self.symbol, self.side) == (other.symbol, other.side)

    def betters(self, other: RestingOrder) -> bool:
        """Whether its price trades before the other's."""
        return self.price > other.price if self.side == "Buy" else self.price < other.price


def price_priority(moment: Moment, past: Past) -> Looks:
    """While an order trades, none at a better price is left over."""
    resting = _resting(moment, past)
    for order in (o for o in resting if o.has_traded):
        for other in resting:
            if not other.is_beside(order) or other.price == order.price:
                continue
            is_passed = other.betters(order) and _could_trade(other, moment, past)
            yield _passed(order, other) if is_passed else None


def time_priority(moment: Moment, past: Past) -> Looks:
    """While an order trades, none is left over that has waited longer at its price."""
    resting = _resting(moment, past)
    for order in (o for o in resting if o.has_traded):
        for other in resting:
            if other is order or not other.is_beside(order) or other.price != order.price:
                continue
            is_passed = past.queues(other.identity, order.identity)
            is_passed = is_passed and _could_trade(other, moment, past)
            yield _passed(order, other) if is_passed else None


def _passed(order: RestingOrder, other: RestingOrder) -> Breach:
    told = f"nothing while {other.identity} of {other.account} waits"
    key = (order.account, order.identity)
    return Breach(Difference("order", key, "cumQty", told, "a trade"))


def _could_trade(order: RestingOrder, moment: Moment, past: Past) -> bool:
    """Whether it waits still, and nothing but the venue has kept it from trading."""
    taker = moment.step.message["account"]
    stopped = {o.account for o in past.orders.values() if o.is_stop}
    return order.left > 0 and order.account != taker and order.account not in stopped


def _resting(moment: Moment, past: Past) -> list[RestingOrder]:
    """The plain orders that waited before a request placed or amended an order, but for that."""
    step = moment.step
    if step.request not in {"POST /order", "PUT /order"} or moment.observed.status != "ok":
        return []
    rows = moment.shown_to_all("order", _COLUMNS)
    if rows is None or past.froze:
        return []
    now = {str(row.get("orderID")): row for row in rows}
    taken = {str(row.get("orderID")) for row in moment.observed.rows}
    return [
        order
        for account in moment.accounts
        for row in moment.before.get(("order", account), [])
        if str(row.get("orderID")) not in taken
        for order in _order(account, row, now, moment, past)
    ]


def _order(
    account: str, row: Row, now: dict[str, Row], moment: Moment, past: Past
) -> Iterator[RestingOrder]:
    identity, price = str(row.get("orderID")), fraction_of(row.get("price"))
    after = now.get(identity)
    if not past.is_plain(identity) or price is None or after is None or not _is_open(row):
        return
    left = whole_number(after, "leavesQty") if _is_open(after) else 0
    side, symbol = str(row.get("side")), str(row.get("symbol"))
    traded = _has_traded(row, after, moment)
    yield RestingOrder(identity, account, symbol, side, price, left, traded)


def _is_open(row: Row) -> bool:
    return whole_number(row, "leavesQty") > 0 and row.get("ordStatus", "New") in _OPEN


def _has_traded(row: Row, after: Row, moment: Moment) -> bool:
    """Whether less is left of an order because of a trade, and not because it was cut."""
    if "cumQty" in row and "cumQty" in after:
        return whole_number(after, "cumQty") > whole_number(row, "cumQty")
    if whole_number(after, "leavesQty") >= whole_number(row, "leavesQty"):
        return False
    if "ordStatus" in after:
        return after["ordStatus"] in {"Filled", "PartiallyFilled"}
    # Of another account's order nothing is cut where nobody can run out of money.
    is_own = row.get("account") == moment.step.message["account"]
    return "deposit" not in moment.capabilities.controls and not is_own


def book_is_apart(moment: Moment, past: Past) -> Looks:
    """The highest bid is below the lowest offer: of the book, and of orders of two accounts."""
    book = moment.shown("orderBookL2", ("symbol", "side", "price"))
    yield from _meetings("orderBookL2", [("", row) for row in book or ()])
    rows = moment.shown_to_all("order", _COLUMNS)
    waiting = [
        (str(row.get("account")), row)
        for row in rows or ()
        if past.is_plain(row.get("orderID")) and _is_open(row)
    ]
    yield from _meetings("order", waiting)


def _meetings(table: str, rows: list[tuple[str, Row]]) -> Looks:
    best: dict[tuple[str, str, str], Fraction] = {}
    for owner, row in rows:
        price = fraction_of(row.get("price"))
        if price is None:
            continue
        key = (str(row.get("symbol")), str(row.get("side")), owner)
        first = max if key[1] == "Buy" else min
        best[key] = first(price, best.get(key, price))
    for (symbol, side, buyer), bid in best.items():
        for (other, opposite, seller), offer in best.items():
            if (side, opposite, other) != ("Buy", "Sell", symbol) or (buyer and buyer == seller):
                continue
            cell = Difference(table, (symbol,), "price", f"a bid below {offer}", str(bid))
            yield Breach(cell) if bid >= offer else None
