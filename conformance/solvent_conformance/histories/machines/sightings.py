"""Sightings: the rows of a venue that nobody stands beside, as far as they can steer a machine.

A stranger shows what it declares. A row that lacks what a machine steers by is passed over, and
what follows from the rest of the row is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from solvent_spec.vocabulary.messages import Row

_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "order": ("orderID", "symbol", "side", "leavesQty"),
    "position": ("symbol", "currentQty"),
    "liquidation": ("symbol", "side", "leavesQty"),
    "insurance": ("symbol",),
    "instrument": ("symbol",),
    "margin": ("currency",),
}


def rows_to_steer_by(table: str, rows: Iterable[Row], account: str | None) -> Iterator[Row]:
    """The rows that have what machines look up, with whose they are and how they stand."""
    for row in rows:
        if any(row.get(column) is None for column in _NEEDED.get(table, ())):
            continue
        filled: Row = {} if account is None else {"account": account}
        if table == "order" and "ordStatus" not in row:
            filled["ordStatus"] = "New" if row["leavesQty"] else "Filled"
        if table == "position":
            filled["currency"] = ""
        yield {**filled, **row}
