"""Audit of funding rates against the premium index that the instrument names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from solvent_conformance.audit.report import Cells
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import timespan
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import DAY, Rate


def audit_rate(
    row: Row,
    premium_row: Row,
    by_symbol: Mapping[str, Row],
    rules: Rules,
    instrument: Instrument,
    cells: Cells,
) -> None:
    """Audit the rate that the eight-hour premium in the file makes.

    A premium that is complete makes the current rate; one that still runs makes the
    indicative rate, whose change from the current one is capped.
    """
    premium = index_value(premium_row)
    current, coming = row.exact("fundingRate"), row.exact("indicativeFundingRate")
    if premium is None or current is None:
        return
    interest = _interest(row, by_symbol, rules)
    complete = rules.capped_rate(instrument, rules.unbounded_rate(premium, interest))
    running_rate = rules.capped_change(instrument, complete, current)
    if complete != current and running_rate == coming:
        cells.rate("indicativeFundingRate", rules.capped_change, instrument, complete, current)
    else:
        cells.rate(
            "fundingRate", rules.capped_rate, instrument, rules.unbounded_rate(premium, interest)
        )


def index_value(row: Row) -> Rate | None:
    """The value of an index row, in whichever column it stands."""
    columns = ("lastPrice", "markPrice", "indicativeSettlePrice")
    return next((row.exact(c) for c in columns if row.has(c)), None)


def _interest(row: Row, by_symbol: Mapping[str, Row], rules: Rules) -> Rate:
    """The interest rate, from the file's lending rates if it has both, else the rulebook's."""
    found = [by_symbol.get(row.text(c)) for c in ("fundingQuoteSymbol", "fundingBaseSymbol")]
    quote, base = (None if r is None else index_value(r) for r in found)
    if quote is None or base is None:
        return rules.interest_rate()
    dated = replace(rules.book, interest_quote_daily=quote, interest_base_daily=base)
    return Rules(dated).interest_rate()


def audit_daily(row: Row, cells: Cells) -> None:
    """Audit the daily rate of a row of the funding history."""
    if row.has("fundingRateDaily"):
        interval = timespan(row, "fundingInterval")
        cells.rate("fundingRateDaily", _daily, row.exact("fundingRate"), interval)


def _daily(rate: Rate, interval: int) -> Rate:
    """The daily rate is the rate of an interval for as many intervals as a day has."""
    return rate * Fraction(DAY, interval)
