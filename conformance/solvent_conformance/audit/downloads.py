"""Downloads of the exchange's pages: tables of text, whose amounts may have a unit beside them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from solvent_conformance.audit.rows import BadRow, Row, cell_text

_UNITS: Final = MappingProxyType(
    {"XBt": 0, "XBT": 8, "USDt": 0, "USDT": 6, "gwei": 0, "Gwei": 0, "ETH": 9, "%": -2}
)
"""The decimal places by which an amount in a unit is moved; of minor units none."""

_WITH_UNIT = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*([A-Za-z]{3,4}|%)", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)
_MONEY: Final = frozenset(
    {"amount", "fee", "walletBalance", "marginBalance", "execCost", "execComm", "grossValue"}
)
_RATES: Final = frozenset({"commission", "fundingRate"})
_SAMPLE: Final = 4096


def table_rows(file: str, text: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table with a header; the last of `columns` stands for the first if need be.

    Raises:
        BadRow: the table has no header, a line has other cells than it, or an amount is none.
    """
    header = text.partition("\n")[0][:_SAMPLE]
    if '{"' in header or "{'" in header:
        raise BadRow(
            f"{file}: line 1: {cell_text(header[: header.index('{')])} stands before a message; "
            "take it off every line"
        )
    separator = next((s for s in (",", ";", "\t") if s in header), ",")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        names = [name.strip() for name in reader.fieldnames or []]
        if not names or len(set(names)) != len(names) or not all(names):
            raise BadRow(f"{file}: the first line must name each column once")
        reader.fieldnames = names
        for number, entry in enumerate(reader, 1):
            if None in entry or None in entry.values():
                found = sum(v is not None for k, v in entry.items() if k is not None)
                found += len(entry.get(None, ()))
                said = f"not {len(names)} cells as in the header but {found}"
                raise BadRow(
                    f"{file}: row {number}: {said} (line {reader.line_num}); "
                    "is the line cut off, or a comma not in quotes?"
                )
            yield _download_row(file, number, entry, columns)
    except csv.Error as fault:
        raise BadRow(f"{file}: line {reader.line_num}: no CSV: {fault}") from None


def _download_row(file: str, number: int, entry: Mapping[str, str], columns: Sequence[str]) -> Row:
    cells = {}
    for column, text in entry.items():
        place = f"{file}: row {number}: {column}"
        cells[column] = _in_minor_units(text.strip(), column, place)
    if columns and not cells.get(columns[0]) and cells.get(columns[-1]):
        cells[columns[0]] = cells[columns[-1]]
    return Row(file, number, cells)


def _in_minor_units(text: str, column: str, place: str) -> str:
    """The text of a cell; an amount with a unit in minor units, a share in hundredths as a rate."""
    if column not in _MONEY and column not in _RATES:
        return text
    if _GROUPED.fullmatch(text):
        raise BadRow(f"{place}: {cell_text(text)} has separators of thousands; write it without")
    found = _WITH_UNIT.fullmatch(text[:64])
    if found is None:
        return text
    figure, unit = found[1], found[2]
    places = _UNITS.get(unit)
    if places is None or (unit == "%") != (column in _RATES):
        known = ", ".join(_UNITS)
        raise BadRow(f"{place}: {cell_text(unit)} is no unit of this column; known are {known}")
    return format(Decimal(figure).scaleb(places), "f")
