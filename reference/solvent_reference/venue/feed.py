"""The change feed: what changed in the tables since they were last looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from solvent_spec.vocabulary.messages import KEYS, Row

Key = tuple[Any, ...]


class ChangeFeed:
    """Inserts, updates and deletes, made by comparing tables with what they were at the last call.

    A `timestamp` alone is no change.
    """

    __slots__ = ("changes", "known")

    def __init__(self) -> None:
        self.known: dict[str, dict[Key, Row]] = {}
        self.changes: list[Row] = []

    def refresh(self, tables: Mapping[str, Callable[[], list[Row]]]) -> None:
        """Append what is new in each table, in the order of the tables."""
        for table, read in tables.items():
            keys = KEYS[table]
            rows = {tuple(row.get(k) for k in keys): row for row in read()}
            before = self.known.get(table, {})
            for key, row in rows.items():
                if key not in before:
                    self._append(table, "insert", row)
                    continue
                changed = {c: v for c, v in row.items() if before[key].get(c) != v}
                if changed.keys() - {"timestamp"}:
                    self._append(table, "update", dict(zip(keys, key, strict=True)) | changed)
            for key in before:
                if key not in rows:
                    self._append(table, "delete", dict(zip(keys, key, strict=True)))
            self.known[table] = rows

    def since(self, cursor: int) -> list[Row]:
        """The changes after a sequence number."""
        return self.changes[max(cursor, 0) :]

    def _append(self, table: str, action: str, data: Row) -> None:
        self.changes.append(
            {"seq": len(self.changes) + 1, "table": table, "action": action, "data": data}
        )
