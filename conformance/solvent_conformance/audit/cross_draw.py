"""Audit of the cross margin of a cross position: what it has drawn, and at which mark.

That of an isolated position has a history and no rule. A row may have been written between two
marks: an execution values the position at the mark of the moment and draws nothing, so its row
still shows what was drawn at an earlier one.
"""

from __future__ import annotations

from solvent_conformance.audit.report import Cells, Explain
from solvent_conformance.audit.rows import Row
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money


def audit_cross(row: Row, rules: Rules, instrument: Instrument, cells: Cells) -> None:
    """Audit `posCross` of a cross position against its carried and its unrealised loss."""
    cross, unrealised = row.whole("posCross"), row.whole("unrealisedPnl")
    if not row.flag("crossMargin") or cross is None:
        return
    loss = row.whole("posLoss")
    # Unless the margin row of the moment says how much there was to draw from, all was there.
    margin = row.margin.whole("availableMargin") if row.margin else None
    available = abs(unrealised or 0) if margin is None else margin

    def why(found: int) -> str:
        if found == (loss or 0):
            return "written by an execution; drawn at the next mark"
        rest = found - max(0, -(unrealised or 0))
        if loss is None and is_loss(rules, row.whole("posCost"), rest, found):
            return f"posLoss, which the row lacks, is {rest}"
        return _earlier(row, rules, instrument, found - (loss or 0))

    given = (loss or 0, unrealised, cross, available)
    cells.money("posCross", rules.cross_margin, *given, unless=why)


def _earlier(row: Row, rules: Rules, instrument: Instrument, drawn: int) -> str:
    """Why a position may have drawn less than it has lost by now: the mark has moved since.

    A value is a whole number of minor units for each lot, so that for a position of a hundred
    lots one figure in a hundred can have been a loss.
    """
    qty, cost, unrealised = (
        row.whole("currentQty"),
        row.whole("unrealisedCost"),
        row.whole("unrealisedPnl"),
    )
    if not qty or cost is None or not 0 < drawn < -(unrealised or 0):
        return ""
    lots, value = abs(rules.lots(instrument, Contracts(qty))), cost - drawn
    if value % lots or (value > 0) != (cost > 0):
        return ""
    return f"drawn at an earlier mark, at a value of {value}; the rest is drawn at the next"


def is_loss(rules: Rules, cost: int | None, loss: int, cross: int) -> bool:
    """Whether a position can carry a loss: at least one funding payment at the least rate."""
    least = rules.funding_payment(Money(cost or 0), rules.book.rate_resolution)
    return max(1, least) <= loss <= cross


def carried_loss(
    rules: Rules, cost: int | None, initial: int | None, commission: int | None, cross: int | None
) -> Explain:
    """A carried loss that the row does not show; it is never above the cross margin."""

    def why(found: int) -> str:
        loss = (initial or 0) + (commission or 0) + (cross or 0) - found
        possible = is_loss(rules, cost, loss, cross or 0)
        return f"posLoss, which the row lacks, is {loss}" if possible else ""

    return why
