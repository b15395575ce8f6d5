"""Audit of a wallet history: every balance follows from the one before and the amount between.

The bookings of one instant may stand in any order, and each may show the balance after itself
or the balance after the whole instant, as the exchange did until April 2024. Only a completed
booking moves money: a canceled or pending one must repeat a balance. A fee is a part of its
amount; that of a funding payment is the whole of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from solvent_conformance.audit.booking_order import booking_order
from solvent_conformance.audit.report import Cells, Report
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms
from solvent_spec.vocabulary.units import DAY, Millis

_END: Final = Millis(10_000 * 366 * DAY)
"""After every instant: a pending booking without a time stands at the end."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One row of the history; `amount` is what it moved, in minor units of its currency."""

    row: Row
    instant: Millis
    amount: int
    balance: int

    @property
    def before(self) -> int:
        """The balance that the booking started from, if it shows the balance after itself."""
        return self.balance - self.amount


def audit_wallet(rows: Sequence[Row], terms: RowTerms, report: Report) -> None:
    """Audit a wallet history of any number of currencies, oldest or newest first."""
    by_currency: dict[str, list[Booking]] = {}
    for row in rows:
        _audit_own_columns(row, terms, report)
        booking = _booking(row, report)
        if booking is not None:
            by_currency.setdefault(row.text("currency"), []).append(booking)
    for bookings in by_currency.values():
        if any(a.instant > b.instant for a, b in pairwise(bookings)):
            bookings.reverse()  # newest first is how the exchange lists them
        bookings.sort(key=lambda b: b.instant)
        _audit_currency(bookings, report)


def _audit_own_columns(row: Row, terms: RowTerms, report: Report) -> None:
    """What a row says twice: the fee of a funding payment, the margin balance of open profit."""
    cells = Cells(row, report)
    kind = row.text("transactType")
    if kind == "Funding":
        cells.money("fee", _all_of_it, row.whole("amount"))
    if kind == "UnrealisedPNL":
        rule = terms.rules_of(row).margin_balance
        cells.money("marginBalance", rule, row.whole("walletBalance"), row.whole("amount"))


def _all_of_it(amount: int) -> int:
    """A funding payment is a fee as a whole, with its sign turned."""
    return -amount


def _booking(row: Row, report: Report) -> Booking | None:
    amount, balance = row.whole("amount"), row.whole("walletBalance")
    if amount is None or balance is None:
        report.leave(row, ("walletBalance",), "no balance follows without amount and walletBalance")
        return None
    moment = row.instant("timestamp")
    is_booked = row.text("transactStatus") in {"", "Completed"}
    return Booking(row, _END if moment is None else moment, amount if is_booked else 0, balance)


def _audit_currency(bookings: list[Booking], report: Report) -> None:
    """Audit the bookings of one currency, instant by instant."""
    balance: int | None = None
    for _, group in groupby(bookings, key=lambda b: b.instant):
        instant = list(group)
        if balance is None:
            balance = _opening(instant, report)
        else:
            balance = _audit_instant(instant, balance, report)


def _opening(instant: list[Booking], report: Report) -> int:
    """Audit the first instant of a currency and return the balance after it.

    A whole history opens at zero. Of a part of one, the first balance cannot be computed: it
    is explained by the balance that it implies.
    """
    if _follows(instant, 0):
        return _audit_instant(instant, 0, report)
    opened = next((b.before for b in instant if _follows(instant, b.before)), instant[0].before)
    order = booking_order(_steps(instant), opened)
    first = instant[order[0]] if order else instant[0]
    why = f"the history opens at {opened}: earlier bookings are not in the file"
    report.explain(first.row, "walletBalance", str(first.balance), why)
    if _follows(instant, opened):
        for booking in instant:
            if booking is not first:
                _count(booking, report)
        return opened + sum(b.amount for b in instant)
    rest = [b for b in instant if b is not first]
    return _audit_instant(rest, first.balance, report)


def _follows(instant: list[Booking], balance: int) -> bool:
    after = balance + sum(b.amount for b in instant)
    return (
        all(b.balance == after for b in instant)
        or booking_order(_steps(instant), balance) is not None
    )


def _steps(instant: list[Booking]) -> list[tuple[int, int]]:
    return [(b.before, b.balance) for b in instant]


def _audit_instant(instant: list[Booking], balance: int, report: Report) -> int:
    """Audit the bookings of one instant that follows a balance; return the balance after it."""
    if _follows(instant, balance):
        for booking in instant:
            _count(booking, report)
        return balance + sum(b.amount for b in instant)
    return _audit_break(instant, balance, report)


def _count(booking: Booking, report: Report) -> None:
    """Count a balance that follows; that of a booking that moved nothing needs its status."""
    row = booking.row
    status = row.text("transactStatus")
    if status in {"", "Completed"}:
        report.matched += 1
        return
    amount = row.whole("amount")
    why = f"{status.lower()}: {amount} is not booked, so the balance before is repeated"
    report.explain(row, "walletBalance", str(booking.balance), why)


def _audit_break(instant: list[Booking], balance: int, report: Report) -> int:
    """Say what is missing where an instant does not follow; return the balance to go on from.

    A booking that is not in the file shifts the whole instant: its first balance is a
    mismatch and the others follow from it. If the instant still ends where it should, the
    balances within it are compared one by one.
    """
    after = balance + sum(b.amount for b in instant)
    shifted = next((b.before for b in instant if _follows(instant, b.before)), None)
    if shifted is None and all(b.balance == instant[0].balance for b in instant):
        shifted = instant[0].balance - (after - balance)
    if shifted is not None:
        order = booking_order(_steps(instant), shifted)
        first = instant[order[0]] if order else instant[0]
        gap = shifted - balance
        why = f"a booking of {gap} is missing between the balances {balance} and {shifted}"
        _differ(first, first.balance - gap, why, report)
        for booking in instant:
            if booking is not first:
                _count(booking, report)
        return shifted + after - balance
    for booking, expected in _expected(instant, balance, after):
        if booking.balance == expected:
            _count(booking, report)
        else:
            gap = booking.balance - expected
            end = "is made good at its end" if any(b.balance == after for b in instant) else "stays"
            why = f"a booking of {gap} within this instant is missing, and {end}"
            _differ(booking, expected, why, report)
    return after if any(b.balance == after for b in instant) else instant[-1].balance


def _expected(instant: list[Booking], balance: int, after: int) -> Iterator[tuple[Booking, int]]:
    """The bookings of an instant that breaks, with the balances that they should show.

    Where two or more show the balance after the instant, all should. Else they are taken one
    after the other, with one that shows the end put last.
    """
    at_end = [b for b in instant if b.balance == after]
    if len(at_end) > 1:
        yield from ((b, after) for b in instant)
        return
    last = at_end[0] if at_end else instant[-1]
    for booking in [*(b for b in instant if b is not last), last]:
        balance += booking.amount
        yield booking, balance


def _differ(booking: Booking, expected: int, why: str, report: Report) -> None:
    report.differ(booking.row, "walletBalance", str(expected), str(booking.balance), because=why)
