"""Metamorphic: a history told in another way, and what must then come out alike.

No expected value is needed: the same venue plays both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from solvent_conformance.capabilities import Capabilities
from solvent_conformance.generators.worlds import iso
from solvent_conformance.history import Step, accounts_of, do
from solvent_conformance.judges.tables import compared_columns, keyed
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.session import Session
from solvent_spec.messages import Row, Venue
from solvent_spec.rulebook import instant
from solvent_spec.units import DAY

Steps = tuple[Step, ...]

RENAMED: Final = "with other account names everything else stays the same"
SHIFTED: Final = "a day later everything but the instants is the same"
UNDISTURBED: Final = "an order placed far from the market and canceled leaves no trace"
MIRRORED: Final = "with long and short exchanged, quantities and profits change sign and fees do not"
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

Tables = dict[tuple[str, str], list[Row]]


@dataclass(frozen=True, slots=True)
class Told:
    """A history as a venue played it: its answers' statuses and the tables at the end."""

    statuses: tuple[str, ...]
    tables: Tables


def told(venue: Venue, steps: Steps, capabilities: Capabilities) -> Told:
    """Play a history and read every table at its end."""
    session = Session(venue)
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
    return Told(statuses, tables)


def retold(venue: Venue, steps: Steps, capabilities: Capabilities) -> Iterator[Violation | None]:
    """A verdict of each relation that a history allows: a violation, or none where it holds."""
    plain = told(venue, steps, capabilities)
    for sentence, transform, undo in _TRANSFORMS:
        other_steps = transform(steps, capabilities)
        if other_steps is None:
            continue
        other = told(venue, other_steps, capabilities)
        if _meddled(other):
            continue
        cells = list(_unlike(plain, undo(other, steps), capabilities))
        yield _violation(sentence, cells, other_steps) if cells else None


def _meddled(other: Told) -> bool:
    """Whether the order that should disturb nothing has traded: prices had come down to it."""
    rows = [row for shown in other.tables.values() for row in shown]
    return any(row.get("orderID") == "$disturbing" and row.get("cumQty") for row in rows)


