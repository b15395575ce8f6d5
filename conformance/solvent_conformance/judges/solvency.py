"""Solvency: nobody takes out what nobody has put in, and no venue breaks down over it.

Like the accountant, this judge adds up what a venue shows and uses no formula of the
specification. It looks at the whole of a venue: at one mark, what accounts, funds, fees and the
liquidation engine hold is what was paid in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from solvent_conformance.judges.accounting import Imbalance, all_rows, whole
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference, Violation
from solvent_spec.messages import Row

ONLY_POSITIONS_ARE_OWED: Final = (
    "no account of the ledger is below zero but the outside world's and those of positions"
)
NOBODY_TAKES_MORE: Final = "all accounts together never take out more than was put in"
NOTHING_TO_TAKE: Final = "all accounts together can withdraw no more than is paid in"
EQUITY_IS_PAID_IN: Final = (
    "at one mark, what accounts, funds, fees and the engine hold is what was paid in"
)
VENUE_ANSWERS: Final = "a venue answers every request and every control"
VENUE_GOES_ON: Final = "a venue whose money adds up does not stop"

_OUTSIDE: Final = ("external", "position:")
_STOPPED: Final = ("VenueStopped", "AuditFailed")


class Solvency:
    """Holds a venue to its name, by its own numbers."""

    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()

    def after(self, moment: Moment) -> Violation | None:
        """The first sentence that does not hold, if any."""
        broken = _breakdown(moment)
        if broken is not None:
            return broken
        for imbalance in self._imbalances(moment):
            return imbalance.violation(moment, "solvency")
        return None

    def _imbalances(self, moment: Moment) -> Iterator[Imbalance]:
        yield from _taken(moment)
        ledger = moment.shown("ledger")
        if ledger is None:
            return
        self.checked["LEDG-003"] += 1
        yield from _overdrawn(ledger)
        margins = all_rows(moment, "margin")
        if margins is None:
            return
        yield from _withdrawable(moment, margins)
        positions = all_rows(moment, "position")
        liquidations = moment.shown("liquidation")
        if positions is not None and liquidations is not None:
            self.checked["LEDG-001"] += 1
            yield from _equity(moment, ledger, margins, positions)


def _breakdown(moment: Moment) -> Violation | None:
    """A venue that errs, that stopped, or that does not read its tables."""
    error = moment.observed.error or {}
    stopped = error.get("name") in _STOPPED
    text = str(error.get("message", ""))
    if moment.observed.status == "errored":
        cell = Difference("answer", (moment.step.request,), "status", "an answer", text[:200])
    else:
        unread = [key for key, pair in moment.tables.items() if pair[1] is None and pair[0]]
        if not unread:
            return None
        table, account = unread[0]
        cell = Difference(table, (account,), "(read)", "rows", "no answer")
    clauses = ("LEDG-003", "LEDG-001") if "negative" in text else ("LEDG-001", "LEDG-003")
    return Violation(
        judge="solvency",
        clauses=clauses if stopped else ("APIC-007",),
        sentence=f"{VENUE_GOES_ON if stopped else VENUE_ANSWERS}; not so: {text[:200]}",
        at=moment.at,
        step=moment.step,
        differences=(cell,),
        fired=tuple(dict.fromkeys(moment.fired())),
    )


def _taken(moment: Moment) -> Iterator[Imbalance]:
    """Withdrawals against deposits."""
    paid = _paid_in(moment)
    for currency, money in paid.items():
        if money < 0:
            yield Imbalance(
                NOBODY_TAKES_MORE, ("LEDG-001", "LEDG-003"), ("everybody",), 0, money, currency
            )


def _paid_in(moment: Moment) -> dict[str, int]:
    """Deposits less withdrawals, by currency."""
    paid: dict[str, int] = defaultdict(int)
    for (_, currency), money in moment.external.items():
        paid[currency] += money
    return paid


def _overdrawn(ledger: list[Row]) -> Iterator[Imbalance]:
    for row in ledger:
        name, balance = str(row.get("account")), whole(row, "balance")
        if balance < 0 and not name.startswith(_OUTSIDE):
            clauses = ("LEDG-003", *(("INSU-002",) if name.startswith("fund") else ()))
            currency = str(row.get("currency"))
            yield Imbalance(ONLY_POSITIONS_ARE_OWED, clauses, (name,), 0, balance, currency)


def _withdrawable(moment: Moment, margins: list[Row]) -> Iterator[Imbalance]:
    paid = _paid_in(moment)
    loose: dict[str, int] = defaultdict(int)
    for row in margins:
        loose[str(row.get("currency"))] += max(0, whole(row, "withdrawableMargin"))
    for currency, money in loose.items():
        if money > paid[currency]:
            clauses = ("LEDG-003", "LEDG-001")
            whom = ("everybody",)
            yield Imbalance(NOTHING_TO_TAKE, clauses, whom, paid[currency], money, currency)


def _equity(
    moment: Moment, ledger: list[Row], margins: list[Row], positions: list[Row]
) -> Iterator[Imbalance]:
    """What everybody holds. What the engine holds is valued as the accounts' positions are."""
    held: dict[str, int] = defaultdict(int)
    for row in margins:
        held[str(row.get("currency"))] += whole(row, "marginBalance")
    owners, engine_is_shown = set(moment.accounts), False
    currency_of = {str(r.get("symbol")): str(r.get("currency")) for r in positions}
    for row in ledger:
        name, currency = str(row.get("account")), str(row.get("currency"))
        kind, _, rest = name.partition(":")
        owner, _, symbol = rest.partition(":")
        if kind in {"fees", "fund"}:
            held[currency] += whole(row, "balance")
        elif kind == "position" and owner not in owners:
            engine_is_shown = True
            currency_of.setdefault(symbol, currency)
            held[currency] += whole(row, "balance")
    worth, quantity = _unit_values(positions), _engine_quantities(positions)
    for symbol, qty in quantity.items():
        if not qty:
            continue
        value = worth[symbol] * qty
        if not engine_is_shown or value.denominator != 1:
            return
        held[currency_of[symbol]] += value.numerator
    for currency, money in _paid_in(moment).items():
        if held[currency] != money:
            clauses = ("LEDG-001", "LEDG-006")
            yield Imbalance(
                EQUITY_IS_PAID_IN, clauses, ("everybody",), money, held[currency], currency
            )


def _unit_values(positions: list[Row]) -> dict[str, Fraction]:
    """What a contract is worth at the mark, by the accounts' own positions."""
    return {
        str(row.get("symbol")): Fraction(whole(row, "markValue"), whole(row, "currentQty"))
        for row in positions
        if whole(row, "currentQty")
    }


def _engine_quantities(positions: list[Row]) -> dict[str, int]:
    """What the engine holds is what the accounts hold of the other side and nobody of theirs."""
    quantity: dict[str, int] = defaultdict(int)
    for row in positions:
        quantity[str(row.get("symbol"))] -= whole(row, "currentQty")
    return quantity
