"""Figures: numbers in the rows of a venue, which may show anything in their place."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.protocol.history import JsonValue
from solvent_spec.vocabulary.messages import Row


def whole_number(row: Row, column: str) -> int:
    """A column that is a whole number; zero when it is none."""
    value = row.get(column)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def fraction_of(value: JsonValue) -> Fraction | None:
    """A decimal text or whole number as a fraction; none for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None
