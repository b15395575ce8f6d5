"""Files of recorded rows: a JSON list or a CSV table.

Rows may be flat, or pairs `{"row": ..., "margin": ...}` of one moment; of a pair, whatever
stands beside the two belongs to the row as well.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from solvent_conformance.audit.rows import BadRow, Figure, Row, cell_text, check_figure

MAX_BYTES: Final = 64 * 2**20
MAX_ROWS: Final = 1_000_000


def read_rows(path: Path) -> list[Row]:
    """The rows of a file.

    Raises:
        Malformed: the file cannot be read, is too large, or is no list of rows.
    """
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as fault:
        raise BadRow(f"{path.name}: {fault.strerror}") from None
    if len(content) > MAX_BYTES:
        raise BadRow(f"{path.name}: larger than {MAX_BYTES} bytes; audit it in parts")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadRow(f"{path.name}: byte {fault.start} is no UTF-8 text") from None
    is_json = path.suffix.lower() == ".json" or text.lstrip()[:1] in {"[", "{"}
    rows = list(_json_rows(path.name, text) if is_json else _csv_rows(path.name, text))
    if len(rows) > MAX_ROWS:
        raise BadRow(f"{path.name}: more than {MAX_ROWS} rows; audit it in parts")
    return rows


def _json_rows(file: str, text: str) -> Iterator[Row]:
    try:
        listed = json.loads(
            text,
            parse_float=Figure,
            parse_int=Figure,
            parse_constant=Figure,
            object_pairs_hook=_without_twins,
        )
    except json.JSONDecodeError as fault:
        place = f"line {fault.lineno}, column {fault.colno}"
        raise BadRow(f"{file}: no JSON: {fault.msg} at {place}") from None
    except RecursionError:
        raise BadRow(f"{file}: no list of rows: nested too deep") from None
    except BadRow as fault:
        raise BadRow(f"{file}: {fault}") from None
    if not isinstance(listed, list):
        raise BadRow(f"{file}: a JSON list of rows is expected, not {cell_text(listed)}")
    for number, entry in enumerate(listed, 1):
        if not isinstance(entry, dict):
            raise BadRow(f"{file}: row {number}: {cell_text(entry)} is no row")
        yield _json_row(file, number, entry)


def _json_row(file: str, number: int, entry: Mapping[str, Any]) -> Row:
    cells = dict(entry)
    inner, margin = cells.pop("row", {}), cells.pop("margin", None)
    for name, part in (("row", inner), ("margin", {} if margin is None else margin)):
        if not isinstance(part, dict):
            raise BadRow(f"{file}: row {number}: {name}: {cell_text(part)} is no row")
    cells |= inner
    for source in (cells, margin or {}):
        for column, value in source.items():
            if isinstance(value, Figure):
                check_figure(f"{file}: row {number}: {column}", value)
    paired = None if margin is None else Row(file, number, margin)
    return Row(file, number, cells, paired)


def _csv_rows(file: str, text: str) -> Iterator[Row]:
    reader = csv.DictReader(io.StringIO(text), strict=True)
    try:
        header = reader.fieldnames or []
        if not header or len(set(header)) != len(header) or not all(header):
            raise BadRow(f"{file}: the first line must name each column once")
        for number, entry in enumerate(reader, 1):
            if None in entry or None in entry.values():
                raise BadRow(f"{file}: row {number}: not {len(header)} cells as in the header")
            yield Row(file, number, entry)
    except csv.Error as fault:
        raise BadRow(f"{file}: line {reader.line_num}: no CSV: {fault}") from None


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    cells = dict(pairs)
    if len(cells) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise BadRow(f"{cell_text(twin)} is given twice in one row")
    return cells
