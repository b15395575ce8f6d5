"""What an audit found: cells that match, cells that are explained, mismatches, rows not covered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Final, TypeVar

from solvent_conformance.audit.rows import Row, TooFine
from solvent_spec.vocabulary.units import Price, decimal_text, price_text

Shown = TypeVar("Shown")
Explain = Callable[[Any], str]
"""Takes the figure found and says why it may differ from the rule's; empty when nothing does."""

_DOUBLE_NOISE: Final = Fraction(1, 2 * 10**14)
"""Relative error of a quotient that was computed and printed as a double."""


@dataclass(frozen=True, slots=True)
class CellMismatch:
    """A cell that the rules do not yield; figures are decimal text in the unit of the column."""

    row: int
    label: str
    column: str
    expected: str
    found: str
    difference: str
    clause: str
    because: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A cell that agrees with the rules under a circumstance that the row does not show."""

    row: int
    label: str
    column: str
    found: str
    clause: str
    because: str


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Columns of a row that the rules at hand do not apply to."""

    row: int
    label: str
    columns: tuple[str, ...]
    because: str


@dataclass(slots=True)
class Report:
    """The outcome of one audit. Every cell counted is matched, explained or a mismatch."""

    matched: int = 0
    mismatches: list[CellMismatch] = field(default_factory=list)
    explanations: list[Explanation] = field(default_factory=list)
    not_covered: list[NotCovered] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    idle: Counter[str] = field(default_factory=Counter)
    """Reports of an execution feed that traded nothing, by what they report."""

    @property
    def cells(self) -> int:
        """How many cells were computed again."""
        return self.matched + len(self.explanations) + len(self.mismatches)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values: counts as integers, figures as decimal text."""
        return {
            "cells": self.cells,
            "matched": self.matched,
            "explained": len(self.explanations),
            "mismatches": [asdict(m) for m in self.mismatches],
            "explanations": [asdict(e) for e in self.explanations],
            "not_covered": [asdict(n) for n in self.not_covered],
            "notes": self.notes,
        }

    def leave(self, row: Row, columns: tuple[str, ...], because: str) -> None:
        """Record that columns of a row are not covered, and why."""
        self.not_covered.append(NotCovered(row.number, row.label, columns, because))

    def explain(self, row: Row, column: str, found: str, because: str, clause: str = "") -> None:
        """Count a cell as explained."""
        self.explanations.append(Explanation(row.number, row.label, column, found, clause, because))

    def differ(
        self, row: Row, column: str, expected: str, found: str, *, because: str, clause: str = ""
    ) -> None:
        """Count a cell as a mismatch."""
        gap = ""
        with suppress(ValueError):  # one of the two may be no number: then nothing is shown
            gap = decimal_text(Fraction(found) - Fraction(expected), 12)
        self.mismatches.append(
            CellMismatch(row.number, row.label, column, expected, found, gap, clause, because)
        )


def audit_each(rows: Sequence[Row], report: Report, audit: Callable[[Row], None]) -> None:
    """Audit row by row; one whose prices the specification cannot count is not covered."""
    for row in rows:
        try:
            audit(row)
        except TooFine as fault:
            report.leave(row, (), str(fault))


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one row, compared with what the rules yield.

    Each method takes a column, a rule of the specification and its arguments. When the row
    lacks the column or an argument is None, the cell cannot be computed and is not counted.
    """

    row: Row
    report: Report

    def money(
        self, column: str, rule: Callable[..., int], *given: Any, unless: Explain | None = None
    ) -> None:
        """Compare a whole number."""
        found = self.row.whole(column)
        if found is not None and None not in given:
            self._compare(column, rule(*given), found, str, rule, unless)

    def price(
        self, column: str, rule: Callable[..., Price], *given: Any, unless: Explain | None = None
    ) -> None:
        """Compare a price."""
        found = self.row.price(column)
        if found is not None and None not in given:
            self._compare(column, rule(*given), found, price_text, rule, unless)

    def rate(
        self, column: str, rule: Callable[..., Fraction], *given: Any, unless: Explain | None = None
    ) -> None:
        """Compare a number that was printed as a double: equal but for the noise of a double."""
        found = self.row.exact(column)
        if found is None or None in given:
            return
        expected = rule(*given)
        if abs(found - expected) <= abs(expected) * _DOUBLE_NOISE:
            found = expected
        self._compare(column, expected, found, decimal_text, rule, unless)

    def flag(self, column: str, rule: Callable[..., bool], *given: Any) -> None:
        """Compare a truth value."""
        found = self.row.flag(column)
        if found is not None and None not in given:
            self._compare(column, rule(*given), found, str, rule, None)

    def _compare(
        self,
        column: str,
        expected: Shown,
        found: Shown,
        text: Callable[[Shown], str],
        rule: Callable[..., Any],
        unless: Explain | None,
    ) -> None:
        clause = getattr(rule, "__clause__", "")
        if expected == found:
            self.report.matched += 1
            return
        because = unless(found) if unless else ""
        if because:
            self.report.explain(self.row, column, text(found), because, clause)
        else:
            said = (rule.__doc__ or "").partition("\n")[0] if clause else ""
            self.report.differ(
                self.row, column, text(expected), text(found), because=said, clause=clause
            )
