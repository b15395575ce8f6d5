"""Captures of the feed: its messages as they came off the wire, folded into states of rows.

A message has a table, an action and data. `partial` is an image of the table, or of the part of
it that its filter names; `insert`, `update` and `delete` change rows, which they find by the keys
that the image names. Each state that a row was in is one row for an audit; its number is the line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from solvent_conformance.audit.rows import BadRow, Figure, Row, cell_text, check_figure

TABLES: Final = MappingProxyType(
    {
        "positions": ("position", "margin"),
        "fills": ("execution", "trade"),
        "order-margins": ("position",),
        "instruments": ("instrument",),
        "wallet": ("transact",),
    }
)
"""The tables of the feed whose rows each audit knows."""

MAX_STATES: Final = 1_000_000
_MAX_KEYS: Final = 16
_SHOWN: Final = 8

_KEYS: Final = MappingProxyType(
    {
        "position": ("account", "symbol", "currency"),
        "margin": ("account", "currency"),
        "execution": ("execID",),
        "instrument": ("symbol",),
        "transact": ("transactID",),
    }
)
"""The keys of a table whose image does not name them."""

_CONTROL: Final = ("info", "success", "error", "subscribe", "unsubscribe", "request", "status")
"""What a message has that is no part of a table: greetings, answers, refusals."""

Message = Mapping[str, Any]


@dataclass(slots=True)
class FeedTable:
    """One table as the messages so far have left it."""

    keys: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Capture:
    """A fold over the messages of a feed, for one kind of audit."""

    file: str
    kind: str
    unit: str = "line"
    tables: dict[str, FeedTable] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    control: Counter[str] = field(default_factory=Counter)
    early: Counter[str] = field(default_factory=Counter)
    states: int = 0

    def rows(self, messages: Iterable[tuple[int, object]]) -> Iterator[Row]:
        """Each state of each row, in the order of the messages.

        Raises:
            BadRow: a message is none, with its line.
        """
        for number, message in messages:
            yield from self._fold(number, message)

    def last_rows(self) -> Iterator[Row]:
        """The rows as the last message left them."""
        for table in self.tables.values():
            for number, cells in enumerate(table.rows.values(), 1):
                yield Row(self.file, number, cells)

    def notes(self) -> Iterator[str]:
        """What was not audited, counted."""
        if self.control:
            yield f"{self.control.total()} {self.unit}s hold no rows: {_listed(self.control)}"
        if self.others:
            mine = " and ".join(TABLES[self.kind])
            yield f"{self.others.total()} messages are of no table ({mine}): {_listed(self.others)}"
        for table, count in self.early.items():
            yield f"left out: {count} updates to rows of {table} that no image (partial) has shown"

    def _fold(self, number: int, message: object) -> Iterator[Row]:
        if isinstance(message, str) and message.lower() in {"ping", "pong"}:
            self.control[message.lower()] += 1
            return
        if not isinstance(message, dict):
            raise self._fault(number, f"{cell_text(message)} is no message of the feed")
        name = message.get("table")
        if name is None:
            if not is_answer(message):
                raise self._fault(number, f"{cell_text(message)} has no table and is no answer")
            self.control[next(key for key in _CONTROL if key in message)] += 1
        elif not isinstance(name, str) or isinstance(name, Figure):
            raise self._fault(number, f"table: {cell_text(name)} is no name")
        elif name not in TABLES[self.kind]:
            self.others[name[:40]] += 1
        else:
            yield from self._changes(number, name, message)

    def _changes(self, number: int, name: str, message: Message) -> Iterator[Row]:
        """Make the changes of one message of a table that the audit knows."""
        action, data = message.get("action", "insert"), message.get("data")
        if action not in {"partial", "insert", "update", "delete"}:
            said = f"action: {cell_text(action)} is none of partial, insert, update, delete"
            raise self._fault(number, said)
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            raise self._fault(number, "data: a list of rows is expected")
        table = self.tables.setdefault(name, FeedTable(_KEYS.get(name, ())))
        if action == "partial":
            self._open(number, message, table)
        for cells in data:
            state = self._change(number, name, table, str(action), cells)
            if state is not None:
                self.states += 1
                if self.states > MAX_STATES:
                    raise self._fault(number, f"more than {MAX_STATES} rows; audit it in parts")
                yield Row(self.file, number, state, unit=self.unit)

    def _open(self, number: int, message: Message, table: FeedTable) -> None:
        """Begin an image: what it may show anew is forgotten first."""
        keys, limits = message.get("keys"), message.get("filter") or {}
        if keys is not None:
            names = [key for key in keys if isinstance(key, str)] if isinstance(keys, list) else []
            if not isinstance(keys, list) or len(names) != len(keys) or len(keys) > _MAX_KEYS:
                raise self._fault(number, f"keys: {cell_text(keys)} is no list of columns")
            if tuple(names) != table.keys:
                table.keys, table.rows = tuple(names), {}
        if not isinstance(limits, dict):
            raise self._fault(number, f"filter: {cell_text(limits)} is no filter")
        table.rows = {
            key: cells
            for key, cells in table.rows.items()
            if any(cells.get(column) != value for column, value in limits.items())
        }

    def _change(
        self, number: int, name: str, table: FeedTable, action: str, cells: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Make one change; the state that the row is in then, None if it is in none."""
        place = f"{self.file}: {self.unit} {number}"
        for column, value in cells.items():
            if isinstance(value, Figure):
                check_figure(f"{place}: {column}", value)
        if not table.keys:
            return cells if action != "delete" else None
        key = []
        for column in table.keys:
            value = cells.get(column)
            if not isinstance(value, str):
                raise self._fault(number, f"{column}: the key of a row of {name} is missing")
            key.append(str(value))
        before = table.rows.get(tuple(key))
        if action == "delete":
            table.rows.pop(tuple(key), None)
            return None
        if action == "update" and before is None:
            self.early[name] += 1
            return None
        state = {**(before or {}), **cells} if action == "update" else dict(cells)
        table.rows[tuple(key)] = state
        return state

    def _fault(self, number: int, said: str) -> BadRow:
        return BadRow(f"{self.file}: {self.unit} {number}: {said}")


def is_answer(message: Message) -> bool:
    """Whether a message is a greeting, an answer or a refusal, and holds no rows."""
    return any(key in message for key in _CONTROL)


def _listed(counts: Counter[str]) -> str:
    listed = ", ".join(f"{name} ({count})" for name, count in counts.most_common(_SHOWN))
    return listed + (", ..." if len(counts) > _SHOWN else "")
