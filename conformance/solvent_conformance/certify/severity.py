"""Severity: which of several violations is told first."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_conformance.judges.violations import Violation


def worst_first(violations: Iterable[Violation]) -> list[Violation]:
    """Violations by the money that they make or lose; then who trades first, lives, words."""
    return sorted(violations, key=lambda v: (_rank(v), -abs(v.money or 0), len(v.steps)))


def _rank(violation: Violation) -> int:
    """Money first, then priority, then the lives of orders and all else, then words."""
    if violation.money is not None:
        return 0
    first = violation.differences[0] if violation.differences else None
    if first is not None and first.table in {"trade", "execution", "orderBookL2"}:
        return 1
    is_word = first is not None and first.table == "answer" and first.column in {"message", "name"}
    return 3 if is_word else 2
