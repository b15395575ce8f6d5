"""Files of recorded rows, in any of the forms in which people have them.

Rows may be flat, or pairs `{"row": ..., "margin": ...}` of one moment; of a pair, whatever
stands beside the two belongs to the row as well. They stand in a JSON list, in a list as Python
prints it, inside `data`, one on a line, in the messages of a feed, or in a table with a header.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from solvent_conformance.audit.capture import MAX_STATES, TABLES, Capture, is_answer
from solvent_conformance.audit.downloads import table_rows
from solvent_conformance.audit.literals import value_of
from solvent_conformance.audit.rows import BadRow, Figure, Row, cell_text, check_figure
from solvent_conformance.audit.texts import file_text, lines_of

MAX_ROWS: Final = MAX_STATES
_HEARTBEAT = re.compile(r"\s*\"?(ping|pong)\"?\s*", re.IGNORECASE)
_TIMES: Final = ("timestamp", "transactTime")
"""A download may have the second alone."""


@dataclass(frozen=True, slots=True)
class RowSource:
    """The rows of a file. Those of a feed are states, each of a moment of its own."""

    rows: Iterable[Row]
    is_feed: bool = False
    notes: Callable[[], Iterable[str]] = tuple

    def groups(self) -> Iterator[Sequence[Row]]:
        """The rows that belong to one moment: all rows of a file, one state of a feed."""
        if self.is_feed:
            yield from ([row] for row in self.rows)
        else:
            yield list(self.rows)


def read_rows(path: Path, kind: str = "positions") -> list[Row]:
    """The rows of a file; of a feed, the states of those tables that an audit of `kind` knows.

    Raises:
        BadRow: the file cannot be read, is too large, or is no list of rows.
    """
    return list(source_of(path, kind).rows)


def source_of(path: Path, kind: str) -> RowSource:
    """The rows of a file, read as they are asked for.

    Raises:
        BadRow: the file cannot be read, is too large, or is no list of rows.
    """
    file, text = path.name, file_text(path)
    start = text.lstrip()
    if not (path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or start[:1] in {*"[{("}):
        if not _HEARTBEAT.fullmatch(start.partition("\n")[0]):
            return RowSource(_counted(file, table_rows(file, text, _TIMES)))
        return _feed(file, kind, _messages(file, text), "line")
    if _has_lines(text, start):
        return _from_lines(file, kind, text)
    value = value_of(text, file)
    if isinstance(value, dict) and "data" in value:
        if "action" in value:
            return _feed(file, kind, [(1, value)], "message")
        _check_table(file, kind, value)
        value = value["data"]
    elif isinstance(value, dict) and is_answer(value):
        return _feed(file, kind, [(1, value)], "message")
    if not isinstance(value, list):
        said = "a JSON list of rows is expected, alone or inside data"
        raise BadRow(f"{file}: {said}, not {cell_text(value)}")
    if any(isinstance(entry, dict) and {"table", "data"} <= entry.keys() for entry in value):
        return _feed(file, kind, enumerate(value, 1), "message")
    return RowSource(_counted(file, _listed_rows(file, value)))


def _has_lines(text: str, start: str) -> bool:
    """Whether a file has a value on each line, as its first line ends with the value it begins."""
    first, _, rest = start.partition("\n")
    if _HEARTBEAT.fullmatch(first):
        return True
    return first.startswith("{") and first.rstrip().endswith("}") and bool(rest.strip())


def _from_lines(file: str, kind: str, text: str) -> RowSource:
    """Messages of a feed or plain rows, as the first line says that is neither ping nor answer."""
    found = next(
        (
            value
            for _, value in _messages(file, text)
            if isinstance(value, dict) and ("table" in value or not is_answer(value))
        ),
        None,
    )
    if found is None or "table" in found:
        return _feed(file, kind, _messages(file, text), "line")
    rows = (
        _plain_row(file, number, value, "line")
        for number, value in _messages(file, text)
        if not _is_heartbeat(value)
    )
    return RowSource(_counted(file, rows))


def _feed(file: str, kind: str, messages: Iterable[tuple[int, object]], unit: str) -> RowSource:
    capture = Capture(file, kind, unit)
    states = capture.rows(messages)
    if kind != "wallet":
        return RowSource(states, is_feed=True, notes=capture.notes)

    def at_the_end() -> Iterator[Row]:
        """A history is audited once, as the last message left it."""
        for _ in states:
            pass
        yield from capture.last_rows()

    return RowSource(at_the_end(), notes=capture.notes)


def _messages(file: str, text: str) -> Iterator[tuple[int, object]]:
    lines = lines_of(file, text)
    while lines and not lines[-1].strip():
        lines.pop()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if _HEARTBEAT.fullmatch(line):
            yield number, line.strip().strip('"')
            continue
        try:
            yield number, value_of(line, file, number)
        except BadRow as fault:
            if number < len(lines) or number == 1:
                raise
            said = f"line {number}, the last, seems to be cut off; finish it or take it out"
            raise BadRow(f"{fault}: {said}") from None


def _is_heartbeat(value: object) -> bool:
    return isinstance(value, str) and bool(_HEARTBEAT.fullmatch(value))


def _check_table(file: str, kind: str, value: Mapping[str, Any]) -> None:
    table = value.get("table")
    if table is not None and table not in TABLES[kind]:
        named = next((k for k, tables in TABLES.items() if table in tables), None)
        more = f"; audit it as {named}" if named else ""
        mine = " or ".join(TABLES[kind])
        raise BadRow(f"{file}: table: {cell_text(table)} is not {mine}{more}")


def _listed_rows(file: str, listed: list[object]) -> Iterator[Row]:
    for number, entry in enumerate(listed, 1):
        yield _plain_row(file, number, entry, "row")


def _plain_row(file: str, number: int, entry: object, unit: str) -> Row:
    place = f"{file}: {unit} {number}"
    if not isinstance(entry, dict):
        raise BadRow(f"{place}: {cell_text(entry)} is no row")
    cells = dict(entry)
    inner, margin = cells.pop("row", {}), cells.pop("margin", None)
    for name, part in (("row", inner), ("margin", {} if margin is None else margin)):
        if not isinstance(part, dict):
            raise BadRow(f"{place}: {name}: {cell_text(part)} is no row")
    cells |= inner
    for source in (cells, margin or {}):
        for column, value in source.items():
            if isinstance(value, Figure):
                check_figure(f"{place}: {column}", value)
    paired = None if margin is None else Row(file, number, margin, unit=unit)
    return Row(file, number, cells, paired, unit)


def _counted(file: str, rows: Iterable[Row]) -> Iterator[Row]:
    for count, row in enumerate(rows, 1):
        if count > MAX_ROWS:
            raise BadRow(f"{file}: more than {MAX_ROWS} rows; audit it in parts")
        yield row
