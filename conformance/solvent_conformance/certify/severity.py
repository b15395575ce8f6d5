"""Severity: which of several violations is told first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from solvent_conformance.judges.violations import Difference, Violation
from solvent_spec.vocabulary.reasons import Reject

_REQUIRED: Final = re.compile(r"([0-9]+) [A-Za-z]+ required")
_BOOKED: Final = frozenset({"trade", "execution", "orderBookL2"})
_UNPAID: Final = tuple(
    reason.value.partition("{")[0]
    for reason in (Reject.INSUFFICIENT_BALANCE, Reject.INSUFFICIENT_WITHDRAWABLE)
)
"""Refusals that keep an account from spending what it has not."""


def worst_first(violations: Iterable[Violation]) -> list[Violation]:
    """Violations by the money at stake; then who trades first, lives, words."""
    return sorted(violations, key=lambda v: (_rank(v), -_money(v), len(v.steps)))


def _money(violation: Violation) -> int:
    """What was made or lost, or what was spent that nobody had."""
    first = violation.differences[0] if violation.differences else None
    if first is not None and violation.money is None and _is_acceptance(first):
        required = _REQUIRED.search(str(first.expected))
        return int(required[1]) if required else 0
    return abs(violation.money or 0)


def _rank(violation: Violation) -> int:
    """Money first, also such as nobody has, then priority, then the lives of orders.

    What befalls everybody goes before what befalls those who send an order that should have been
    refused, and of these one for less than nothing goes first. Words come last.
    """
    if violation.money is not None:
        return 0
    first = violation.differences[0] if violation.differences else None
    if first is not None and first.table in _BOOKED:
        return 2
    if first is not None and first.table == "answer" and first.column in {"message", "name"}:
        return 6
    if first is None or not _is_acceptance(first):
        return 3
    if any(text in str(first.expected) for text in _UNPAID):
        return 0
    return 4 if "below zero" in violation.signature[1] else 5


def _is_acceptance(first: Difference) -> bool:
    """Whether a venue did what it should have refused."""
    is_status = first.table == "answer" and first.column == "status"
    return (
        is_status
        and str(first.expected).startswith("rejected")
        and str(first.observed).startswith("ok")
    )
