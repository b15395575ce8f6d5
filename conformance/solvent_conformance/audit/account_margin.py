"""Audit of margin rows: what an account has, what is locked, and the shares of it."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.audit.report import Cells, Report
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms, is_new_margin_model
from solvent_spec.vocabulary.units import Money, round_half_up_div

_LOCKED = ("availableMargin", "excessMargin", "withdrawableMargin", "marginUsedPcnt")


def audit_margin(
    row: Row, terms: RowTerms, report: Report, *, beside: Row | None = None, is_new: bool = False
) -> None:
    """Audit one margin row; `beside` is the position row of the same moment, if there is one."""
    rules, cells = terms.rules_of(row if row.date() or not beside else beside), Cells(row, report)
    wallet, realised = row.whole("walletBalance"), row.whole("realisedPnl")
    balance, unrealised = row.whole("marginBalance"), row.whole("unrealisedPnl")
    cells.money("walletBalance", _sum, row.whole("amount"), realised)
    cells.money("marginBalance", rules.margin_balance, wallet, unrealised)
    orders, positions = row.whole("initMargin"), row.whole("maintMargin")
    gross = row.whole("grossMarkValue")
    cells.rate("marginLeverage", rules.margin_leverage, gross, balance)
    cells.rate("marginBalancePcnt", _share, balance, gross)
    cells.rate("excessMarginPcnt", _share, row.whole("excessMargin"), gross)
    open_cost = row.whole("grossOpenCost")
    if open_cost is None and orders == 0:
        open_cost = 0  # where orders lock nothing, none is open that would add to the risk
    cells.money("riskValue", rules.risk_value, gross, open_cost)
    if is_new or is_new_margin_model(row, is_cross=None):
        held = tuple(c for c in _LOCKED if row.has(c))
        report.leave(row, held, "margin model of 2024: no rule is known")
        return
    for column in ("availableMargin", "excessMargin"):
        cells.money(column, rules.available_margin, balance, orders, positions)
    available = row.whole("availableMargin")
    cells.money("withdrawableMargin", rules.withdrawable_margin, available, wallet)
    cells.rate("marginUsedPcnt", rules.margin_used, orders, positions, balance)
    if beside is not None:
        _audit_only_position(row, beside, cells)


def _audit_only_position(row: Row, position: Row, cells: Cells) -> None:
    """An account whose gross value is that of one position has no other: the two rows agree."""
    value = position.whole("markValue")
    if not value or row.whole("grossMarkValue") != abs(value):
        return
    for column in ("maintMargin", "unrealisedPnl", "grossExecCost"):
        cells.money(column, _of_the_position, position.whole(column))


def _sum(amount: Money, realised: Money) -> Money:
    """The wallet balance is the settled amount plus the realised profit of the session."""
    return amount + realised


def _share(part: Money, gross_mark_value: Money) -> Fraction:
    """The share is of the gross value at the mark, at four decimals and at most one."""
    if part >= gross_mark_value:
        return Fraction(1)
    if gross_mark_value <= 0:
        return Fraction(0)
    return Fraction(round_half_up_div(part * 10**4, gross_mark_value), 10**4)


def _of_the_position(figure: Money) -> Money:
    """The account has one position, so its sum is that position's figure."""
    return figure