def rename(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history with every account called otherwise."""
    names = {name: f"{name}-renamed" for name in accounts_of(steps)}
    return tuple(replace(step, message=_renamed(step.message, names)) for step in steps)


def shift(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history a day later, where no contract of it expires."""
    if steps[0].message.get("rulebook") != "TOY" or "ADATOY" in steps[0].message["instruments"]:
        return None
    return tuple(replace(step, message=_later(step.message)) for step in steps)


def disturb(steps: Steps, capabilities: Capabilities) -> Steps | None:
    """The history with an order placed at the lowest tick and canceled at once, in its middle."""
    if not {"POST /order", "DELETE /order"} <= set(capabilities.requests):
        return None
    accounts, symbols = accounts_of(steps), steps[0].message["instruments"]
    frozen = [s.request for s in steps if s.request in {"freeze", "thaw"}]
    if not accounts or not symbols or frozen:
        return None
    from solvent_conformance.generators.worlds import contract_of
    from solvent_spec.units import price_text

    contract = contract_of(steps[0].message["rulebook"], symbols[0])
    body: Row = {
        "symbol": symbols[0],
        "side": "Buy",
        "orderQty": int(contract.instrument.lot_size),
        "price": price_text(contract.instrument.tick_size),
    }
    if contract.instrument.payoff.value == "inverse":
        # At the lowest tick an inverse contract costs most: halve the price instead.
        body["price"] = price_text(contract.on_tick(int(contract.opening) // 4))
    opening = next((n for n, s in enumerate(steps) if s.kind == "do"), len(steps))
    at = max(opening, (len(steps) + opening) // 2)
    extra = (
        do(accounts[-1], "POST /order", body, "disturbing"),
        do(accounts[-1], "DELETE /order", {"orderID": "$disturbing"}, "disturbing-cancel"),
    )
    return (*steps[:at], *extra, *steps[at:])


def _back(other: Told, steps: Steps) -> Told:
    """Undo nothing."""
    return other


def _back_from_renamed(other: Told, steps: Steps) -> Told:
    names = {f"{name}-renamed": name for name in accounts_of(steps)}
    tables = {
        (table, names.get(account, account)): [_renamed(row, names) for row in rows]
        for (table, account), rows in other.tables.items()
    }
    return Told(other.statuses, tables)


def _back_from_disturbed(other: Told, steps: Steps) -> Told:
    """Without the two steps and the order that they made."""
    tables = {
        key: [row for row in rows if row.get("orderID") != "$disturbing"]
        for key, rows in other.tables.items()
    }
    return Told((), tables)


_TRANSFORMS: Final[
    tuple[
        tuple[str, Callable[[Steps, Capabilities], Steps | None], Callable[[Told, Steps], Told]], ...
    ]
] = (
    (RENAMED, rename, _back_from_renamed),
    (SHIFTED, shift, _back),
    (UNDISTURBED, disturb, _back_from_disturbed),
)


def _unlike(plain: Told, other: Told, capabilities: Capabilities) -> Iterator[Difference]:
    if other.statuses and plain.statuses != other.statuses:
        pairs = zip(plain.statuses, other.statuses, strict=True)
        at, (one, two) = next((n, p) for n, p in enumerate(pairs) if p[0] != p[1])
        yield Difference("answer", (f"step {at}",), "status", one, two)
    for (table, account), rows in plain.tables.items():
        columns = [
            c
            for c in sorted(compared_columns(table))
            if capabilities.compares(table, c) and c not in _INSTANTS
        ]
        shown = keyed(table, other.tables.get((table, account), []))
        for key, row in keyed(table, rows).items():
            for column in columns:
                value = shown.get(key, {}).get(column)
                if column in row and value != row[column]:
                    yield Difference(table, key, column, row[column], value)


def mirrored(venue: Venue, steps: Steps, capabilities: Capabilities) -> Violation | None:
    """Exchange buys and sells of a history whose orders all have one price, and compare.

    With one price on both sides of the book, what traded before trades again.
    """
    other_steps = tuple(_turned(step) for step in steps)
    plain = told(venue, steps, capabilities)
    other = told(venue, other_steps, capabilities)
    cells: list[Difference] = []
    for (table, account), rows in plain.tables.items():
        if table != "position":
            continue
        shown = keyed(table, other.tables.get((table, account), []))
        for key, row in keyed(table, rows).items():
            for column in (*_SIGNED, *_UNSIGNED):
                value = shown.get(key, {}).get(column)
                sign = -1 if column in _SIGNED else 1
                if isinstance(row.get(column), int) and value != sign * row[column]:
                    cells.append(Difference(table, key, column, sign * row[column], value))
    return _violation(MIRRORED, cells, other_steps) if cells else None


def split(venue: Venue, steps: Steps, capabilities: Capabilities, label: str) -> Violation | None:
    """Take the order of a label in two parts, and compare what the positions cost."""
    at = next(n for n, step in enumerate(steps) if step.label == label)
    step = steps[at]
    body = step.message["body"]
    half = body["orderQty"] // 2
    parts = tuple(
        replace(step, message={**step.message, "body": {**body, "orderQty": qty}}, label=name)
        for qty, name in ((half, f"{label}-a"), (body["orderQty"] - half, f"{label}-b"))
    )
    other_steps = (*steps[:at], *parts, *steps[at + 1 :])
    plain = told(venue, steps, capabilities)
    other = told(venue, other_steps, capabilities)
    cells: list[Difference] = []
    for (table, account), rows in plain.tables.items():
        if table != "position":
            continue
        shown = keyed(table, other.tables.get((table, account), []))
        for key, row in keyed(table, rows).items():
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


def _turned(step: Step) -> Step:
    body = step.message.get("body", {})
    if step.kind != "do" or "side" not in body:
        return step
    side = "Sell" if body["side"] == "Buy" else "Buy"
    return replace(step, message={**step.message, "body": {**body, "side": side}})


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Every text that is an account's name, or holds one after a colon, under its other name."""
    if isinstance(value, dict):
        return {key: _renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    return names.get(value, value) if isinstance(value, str) else value


def _later(message: Row) -> Row:
    result = dict(message)
    if "clock" in message:
        result["clock"] = iso(int(instant(message["clock"])) + int(DAY))
    if message.get("verb") == "advance":
        to = iso(int(instant(message["body"]["to"])) + int(DAY))
        return {**message, "body": {"to": to}}
    return result


