"""Memory: what a venue has answered before, because the same history is answered the same.

A scenario is played under each of the permitted choices, a violation is played again while it is
shortened: whoever lies once is then found to have answered in two ways.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from solvent_conformance.judges.tables import compared_columns
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import Step, canonical
from solvent_conformance.protocol.session import Session, table_of
from solvent_spec.vocabulary.messages import Answer, Row, Venue

MOST_ANSWERS: Final = 300_000
"""Answers that are remembered, the first ones."""

MOST_TOLD: Final = 5
NAMES: Final = frozenset({"orderID", "execID", "trdMatchID"})
"""Columns that name things in the order in which they are seen, which hangs on who looks."""


@dataclass(slots=True)
class Memory:
    """What a venue has said. Mutable: it grows.

    `contradictions` are the steps that were answered differently when they were repeated.
    """

    contradictions: list[str] = field(default_factory=list)
    _said: dict[tuple[str, ...], int] = field(default_factory=dict)

    def compare(self, history: tuple[str, ...], said: int, title: str) -> None:
        """Remember an answer, or compare it with the one that is remembered."""
        if len(self._said) < MOST_ANSWERS:
            before = self._said.setdefault(history, said)
        else:
            before = self._said.get(history, said)
        told = limit_text(title, 200)
        is_known = told in self.contradictions or len(self.contradictions) >= MOST_TOLD
        if before != said and not is_known:
            self.contradictions.append(told)


class RecallingSession(Session):
    """A session that remembers what it has heard, column by column of those that are judged."""

    def __init__(self, venue: Venue, capabilities: Capabilities, memory: Memory) -> None:
        super().__init__(venue, capabilities)
        self._capabilities = capabilities
        self._memory = memory
        self._history: str = ""

    def send(self, step: Step) -> Answer:
        """Serve a step; the answer's identifiers are symbolic."""
        answer = super().send(step)
        asked = canonical(step.row())
        if step.kind == "reset":
            self._history = ""
        is_request = step.kind == "do"
        rows = self._heard(table_of(step.message["path"]), answer.rows) if is_request else 0
        # Not its words: they may hold a name that is another one each time.
        said = hash((answer.status, answer.code, rows))
        self._memory.compare((self._history, asked), said, step.title)
        if step.kind != "read":
            self._history = f"{hash((self._history, asked)):x}"
        return answer

    def read(self, table: str, account: str | None = None) -> list[Row] | None:
        """The rows of a table with symbolic identifiers; none when the venue does not answer ok."""
        rows = super().read(table, account)
        said = -1 if rows is None else self._heard(table, rows)
        key = (self._history, table, account or "")
        self._memory.compare(key, said, f"read {table} {account or ''}".rstrip())
        return rows

    def _heard(self, table: str, rows: list[Row]) -> int:
        columns = sorted(
            column
            for column in compared_columns(table) - NAMES
            if self._capabilities.compares(table, column)
        )
        # Rows of one moment may come in any order.
        return hash(tuple(sorted(hash(tuple(str(row.get(c)) for c in columns)) for row in rows)))
