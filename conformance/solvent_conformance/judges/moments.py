"""Moments: what a judge sees after a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from solvent_conformance.judges.violations import Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Answer, Row

Pair: TypeAlias = tuple[list[Row] | None, list[Row] | None]
"""Rows of the reference and of the venue; none where a venue did not answer."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a judge sees after a step. `whole` says that every table was read.

    `external` is what each account deposited less what it withdrew, by account and currency;
    `before` holds the venue's rows of the moment before, for tables that were read then.
    """

    at: int
    step: Step
    expected: Answer
    observed: Answer
    tables: dict[tuple[str, str | None], Pair]
    before: dict[tuple[str, str | None], list[Row]]
    whole: bool
    accounts: tuple[str, ...]
    steps: tuple[Step, ...]
    external: dict[tuple[str, str], int]
    fired: Callable[[], Iterable[str]]
    capabilities: Capabilities

    def shown(
        self, table: str, columns: Iterable[str], account: str | None = None
    ) -> list[Row] | None:
        """The venue's rows of a table; none if it was not read or lacks one of the columns."""
        pair = self.tables.get((table, account))
        if pair is None or not self.capabilities.shows_all(table, columns):
            return None
        return pair[1]

    def shown_somewhere(self, table: str, columns: Iterable[str]) -> list[Row]:
        """The rows of a private table of every account that was read."""
        needed = tuple(columns)
        return [row for a in self.accounts for row in self.shown(table, needed, a) or ()]

    @property
    def knows_deposits(self) -> bool:
        """Whether all money came by deposits that the suite made."""
        return "deposit" in self.capabilities.controls

    def shown_to_all(self, table: str, columns: Iterable[str]) -> list[Row] | None:
        """The rows of a private table of every account; none where those of one are missing."""
        needed = tuple(columns)
        rows: list[Row] = []
        for account in self.accounts:
            mine = self.shown(table, needed, account)
            if mine is None:
                return None
            rows += mine
        return rows


class Judge(Protocol):
    """Whoever looks at a moment and may find a violation.

    `checked` counts the clauses that no function executes: what the judge itself looked for.
    """

    checked: Counter[str]

    def after(self, moment: Moment) -> Violation | None:
        """The violation that the moment shows, if any."""
        ...
