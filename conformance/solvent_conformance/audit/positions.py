"""Audit of position rows: value, cost, profit and entry, then margin, then the margin row beside.

Positions of inverse, linear and quanto contracts, isolated and cross, of 2018 to 2023. A row
may leave out any column: a cell is computed only from columns that are there, or where a
missing one is counted as explained and the figure that it must have had is printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from solvent_conformance.audit import account_margin, position_margin, session_cost
from solvent_conformance.audit.report import Cells, Explain, Report, audit_each
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms, is_new_margin_model
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import Money, decimal_text


def audit_positions(rows: Sequence[Row], terms: RowTerms, report: Report) -> None:
    """Audit position rows; a row without a position but with a margin balance is a margin row.

    A nested `next_update` holds the columns that the next message of the feed changed. It is
    laid over the row and audited as another row of the same number.
    """

    def audit_row(row: Row) -> None:
        if row.margin is None and row.has("marginBalance") and not row.has("currentQty"):
            account_margin.audit_margin(row, terms, report)
            return
        audit_position(row, terms, report)
        update = row.cells.get("next_update")
        if isinstance(update, dict):
            audit_position(Row(row.file, row.number, {**row.cells, **update}), terms, report)

    audit_each(rows, report, audit_row)


def audit_position(row: Row, terms: RowTerms, report: Report) -> None:
    """Audit one position row and, if there is one, the margin row of the same moment."""
    instrument = terms.contract_of(row)
    is_new = is_new_margin_model(row, is_cross=row.flag("crossMargin"))
    if instrument is None:
        report.leave(row, (), "contract unknown: give symbol, or kind, lot, tick and multiplier")
    else:
        position = PositionRow(row, terms.rules_of(row), instrument, Cells(row, report))
        position.audit_totals()
        has_value = position.has_whole_lots()
        if has_value:
            position.audit_value()
            position.audit_entry()
        position.audit_profit()
        position_margin.audit_orders(row, position.rules, instrument, position.cells)
        if is_new:
            held = tuple(c for c in position_margin.COLUMNS if row.has(c))
            report.leave(row, held, "margin model of 2024: no rule is known")
        elif has_value:
            position_margin.audit_position_margin(row, position.rules, instrument, position.cells)
    if row.margin is not None:
        account_margin.audit_margin(row.margin, terms, report, beside=row, is_new=is_new)


@dataclass(frozen=True, slots=True)
class PositionRow:
    """One position row with the rules of its date and its contract."""

    row: Row
    rules: Rules
    instrument: Instrument
    cells: Cells

    def has_whole_lots(self) -> bool:
        """Whether the quantity can be valued; if not, it is a mismatch."""
        qty, lot = self.row.whole("currentQty"), int(self.instrument.lot_size)
        if qty is None or qty % lot == 0:
            return True
        self.cells.report.differ(
            self.row, "currentQty", f"a multiple of {lot}", str(qty), because="the lot size"
        )
        return False

    def audit_totals(self) -> None:
        """Audit the sums over the executions of the session and over the life of the position."""
        row, total = self.row, self._total
        sign = self.rules.value_sign(self.instrument.payoff)
        total("execQty", ("execBuyQty", 1), ("execSellQty", -1), at_least=1)
        total("execCost", ("execBuyCost", sign), ("execSellCost", -sign), at_least=self._least())
        total("currentQty", ("openingQty", 1), ("execQty", 1), at_least=None)
        total("currentCost", ("openingCost", 1), ("execCost", 1), at_least=None)
        is_new = row.has("execCost") and row.whole("execCost") == row.whole("currentCost")
        if row.has("openingComm") or not is_new:
            total("currentComm", ("openingComm", 1), ("execComm", 1), at_least=None)
        else:  # what the position has cost was all executed in this session, and so were its fees
            self.cells.money("currentComm", _same, row.whole("execComm"))
        realised, unrealised = row.whole("realisedCost"), row.whole("unrealisedCost")
        self.cells.money("currentCost", self.rules.current_cost, realised, unrealised)
        session_cost.audit_session_cost(row, self.rules, self.cells)

    def audit_value(self) -> None:
        """Audit value at the mark, the notionals and the value at risk."""
        row, rules, contract = self.row, self.rules, self.instrument
        qty, mark, value = row.whole("currentQty"), row.price("markPrice"), row.whole("markValue")
        if mark == 0 and qty and contract.payoff is Payoff.INVERSE:
            raise row.malformed("markPrice", "must be above zero")
        self.cells.money("markValue", rules.contract_value, contract, qty, 1 if qty == 0 else mark)
        if qty and value:
            self._audit_notionals(qty, value)
        gross = position_margin.gross_of_orders(row, rules)
        if gross is None and row.has("riskValue"):
            value = None if value is None else Money(value)
            orders = "open orders of {} are not in the row"
            self.cells.money(
                "riskValue", rules.risk_value, value, 0, unless=self._hidden(value, orders)
            )
        else:
            self.cells.money("riskValue", rules.risk_value, value, gross)

    def _audit_notionals(self, qty: int, value: int) -> None:
        row, rules, contract = self.row, self.rules, self.instrument
        if contract.payoff is not Payoff.QUANTO:
            self.cells.rate("homeNotional", rules.home_notional, contract, qty, value, 0)
            self.cells.rate("foreignNotional", rules.foreign_notional, contract, qty, value, 0)
            return
        # The settlement value of a dollar moved with the index: rows seldom print it.
        quote = row.whole("quoteToSettleMultiplier") or row.whole("quoteToSettleMultiplier_implied")
        foreign = row.exact("foreignNotional")
        if quote is None and foreign:
            quote = round(-value / foreign)
            shown = Fraction(-value, quote) if quote else Fraction(0)
            if quote and abs(shown - foreign) <= abs(foreign) / 10**13:
                self.cells.report.explain(
                    row,
                    "foreignNotional",
                    decimal_text(foreign),
                    f"one quote unit is worth {quote} minor units",
                    str(rules.foreign_notional.__clause__),  # type: ignore[attr-defined] # every clause has its id
                )
                self.cells.rate("homeNotional", rules.home_notional, contract, qty, value, quote)
            return
        if quote:
            self.cells.rate("homeNotional", rules.home_notional, contract, qty, value, quote)
            self.cells.rate("foreignNotional", rules.foreign_notional, contract, qty, value, quote)

    def audit_entry(self) -> None:
        """Audit average entry, average cost and break-even price."""
        row, rules, contract = self.row, self.rules, self.instrument
        qty, cost, held = row.whole("currentQty"), row.whole("unrealisedCost"), row.whole("posCost")
        if not qty:
            return
        entry = rules.average_entry_price
        self.cells.price("avgEntryPrice", entry, contract, cost or None, qty)
        self.cells.price("avgCostPrice", entry, contract, held or None, qty)
        self.cells.money("posCost", _same, cost, unless=self._rebalanced())
        realised, rebalanced = row.whole("realisedPnl"), row.whole("rebalancedPnl")
        gained = None if realised is None or rebalanced is None else realised + rebalanced
        self.cells.price("breakEvenPrice", rules.break_even_price, contract, cost, qty, gained)

    def audit_profit(self) -> None:
        """Audit realised and unrealised profit and their rates."""
        row, rules, cells = self.row, self.rules, self.cells
        value, cost = row.whole("markValue"), row.whole("unrealisedCost")
        for column in ("unrealisedPnl", "unrealisedGrossPnl"):
            cells.money(column, rules.unrealised_pnl, value, cost)
        realised = row.whole("realisedCost")
        cells.money("realisedPnl", rules.realised_pnl, realised, row.whole("currentComm"))
        cells.money("realisedGrossPnl", rules.realised_pnl, realised, 0)
        profit, held = row.whole("unrealisedPnl"), row.whole("posCost")
        held = cost if held is None else held
        cells.rate("unrealisedPnlPcnt", rules.pnl_percent, profit, held)
        requirement = row.rate("initMarginReq", 100)
        if requirement != 0:
            cells.rate("unrealisedRoePcnt", rules.return_on_equity, profit, held, requirement)
        if row.whole("currentQty") == 0:
            cells.money("rebalancedPnl", self._rebalanced_flat, row.whole("realisedPnl"))

    def _rebalanced_flat(self, realised: Money) -> Money:
        """A flat position has its realised profit booked against it."""
        return self.rules.rebalanced_on_close(realised, Money(0))[1]

    def _rebalanced(self) -> Explain:
        """The margin cost of a cross position leaves its entry cost when margin is rebalanced."""

        def why(found: int) -> str:
            row, cost = self.row, self.row.whole("unrealisedCost") or 0
            has_moved = not row.has("avgCostPrice") or row.price("avgCostPrice") != row.price(
                "avgEntryPrice"
            )
            is_plausible = abs(found - cost) >= self._least() and row.whole("rebalancedPnl") != 0
            if not (row.flag("crossMargin") is not False and has_moved and is_plausible):
                return ""
            return f"rebalanced: {found - cost} from the entry cost; no rule is known"

        return why

    def _least(self) -> int:
        """The least that an execution can cost: a lot at the price where it is worth least."""
        cheapest = (
            self.instrument.max_price
            if self.instrument.payoff is Payoff.INVERSE
            else self.instrument.tick_size
        )
        return max(1, self.rules.unit_value(self.instrument, cheapest))

    def _hidden(self, value: int | None, text: str) -> Explain:
        """A sum that exceeds its known part by something that can exist."""

        def why(found: int) -> str:
            rest = found - abs(value or 0)
            return text.format(rest) if rest >= self._least() else ""

        return why

    def _total(self, column: str, *parts: tuple[str, int], at_least: int | None) -> None:
        """Audit a column that is the signed sum of two; of these one may be missing.

        The missing one is then zero, or has a value that is printed: at least `at_least` in
        its own sign where the column is a quantity or cost of one side, else any that the
        executions of a session can leave.
        """
        present = [(self.row.whole(c), sign) for c, sign in parts if self.row.has(c)]
        missing = [(c, sign) for c, sign in parts if not self.row.has(c)]
        known = sum(sign * (v or 0) for v, sign in present)
        if not present:
            return
        if not missing:
            self.cells.money(column, _same, known)
            return
        name, sign = missing[0]
        least = self._least() if column.endswith("Cost") else 1

        def why(found: int) -> str:
            rest = sign * (found - known)
            is_possible = abs(rest) >= least if at_least is None else rest >= at_least
            return f"{name}, which the row lacks, is {rest}" if is_possible else ""

        self.cells.money(column, _same, known, unless=why)


def _same(figure: int) -> int:
    """The column repeats, or adds up, other columns of the row."""
    return figure
