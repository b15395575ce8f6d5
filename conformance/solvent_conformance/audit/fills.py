"""Audit of executions and public trades: cost, commission, notionals and average price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from solvent_conformance.audit.report import Cells, Explain, Report, audit_each
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms
from solvent_spec.rulebook import Rulebook
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate

_NO_ORDER: Final = "00000000-0000-0000-0000-000000000000"
_ORDERLESS: Final = {"Funding", "Liquidation", "Deleverage", "Settlement"}
_TRADED: Final = {"Trade", *_ORDERLESS}
"""What an execution reports that moved contracts or money; an order's life is the rest."""

_OTHER_ERA: Final = "2018-01-01"


def audit_fills(rows: Sequence[Row], terms: RowTerms, report: Report) -> None:
    """Audit executions, and trades of the public tape (`size`, `price`, `grossValue`)."""

    def audit_row(row: Row) -> None:
        if row.text("timestamp") and not row.date():
            remark = f"timestamp {row.text('timestamp')[:40]!r} is no date"
            report.notes.append(f"row {row.number}: {remark}; {terms.book_of(row).name} is assumed")
        reported = row.text("execType")
        if reported and reported not in _TRADED and not row.whole("lastQty"):
            report.idle[reported[:40]] += 1
            return
        instrument = terms.contract_of(row)
        if instrument is None:
            report.leave(
                row, (), "contract unknown: give symbol, or kind, lot, tick and multiplier"
            )
            return
        is_trade = row.has("size") and not row.has("lastQty")
        qty_column, price_column = ("size", "price") if is_trade else ("lastQty", "lastPx")
        qty, price = row.whole(qty_column), row.price(price_column)
        if qty is None or price is None:
            report.leave(row, (), f"no value without {qty_column} and {price_column}")
            return
        if qty < 0:
            raise row.malformed(qty_column, "must not be below zero")
        if price == 0 and instrument.payoff is Payoff.INVERSE:
            raise row.malformed(price_column, "must be above zero")
        if qty % instrument.lot_size:
            expected = f"a multiple of {int(instrument.lot_size)}"
            report.differ(row, qty_column, expected, str(qty), because="the lot size")
            return
        signed = Contracts(qty if is_trade else qty * _side(row, instrument))
        fill = FillRow(row, terms.rules_of(row), instrument, signed, price, Cells(row, report))
        if is_trade:
            fill.audit_tape()
        else:
            fill.audit_execution(is_dated=bool(row.date()) or terms.book is not None)

    audit_each(rows, report, audit_row)


def _side(row: Row, instrument: Instrument) -> int:
    """1 for a buy and -1 for a sell; without a side, as the notionals or the cost have it."""
    side = row.text("side")
    if side in {"Buy", "Sell"}:
        return 1 if side == "Buy" else -1
    if side:
        raise row.malformed("side", f"{side!r} is neither Buy nor Sell")
    cost_sign = -1 if instrument.payoff is Payoff.INVERSE else 1
    for column, sign in (("homeNotional", 1), ("foreignNotional", -1), ("execCost", cost_sign)):
        value = row.exact(column)
        if value:
            return sign if value > 0 else -sign
    return 1


@dataclass(frozen=True, slots=True)
class FillRow:
    """One execution or trade; `qty` is signed, long above zero."""

    row: Row
    rules: Rules
    instrument: Instrument
    qty: Contracts
    price: Price
    cells: Cells

    def audit_execution(self, *, is_dated: bool) -> None:
        """Audit what an execution cost its account; undated rows may be of either rounding era."""
        row, rules, cells = self.row, self.rules, self.cells
        cells.money("execCost", rules.contract_value, self.instrument, self.qty, self.price)
        cost = row.whole("execCost")
        if cost is None:
            cost = rules.contract_value(self.instrument, self.qty, self.price)
        rate = row.rate("commission")
        if row.text("execType") == "Funding" or row.text("text") == "Funding":
            cells.money("execComm", rules.funding_payment, cost, rate)
        else:
            unless = None if is_dated else self._other_era(cost, rate)
            cells.money("execComm", rules.commission, cost, rate, unless=unless)
        self._audit_notionals(cost, 1)
        self._audit_average(cost)

    def audit_tape(self) -> None:
        """Audit a trade of the public tape, where no figure has a sign."""
        cost = self.rules.contract_value(self.instrument, self.qty, self.price)
        self.cells.money("grossValue", abs, cost)
        self._audit_notionals(cost, 0)

    def _audit_notionals(self, cost: int, signed: int) -> None:
        """Audit home and foreign notional; those of a quanto need the index of the moment."""
        contract, value = self.instrument, Money(cost)
        quote = self.row.whole("quoteToSettleMultiplier") or 0
        if contract.payoff is Payoff.QUANTO and not quote:
            return

        def home() -> Fraction:
            exact = self.rules.home_notional(contract, self.qty, value, quote)
            return exact if signed else abs(exact)

        def foreign() -> Fraction:
            exact = self.rules.foreign_notional(contract, self.qty, value, quote)
            return exact if signed else abs(exact)

        if cost:
            self.cells.rate("homeNotional", home)
            self.cells.rate("foreignNotional", foreign)

    def _audit_average(self, cost: int) -> None:
        """Audit the average price of an order that this execution alone has filled."""
        row = self.row
        has_no_order = row.text("orderID") == _NO_ORDER
        if has_no_order or not _ORDERLESS.isdisjoint((row.text("text"), row.text("kind"))):
            self.cells.price("avgPx", _own_price, self.price)
        elif row.whole("cumQty") in (None, abs(self.qty)) and self.qty:
            rule = self.rules.average_entry_price
            self.cells.price("avgPx", rule, self.instrument, Money(cost), self.qty)

    def _other_era(self, cost: int, rate: Rate | None) -> Explain:
        """A commission as it was rounded up to 2018, for a row that does not say its date."""

        def why(found: int) -> str:
            old = Rules(Rulebook.at(_OTHER_ERA))
            same = rate is not None and old.commission(Money(cost), rate) == found
            return "rounded to the nearest, as before 2019; the row has no date" if same else ""

        return why


def _own_price(price: Price) -> Price:
    """An execution that no order caused shows its own price as the average."""
    return price
