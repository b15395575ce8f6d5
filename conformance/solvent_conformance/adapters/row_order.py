"""Row order: rows of a table in the order of their keys, prices by value."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from solvent_spec.vocabulary.messages import KEYS, Row

CHRONOLOGICAL: Final = frozenset({"execution", "trade", "funding"})
"""Tables whose rows come oldest first."""


def rows_in_order(table: str, rows: list[Row]) -> list[Row]:
    """The rows in the order of the protocol; those of one instant keep the order they came in.

    >>> rows = [{"price": "100"}, {"price": "9"}, {"price": None}]
    >>> [row["price"] for row in in_order("orderBookL2", rows)]
    [None, '9', '100']
    """
    if table in CHRONOLOGICAL:
        return sorted(rows, key=lambda row: str(row.get("timestamp") or ""))
    keys = KEYS.get(table, ())
    return sorted(rows, key=lambda row: tuple(_rank(key, row.get(key)) for key in keys))


def _rank(column: str, value: object) -> tuple[bool, Decimal, str]:
    if column == "price" and isinstance(value, str):
        return (True, Decimal(value), "")
    return (value is not None, Decimal(0), str(value))
