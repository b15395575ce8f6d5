"""Moments: what a judge sees after a step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from solvent_conformance.judges.violations import Violation
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

    def shown(self, table: str, account: str | None = None) -> list[Row] | None:
        """The venue's rows of a table, if it was read."""
        pair = self.tables.get((table, account))
        return pair[1] if pair else None


class Judge(Protocol):
    """Whoever looks at a moment and may find a violation.

    `checked` counts the clauses that no function executes: what the judge itself looked for.
    """

    checked: Counter[str]

    def after(self, moment: Moment) -> Violation | None:
        """The violation that the moment shows, if any."""
        ...
