"""Sentences: what holds of any venue's own numbers, and what has to be shown to look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_spec.vocabulary.messages import TABLES


@dataclass(frozen=True, slots=True)
class Breach:
    """A sentence that does not hold: the cell that shows it.

    With a `currency` the cell holds minor units of it, and what is observed beyond what is
    expected was made, what is below it lost.
    """

    cell: Difference
    currency: str = ""


Looks: TypeAlias = Iterator[Breach | None]
"""One item for each occasion on which a sentence could have failed: none where it held."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the solvency profile, and the clauses that state it, the likeliest first.

    Each of `needs` is one way to look at it: columns such as `order.price`, `control deposit`,
    `request DELETE /order`, or `no control deposit`. One of them has to be declared in full.
    """

    text: str
    clauses: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    look: Callable[[Moment, Past], Looks]

    def missing(self, capabilities: Capabilities) -> tuple[str, ...]:
        """What the venue would have to declare for it to be looked at: the shortest list."""
        lacks = (tuple(n for n in way if not is_there(n, capabilities)) for way in self.needs)
        return min(lacks, key=len)

    def violation(self, breach: Breach, moment: Moment) -> Violation:
        """The breach as a violation: who, by how much, after which command."""
        cell = breach.cell
        gap = cell.gap if breach.currency else None
        told = f"{cell.name} is {cell.observed!r:.120} and should be {cell.expected!r:.120}"
        if gap is not None:
            told += f": {abs(gap)} {breach.currency} {'made' if gap > 0 else 'lost'}"
        return Violation(
            judge="testimony",
            clauses=self.clauses,
            sentence=f"{self.text}; not so: {told}",
            at=moment.at,
            step=moment.step,
            differences=(cell,),
            money=gap,
            currency=breach.currency,
        )


def is_there(need: str, capabilities: Capabilities) -> bool:
    """Whether a venue declares what is needed: a column, a table, a control verb, a request."""
    kind, _, name = need.partition(" ")
    if kind == "no":
        return not is_there(name, capabilities)
    if kind == "control":
        return name in capabilities.controls
    if kind == "request":
        return name in capabilities.requests
    table, _, column = need.partition(".")
    if not column:
        return table in TABLES and table in capabilities.tables
    return capabilities.shows_all(table, (column,))
