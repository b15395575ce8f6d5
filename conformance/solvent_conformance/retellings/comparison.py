"""Metamorphic: a history told in another way, and what must then come out alike.

No expected value is needed: the same venue plays both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from solvent_conformance.judges.tables import compared_columns, rows_by_key
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import accounts_of
from solvent_conformance.protocol.needs import is_asked
from solvent_conformance.protocol.session import Session
from solvent_conformance.retellings.transforms import (
    RENAMED,
    SHIFTED,
    TRANSFORMS,
    UNDISTURBED,
    Retelling,
    Steps,
    Tables,
    has_disturbed,
    swap_sides,
)
from solvent_spec.vocabulary.messages import Venue

MIRRORED: Final = (
    "with long and short exchanged, quantities and profits change sign and fees do not"
)
SPLIT: Final = "a position bought in two parts costs the same as in one"

_TABLES: Final = ("order", "position", "margin", "execution", "orderBookL2", "trade", "insurance")
_INSTANTS: Final = frozenset({"timestamp", "transactTime", "fundingTimestamp"})
_CLAUSES: Final = {
    RENAMED: ("APIC-005", "ADMN-001"),
    SHIFTED: ("FUND-001", "MARK-001"),
    UNDISTURBED: ("ORDR-027", "MARG-012"),
    MIRRORED: ("INST-003", "POSN-003", "POSN-001"),
    SPLIT: ("INST-004", "POSN-002"),
}
_SIGNED: Final = (
    "currentQty", "currentCost", "unrealisedCost", "unrealisedPnl", "realisedCost", "markValue",
)  # fmt: skip # one line reads as the list that it is
_UNSIGNED: Final = ("posInit", "currentComm", "riskValue")


def tell(venue: Venue, steps: Steps, capabilities: Capabilities) -> Retelling:
    """Play a history and read every table at its end."""
    session = Session(venue, capabilities)
    steps = tuple(step for step in steps if is_asked(step, capabilities))
    statuses = tuple(session.send(step).status for step in steps)
    tables: Tables = {}
    for table in _TABLES:
        if table not in capabilities.tables:
            continue
        private = table in {"order", "position", "margin", "execution"}
        for account in accounts_of(steps) if private else ("",):
            rows = session.read(table, account or None)
            if rows is not None:
                tables[table, account] = rows
    return Retelling(statuses, tables)


def retell(venue: Venue, steps: Steps, capabilities: Capabilities) -> Iterator[Violation | None]:
    """A verdict of each relation that a history allows: a violation, or none where it holds."""
    plain = tell(venue, steps, capabilities)
    for sentence, transform, undo in TRANSFORMS:
        other_steps = transform(steps, capabilities)
        if other_steps is None:
            continue
        other = tell(venue, other_steps, capabilities)
        if has_disturbed(other):
            continue
        cells = list(unlikenesses(plain, undo(other, steps), capabilities))
        yield _violation(sentence, cells, other_steps) if cells else None


def unlikenesses(
    plain: Retelling, other: Retelling, capabilities: Capabilities
) -> Iterator[Difference]:
    """The first status and all judged cells in which two tellings differ, instants aside."""
    if other.statuses and plain.statuses != other.statuses:
        pairs = zip(plain.statuses, other.statuses, strict=True)
        at, (one, two) = next((n, p) for n, p in enumerate(pairs) if p[0] != p[1])
        yield Difference("answer", (f"step {at}",), "status", one, two)
    for (table, account), rows in plain.tables.items():
        columns = [
            c
            for c in sorted(compared_columns(table, capabilities.judged))
            if capabilities.compares(table, c) and c not in _INSTANTS
        ]
        if not capabilities.tells_apart(table):
            continue
        shown = rows_by_key(table, other.tables.get((table, account), []))
        for key, row in rows_by_key(table, rows).items():
            for column in columns:
                value = shown.get(key, {}).get(column)
                if column in row and value != row[column]:
                    yield Difference(table, key, column, row[column], value)


def mirror(venue: Venue, steps: Steps, capabilities: Capabilities) -> Violation | None:
    """Exchange buys and sells of a history whose orders all have one price, and compare.

    With one price on both sides of the book, what traded before trades again.
    """
    other_steps = tuple(swap_sides(step) for step in steps)
    plain = tell(venue, steps, capabilities)
    other = tell(venue, other_steps, capabilities)
    cells: list[Difference] = []
    for (table, account), rows in plain.tables.items():
        if table != "position" or not capabilities.tells_apart(table):
            continue
        shown = rows_by_key(table, other.tables.get((table, account), []))
        for key, row in rows_by_key(table, rows).items():
            for column in (*_SIGNED, *_UNSIGNED):
                value = shown.get(key, {}).get(column)
                sign = -1 if column in _SIGNED else 1
                if isinstance(row.get(column), int) and value != sign * row[column]:
                    cells.append(Difference(table, key, column, sign * row[column], value))
    return _violation(MIRRORED, cells, other_steps) if cells else None


def in_two_parts(steps: Steps, label: str) -> Steps:
    """The history with the order of a label taken in two parts, one after the other."""
    at = next(n for n, step in enumerate(steps) if step.label == label)
    step = steps[at]
    body = step.message["body"]
    half = body["orderQty"] // 2
    parts = tuple(
        replace(step, message={**step.message, "body": {**body, "orderQty": qty}}, label=name)
        for qty, name in ((half, f"{label}-a"), (body["orderQty"] - half, f"{label}-b"))
    )
    return (*steps[:at], *parts, *steps[at + 1 :])


def split(venue: Venue, steps: Steps, capabilities: Capabilities, label: str) -> Violation | None:
    """Take the order of a label in two parts, and compare what the positions cost."""
    other_steps = in_two_parts(steps, label)
    plain = tell(venue, steps, capabilities)
    other = tell(venue, other_steps, capabilities)
    cells: list[Difference] = []
    for (table, account), rows in plain.tables.items():
        if table != "position" or not capabilities.tells_apart(table):
            continue
        shown = rows_by_key(table, other.tables.get((table, account), []))
        for key, row in rows_by_key(table, rows).items():
            for column in ("currentQty", "currentCost", "unrealisedCost"):
                value = shown.get(key, {}).get(column)
                if column in row and value != row[column]:
                    cells.append(Difference(table, key, column, row[column], value))
    return _violation(SPLIT, cells, other_steps) if cells else None


def _violation(sentence: str, cells: list[Difference], steps: Steps) -> Violation:
    first = cells[0]
    return Violation(
        judge="metamorphic",
        clauses=_CLAUSES[sentence],
        sentence=f"{sentence}; not so: {first.name} is {first.observed!r:.120}, "
        f"it was {first.expected!r:.120}",
        at=len(steps) - 1,
        step=steps[-1],
        differences=tuple(cells[:40]),
        steps=steps,
    )
