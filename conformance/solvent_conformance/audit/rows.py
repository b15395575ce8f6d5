"""Recorded rows: cells read without a float, and refused with row and column.

A figure stays the text it was printed as until a column is asked for, so that what cannot be
read is reported with its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any, Final

from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.units import Millis, Price, price_of

MAX_FIGURE: Final = 48
_MAX_EXPONENT: Final = 30
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE]([+-]?\d{1,4}))?", re.ASCII)
_RATIO = re.compile(r"[+-]?\d+/0*[1-9]\d*", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_DOUBLE = Context(prec=15)
"""A double keeps fifteen significant digits; what follows them is noise of its printing."""


class BadRow(ValueError):
    """Not our language: the message names the file and, where known, row and column."""


class TooFine(BadRow):
    """A price with more decimals than the specification counts: its row is not covered."""


class Figure(str):
    """The text of a number of the file, as distinct from text in quotes."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One recorded row: `number` counts from one, `cells` hold what the file held.

    In a capture it is that of the line that left the row as it is, and `unit` says so. `margin`
    is the margin row of the same moment. A column that is absent, null or an empty
    cell is None to every reader; one of the wrong type raises `Malformed`.
    """

    file: str
    number: int
    cells: Mapping[str, Any]
    margin: Row | None = None
    unit: str = "row"

    @property
    def place(self) -> str:
        """Where the row stands: file and number, which counts rows, lines or messages."""
        return f"{self.file}: {self.unit} {self.number}"

    @property
    def label(self) -> str:
        """What a reader knows the row by: id, symbol and time, as far as it has them."""
        names = (self.cells.get(c) for c in ("id", "symbol", "currency", "timestamp"))
        return " ".join(n for n in names if isinstance(n, str))

    def malformed(self, column: str, fault: str) -> BadRow:
        """The failure that says where in the file what is wrong."""
        return BadRow(f"{self.place}: {column}: {fault}")

    def has(self, *columns: str) -> bool:
        """Whether every one of the columns holds something."""
        return all(self.cells.get(c) not in (None, "") for c in columns)

    def exact(self, column: str) -> Fraction | None:
        """A number as the exact fraction it was printed as; `1/3` in quotes is one, too."""
        if not self.has(column):
            return None
        value = self.cells[column]
        if not isinstance(value, str):
            raise self.malformed(column, f"{cell_text(value)} is no number")
        if not _RATIO.fullmatch(value) or len(value) > MAX_FIGURE:
            check_figure(f"{self.place}: {column}", value)
        return Fraction(value)

    def rate(self, column: str, most: int = 1) -> Fraction | None:
        """A rate above minus one and up to `most`."""
        value = self.exact(column)
        if value is not None and not -1 < value <= most:
            raise self.malformed(column, f"{self.cells[column]} is no rate: above -1, to {most}")
        return value

    def whole(self, column: str) -> int | None:
        """Money or a quantity: a whole number."""
        value = self.exact(column)
        if value is not None and value.denominator != 1:
            raise self.malformed(column, f"{self.cells[column]} is no whole number")
        return None if value is None else value.numerator

    def price(self, column: str) -> Price | None:
        """A price of zero or above, at the fifteen digits that a double keeps."""
        value = self.exact(column)
        if value is None:
            return None
        if value < 0:
            raise self.malformed(column, f"{self.cells[column]} is below zero")
        text = str(self.cells[column])
        try:
            return price_of(text if "/" in text else str(_DOUBLE.create_decimal(Decimal(text))))
        except ValueError as fault:
            raise TooFine(str(self.malformed(column, str(fault)))) from None

    def flag(self, column: str) -> bool | None:
        """True or false."""
        if not self.has(column):
            return None
        value = self.cells[column]
        if isinstance(value, str) and not isinstance(value, Figure):
            value = {"true": True, "false": False}.get(value.lower(), value)
        if not isinstance(value, bool):
            raise self.malformed(column, f"{cell_text(value)} is neither true nor false")
        return value

    def text(self, column: str) -> str:
        """Text; empty when the column is absent."""
        value = self.cells.get(column)
        if value is None:
            return ""
        if not isinstance(value, str) or isinstance(value, Figure):
            raise self.malformed(column, f"{cell_text(value)} is no text")
        return value

    def instant(self, column: str) -> Millis | None:
        """An instant written as an ISO date or date-time."""
        text = self.text(column)
        if not text:
            return None
        if not _DATE.fullmatch(text):
            raise self.malformed(column, f"{cell_text(text)} is no ISO date")
        return self._instant(column, text)

    def date(self) -> str:
        """The ISO date-time at which the row was recorded; empty when it says none.

        A remark behind the date, or in its place, is left out.
        """
        for column in ("timestamp", "transactTime", "currentTimestamp"):
            found = _DATE.match(self.text(column))
            if found:
                self._instant(column, found[0])
                return found[0]
        return ""

    def _instant(self, column: str, text: str) -> Millis:
        try:
            return instant(text)
        except (OverflowError, ValueError):
            raise self.malformed(column, f"{cell_text(text)} is no date of the calendar") from None


def check_figure(place: str, value: str) -> None:
    """Refuse what is no number, or one too long or too large to be a figure of a row."""
    if len(value) > MAX_FIGURE and value[:MAX_FIGURE].strip("+-.0123456789eE") == "":
        raise BadRow(f"{place}: a number of {len(value)} characters; {MAX_FIGURE} at most")
    decimal = _DECIMAL.fullmatch(value) if len(value) <= MAX_FIGURE else None
    if decimal is None:
        raise BadRow(f"{place}: {cell_text(value)} is no number")
    if abs(int(decimal[3] or 0)) > _MAX_EXPONENT:
        raise BadRow(f"{place}: {value} is out of range")


def cell_text(value: object) -> str:
    """A value as a message shows it: short, whatever it is."""
    text = str(value) if isinstance(value, Figure) else repr(value)
    return text if len(text) <= MAX_FIGURE else f"{text[:20]}... ({len(text)} characters)"
