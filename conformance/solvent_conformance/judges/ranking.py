"""Ranking: who is deleveraged, beside whom."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from solvent_conformance.judges.figures import fraction_of, whole_number
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Row

WORSE_RANKED_ARE_SPARED: Final = (
    "nobody is deleveraged while an account that ranks higher keeps its position"
)


_RANKED: Final = ("symbol", "currentQty", "deleveragePercentile")


def ranking_breaches(moment: Moment) -> Iterator[tuple[str, tuple[str, ...], Difference]]:
    """Whoever stood higher in the line than an account that was cut must have been closed."""
    cut: set[tuple[str, str]] = set()
    for account in moment.accounts:
        earlier = moment.before.get(("execution", account))
        shown = moment.shown("execution", ("symbol", "text"), account)
        if earlier is None or shown is None:
            return
        cut |= {
            (account, str(row.get("symbol")))
            for row in shown[len(earlier) :]
            if "deleverag" in str(row.get("text", "")).lower()
        }
    for account, symbol in sorted(cut):
        line = _standing(moment, account, symbol)
        # Another mark ranks anew, and the ranks shown before it no longer bind.
        if line is None or not _mark_stands(moment, symbol):
            continue
        for other in moment.accounts:
            ahead = _standing(moment, other, symbol)
            if other == account or ahead is None or ahead[0] * line[0] < 0 or ahead[1] <= line[1]:
                continue
            held = _held(moment.shown("position", _RANKED, other) or [], symbol)
            if held * ahead[0] > 0:
                cell = Difference("position", (other, symbol), "currentQty", 0, held)
                yield WORSE_RANKED_ARE_SPARED, ("ADLV-001", "ADLV-002"), cell


def _mark_stands(moment: Moment, symbol: str) -> bool:
    """Whether the mark of a contract is the same before and after the step."""
    earlier = moment.before.get(("instrument", None))
    shown = moment.shown("instrument", ("symbol", "markPrice"))
    if earlier is None or shown is None:
        return False
    marks = [[r.get("markPrice") for r in t if r.get("symbol") == symbol] for t in (earlier, shown)]
    return marks[0] == marks[1]


def _standing(moment: Moment, account: str, symbol: str) -> tuple[int, Fraction] | None:
    """Quantity and place in the line of an account before the step."""
    if not moment.capabilities.shows_all("position", _RANKED):
        return None
    for row in moment.before.get(("position", account)) or ():
        if row.get("symbol") == symbol:
            place = fraction_of(row.get("deleveragePercentile"))
            qty = whole_number(row, "currentQty")
            return (qty, place) if place is not None and qty else None
    return None


def _held(rows: list[Row], symbol: str) -> int:
    return sum(whole_number(row, "currentQty") for row in rows if row.get("symbol") == symbol)
