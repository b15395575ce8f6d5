"""Audit of the two ends of a position: its liquidation price and its bankruptcy price.

An isolated position ends where its own margin is lost. A cross position has the account's
available margin behind it: that of the margin row of the same moment, or else one that is
searched for and must yield both prices.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from solvent_conformance.audit.report import Cells
from solvent_conformance.audit.rows import Row
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate, floor_div, price_text

_ALL_MONEY: Final = 21 * 10**14
"""No account has more available margin than there will ever be of the currency."""

PriceAt = Callable[[int], Price]
"""The price of an end, as a function of the available margin behind the position."""


class Interval(NamedTuple):
    """Available margins, both ends included; `high` is None where more changes nothing."""

    low: int
    high: int | None

    def __str__(self) -> str:
        """The interval as a message shows it."""
        return f"{self.low} or more" if self.high is None else f"{self.low} to {self.high}"


class End(NamedTuple):
    """One printed price, the clause that yields it, and what it would be."""

    column: str
    clause: str
    found: Price
    at: PriceAt


def audit_ends(row: Row, rules: Rules, instrument: Instrument, cells: Cells) -> None:
    """Audit liquidation, margin call and bankruptcy price of an open position."""
    ends = _ends(row, rules, instrument)
    is_cross = row.flag("crossMargin")
    margin = row.margin.whole("availableMargin") if row.margin else None
    known = 0 if is_cross is False else margin
    if known is not None and all(end.at(known) == end.found for end in ends):
        cells.report.matched += len(ends)
    elif is_cross is False:
        for end in ends:
            _settle(row, cells, end, 0, None)
    elif ends:
        _search(row, cells, ends, known, is_long=(row.whole("currentQty") or 0) > 0)


def _ends(row: Row, rules: Rules, instrument: Instrument) -> list[End]:
    """The prices of the row that can be computed; the margin call comes with the liquidation."""
    cost, qty, fee = row.whole("posCost"), row.whole("currentQty"), row.rate("commission")
    margin, maintenance = row.whole("posMargin"), row.whole("posMaint")
    commission = row.whole("posComm")
    if cost is None or qty is None or margin is None or (fee is None and row.flag("crossMargin")):
        return []

    def reach(available: int) -> Money:
        return rules.cross_reach(Money(available), fee or Rate(0))

    def liquidation(available: int) -> Price:
        return rules.liquidation_price(
            instrument,
            Money(cost),
            Contracts(qty),
            margin=Money(margin),
            maintenance=Money(maintenance or 0),
            reach=reach(available),
        )

    def bankruptcy(available: int) -> Price:
        return rules.bankruptcy_price(
            instrument,
            Money(cost),
            Contracts(qty),
            margin=Money(margin),
            commission=Money(commission or 0),
            reach=reach(available),
        )

    listed = [
        ("liquidationPrice", "MARG-017", maintenance, liquidation),
        ("marginCallPrice", "MARG-017", maintenance, liquidation),
        ("bankruptPrice", "MARG-018", commission, bankruptcy),
    ]
    ends = []
    for column, clause, needed, at in listed:
        found = row.price(column)
        if needed is not None and found is not None:
            ends.append(End(column, clause, found, at))
    return ends


def _search(row: Row, cells: Cells, ends: list[End], known: int | None, *, is_long: bool) -> None:
    """Find the available margins that yield each price, and whether one yields them all."""
    found = [reach_interval(end, is_long=is_long) for end in ends]
    common = _overlap([i for i in found if i is not None])
    for end, interval in zip(ends, found, strict=True):
        if interval is None or common is None:
            _settle(row, cells, end, known or 0, None)
        else:
            _settle(row, cells, end, known or 0, f"available margin {common} yields every end")


def _settle(row: Row, cells: Cells, end: End, known: int, because: str | None) -> None:
    """Count the price of one end as explained, matched or a mismatch."""
    if because:
        cells.report.explain(row, end.column, price_text(end.found), because, end.clause)
    elif end.at(known) == end.found:
        cells.report.matched += 1
    else:
        cells.report.differ(
            row,
            end.column,
            price_text(end.at(known)),
            price_text(end.found),
            because=f"with {known} available; no one available margin yields every end",
            clause=end.clause,
        )


def reach_interval(end: End, *, is_long: bool) -> Interval | None:
    """The available margins that yield the price of an end, None if none does.

    More margin moves the end of a long down and that of a short up, so both ends of the
    interval are found by halving.
    """

    def passed(available: int, *, beyond: bool) -> bool:
        price = end.at(available)
        if is_long:
            return price < end.found if beyond else price <= end.found
        return price > end.found if beyond else price >= end.found

    def first(*, beyond: bool) -> int:
        low, high = 0, _ALL_MONEY + 1
        while low < high:
            middle = floor_div(low + high, 2)
            reached = passed(middle, beyond=beyond)
            low, high = (low, middle) if reached else (middle + 1, high)
        return low

    low, after = first(beyond=False), first(beyond=True)
    if low > _ALL_MONEY or end.at(low) != end.found:
        return None
    return Interval(low, None if after > _ALL_MONEY else after - 1)


def _overlap(intervals: list[Interval]) -> Interval | None:
    """What all intervals have in common; None when they have nothing, or there is none."""
    if not intervals:
        return None
    low = max(i.low for i in intervals)
    bounds = [i.high for i in intervals if i.high is not None]
    high = min(bounds) if bounds else None
    return None if high is not None and high < low else Interval(low, high)
