"""Audit of instrument rows: open value, mark, basis, impact mid, liquidity and funding rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from solvent_conformance.audit import funding_rates
from solvent_conformance.audit.report import Cells, Report, audit_each
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms, timespan
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import PRICE_SCALE, Millis, Price, Rate, price_text

_OPTIONS = ("OC", "OP")


def audit_instruments(rows: Sequence[Row], terms: RowTerms, report: Report) -> None:
    """Audit instrument rows; rows of indices in the file serve those that name them."""
    by_symbol = {row.text("symbol"): row for row in rows}

    def audit_row(row: Row) -> None:
        funding_rates.audit_daily(row, Cells(row, report))
        if row.text("symbol").startswith("."):
            return
        instrument = terms.contract_of(row)
        if instrument is None:
            report.leave(row, (), "contract unknown: give kind, lotSize, tickSize and multiplier")
            return
        quoted = QuotedInstrument(
            row, terms.rules_of(row), _dated(row, instrument), Cells(row, report)
        )
        quoted.audit_value()
        quoted.audit_mark()
        quoted.audit_basis()
        quoted.audit_impact()
        quoted.audit_rates(by_symbol)

    audit_each(rows, report, audit_row)


def _dated(row: Row, instrument: Instrument) -> Instrument:
    """The contract with the margins, expiry and funding interval that the row states."""
    initial, maintenance = row.exact("initMargin"), row.exact("maintMargin")
    expiry, interval = row.instant("expiry"), timespan(row, "fundingInterval")
    return replace(
        instrument,
        init_margin=instrument.init_margin if initial is None else initial,
        maint_margin=instrument.maint_margin if maintenance is None else maintenance,
        expiry=instrument.expiry if expiry is None else expiry,
        funding_interval=instrument.funding_interval if interval is None else interval,
    )


@dataclass(frozen=True, slots=True)
class QuotedInstrument:
    """One instrument row with the rules of its date and its contract."""

    row: Row
    rules: Rules
    instrument: Instrument
    cells: Cells

    def audit_value(self) -> None:
        """Audit the value of the open interest at the mark."""
        row, open_interest, mark = (
            self.row,
            self.row.whole("openInterest"),
            self.row.price("markPrice"),
        )
        if open_interest == 0:
            self.cells.money("openValue", _nothing)
        elif row.text("typ")[:2] in _OPTIONS and row.has("openValue"):
            self.cells.report.leave(
                row, ("openValue",), "options count their notional: no rule here"
            )
        elif mark == 0 and self.instrument.payoff is Payoff.INVERSE:
            raise row.malformed("markPrice", "must be above zero")
        elif open_interest is not None and open_interest % self.instrument.lot_size:
            expected = f"a multiple of {int(self.instrument.lot_size)}"
            self.cells.report.differ(
                row, "openInterest", expected, str(open_interest), because="the lot size"
            )
        else:
            self.cells.money(
                "openValue", self.rules.open_value, self.instrument, open_interest, mark
            )

    def audit_mark(self) -> None:
        """Audit the fair price, and the mark price by the method that the row names."""
        row, rules = self.row, self.rules
        index, basis = row.price("indicativeSettlePrice"), row.exact("fairBasis")
        if basis is not None:
            shift = _signed_price(row, basis)
            self.cells.price("fairPrice", rules.fair_price, index, shift)
        method = row.text("markMethod")
        if method == "FairPrice":
            self.cells.price("markPrice", _repeated, row.price("fairPrice"))
        elif method == "LastPrice":
            self.cells.price("markPrice", _repeated, row.price("lastPrice"))
        elif method and row.has("markPrice"):
            self.cells.report.leave(row, ("markPrice",), f"mark method {method}: no rule here")
        bid, ask = row.price("bidPrice"), row.price("askPrice")
        if bid is not None and ask is not None:
            self.cells.rate("midPrice", _middle, row.exact("bidPrice"), row.exact("askPrice"))

    def audit_basis(self) -> None:
        """Audit the fair basis on the minute-floored clock, on the grid of its index.

        The grid (`minTick`) is seldom in the row. That of the catalogue is tried first, then
        each power of ten that the index and the basis lie on; one that fits is printed.
        """
        row, found = self.row, self.row.exact("fairBasis")
        if found is None or not row.text("fairMethod"):
            return
        shift = _signed_price(row, found)
        clock = self._clock()
        if clock is None:
            self.cells.report.leave(row, ("fairBasis",), "needs index, clock, rate and its instant")
            return
        expected, clause = clock(self.instrument), self._basis_clause()
        if expected == shift:
            self.cells.report.matched += 1
            return
        for grid in [] if row.has("minTick") else self._grids(shift):
            if clock(replace(self.instrument, min_tick=grid)) == shift:
                why = f"on a grid of {price_text(grid)}; the row has no minTick"
                self.cells.report.explain(row, "fairBasis", price_text(shift), why, clause)
                return
        self.cells.report.differ(
            row,
            "fairBasis",
            price_text(expected),
            price_text(shift),
            because=f"grid {price_text(self.instrument.min_tick)}; no other grid fits",
            clause=clause,
        )

    def _clock(self) -> Callable[[Instrument], Price] | None:
        """The basis as a function of the contract, whose grid may be tried; None if unknown."""
        row, rules = self.row, self.rules
        index, now = row.price("indicativeSettlePrice"), row.instant("timestamp")
        rate, funding_at = row.rate("fundingRate"), row.instant("fundingTimestamp")
        annual = row.exact("fairBasisRate")
        if index is None or now is None:
            return None
        if self._is_funded():
            if rate is None or funding_at is None:
                return None
            return lambda contract: rules.funding_basis(contract, index, rate, now, funding_at)
        if annual is None or self.instrument.expiry is None:
            return None
        return lambda contract: rules.impact_basis(contract, index, annual, now)

    def _basis_clause(self) -> str:
        rule = self.rules.funding_basis if self._is_funded() else self.rules.impact_basis
        return str(getattr(rule, "__clause__", ""))

    def _is_funded(self) -> bool:
        return self.row.text("fairMethod") == "FundingRate"

    def _grids(self, basis: Price) -> list[Price]:
        """Powers of ten up to the tick on which index and basis lie, the finest first."""
        index = self.row.price("indicativeSettlePrice") or Price(0)
        powers = (Price(10**n) for n in range(len(str(PRICE_SCALE)) + 6))
        return [
            g
            for g in powers
            if g <= self.instrument.tick_size and index % g == 0 and basis % g == 0
        ]

    def audit_impact(self) -> None:
        """Audit the impact mid and the liquidity flag."""
        row, rules, contract = self.row, self.rules, self.instrument
        bid, ask = row.price("impactBidPrice"), row.price("impactAskPrice")
        mid = row.price("impactMidPrice")
        self.cells.price("impactMidPrice", rules.impact_mid_price, contract, bid, ask)
        if None not in (bid, ask, mid):
            self.cells.flag("hasLiquidity", rules.has_liquidity, contract, bid, ask, mid)
        elif all(f"impact{c}Price" in row.cells for c in ("Bid", "Ask", "Mid")):
            self.cells.flag("hasLiquidity", _illiquid)

    def audit_rates(self, by_symbol: Mapping[str, Row]) -> None:
        """Audit the annual basis rate, and the funding rate where the file has its premium."""
        row, rules = self.row, self.rules
        if self._is_funded():
            self.cells.rate("fairBasisRate", rules.annual_funding_rate, row.exact("fundingRate"))
            premium = by_symbol.get(row.text("fundingPremiumSymbol"))
            if premium is not None:
                funding_rates.audit_rate(
                    row, premium, by_symbol, rules, self.instrument, self.cells
                )
            return
        mid, index = row.price("impactMidPrice"), row.price("indicativeSettlePrice")
        now, expiry = row.instant("timestamp"), self.instrument.expiry
        if not row.text("fairMethod") or not mid or not index or now is None or expiry is None:
            return
        left = expiry - rules.minute_floor(now)
        if left > 0:
            given = (mid, index, Millis(left))
            self.cells.rate("fairBasisRate", rules.fair_basis_rate, *given, unless=_kept)


def _kept(found: Rate) -> str:
    """The stored rate was computed at an earlier minute, or before the book was illiquid."""
    return "kept from an earlier minute" if (found * 100).denominator == 1 else ""


def _signed_price(row: Row, basis: Fraction) -> Price:
    """A basis in counts of the price unit; it may be below zero."""
    size = row.price("fairBasis") if basis >= 0 else None
    if size is None:
        mirrored = Row(row.file, row.number, {"fairBasis": str(row.cells["fairBasis"])[1:]})
        size = -(mirrored.price("fairBasis") or Price(0))
    return size


def _nothing() -> int:
    """Nothing is open."""
    return 0


def _repeated(price: Price) -> Price:
    """The mark price is the price that its method names."""
    return price


def _middle(bid: Fraction, ask: Fraction) -> Fraction:
    """The mid price is half way between best bid and offer."""
    return (bid + ask) / 2


def _illiquid() -> bool:
    """A book that lacks an impact price is not liquid."""
    return False
