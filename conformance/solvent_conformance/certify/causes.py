"""Causes: which reports are one, and how histories get past what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.features import Features, features_of
from solvent_conformance.protocol.normative import normative_columns
from solvent_spec.vocabulary.messages import KEYS, TABLES

MOST_COLUMNS: Final = 3
"""Columns that a violation may show to be looked past: what errs in more has taken another way."""

_NEEDED: Final = frozenset(
    {"(row)", "account", "symbol", "side", "orderID", "clOrdID", "displayQty", "ordStatus"}
    | {"leavesQty", "cumQty", "currentQty", "walletBalance"}
)
"""Columns by which much else is judged: they are never left out."""


def is_one(violation: Violation, other: Violation) -> bool:
    """Whether two reports have one cause, as far as can be seen.

    Both blame one clause first, steps with the same features led to both, and what one shows the
    other shows too.
    """
    if not violation.clause or violation.clause != other.clause:
        return False
    one, two = violation.step, other.step
    if (one.request, features_of(one)) != (two.request, features_of(two)):
        return False
    mine, others = _columns(violation), _columns(other)
    return mine <= others or others <= mine


def is_accepted(violation: Violation, accepted: Iterable[Violation]) -> bool:
    """Whether a violation shows no more than accepted ones of its clause show together."""
    known = [other for other in accepted if other.clause == violation.clause]
    shown = frozenset[tuple[str, str]]().union(*map(_columns, known))
    return bool(known) and _columns(violation) <= shown


def avoidable(violations: Iterable[Violation]) -> frozenset[Features]:
    """The features of the steps that showed violations; a history without them goes past these."""
    return frozenset(filter(None, (features_of(violation.step) for violation in violations)))


def past(lockstep: Lockstep, violations: Iterable[Violation]) -> Lockstep:
    """The same sides without the columns that are known to be wrong by themselves.

    Where histories differ in few columns by which nothing else is judged, they go on without them.
    """
    can = lockstep.capabilities
    for violation in violations:
        columns = _columns(violation)
        if violation.judge == "replay" and len(columns) <= MOST_COLUMNS:
            for table, column in sorted(columns) if all(map(_is_apart, columns)) else ():
                can = _without(can, table, column)
    return lockstep if can is lockstep.capabilities else replace(lockstep, capabilities=can)


def _columns(violation: Violation) -> frozenset[tuple[str, str]]:
    """Tables and columns that differ; what an answer shows of a row is a column of its table."""
    asked = "position" if "/position" in violation.step.request else "order"
    shown = normative_columns()[asked]
    return frozenset(
        (asked if d.table == "answer" and d.column in shown else d.table, d.column)
        for d in violation.differences
    )


def _is_apart(cell: tuple[str, str]) -> bool:
    """Whether nothing else is judged by a column."""
    table, column = cell
    return table in TABLES and column not in {*_NEEDED, *KEYS.get(table, ())}


def _without(can: Capabilities, table: str, column: str) -> Capabilities:
    keys = set(KEYS.get(table, ()))
    shown = can.columns.get(table) or normative_columns()[table] | keys | _NEEDED
    if column not in shown:
        return can
    return replace(can, columns={**can.columns, table: frozenset(shown - {column})})
