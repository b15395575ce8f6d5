"""Soaking: the machines with fresh seeds for minutes, on several processes."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Final

from solvent_conformance.adapters.interruption import obey_parent
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.budget import RULEBOOKS
from solvent_conformance.certify.verdict import is_in_force
from solvent_conformance.fixtures.files import Fixtures
from solvent_conformance.fixtures.vectors import run_vector
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.run import ReferenceBroke, Watch
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_spec.rulebook import Rulebook
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import CLAUSES

ROUND: Final = 10
"""Histories of one machine under one rulebook before the next one has its turn."""

STEPS: Final = 40
ELSEWHERE: Final = frozenset(c.id for c in CLAUSES.values() if c.unseen or c.binding)
"""Clauses that no machine reaches: their worked examples are counted instead."""


@dataclass(frozen=True, slots=True)
class SoakTurn:
    """One machine's turn: what fired, and what went wrong, if anything."""

    name: str
    seed: int
    histories: int
    commands: int
    tally: Counter[str]
    violation: Violation | None = None
    broke: str = ""


@dataclass(slots=True)
class SoakTotals:
    """All turns together. Mutable while it runs."""

    histories: int = 0
    commands: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    faults: list[SoakTurn] = field(default_factory=list)

    def add(self, turn: SoakTurn) -> None:
        """Count one turn."""
        self.histories += turn.histories
        self.commands += turn.commands
        self.tally.update(turn.tally)
        if turn.violation is not None or turn.broke:
            self.faults.append(turn)

    @property
    def unseen(self) -> tuple[str, ...]:
        """The MUST clauses that should have fired and did not."""
        books = [Rulebook.named(name) for name in RULEBOOKS]
        return tuple(
            c.id
            for c in CLAUSES.values()
            if c.level == "MUST"
            and not self.tally[c.id]
            and any(is_in_force(c, book) for book in books)
        )


def soak(
    minutes: float, first_seed: int, jobs: int, notify: Callable[[SoakTurn], None]
) -> SoakTotals:
    """Run turns until the time is over, at least one of each machine under each rulebook."""
    end = monotonic() + 60 * minutes
    result = SoakTotals()
    _count(result, worked_examples(), notify)
    least = len(MACHINES) * len(RULEBOOKS)
    numbers = _numbers(end, least)
    if jobs <= 1:
        for number in numbers:
            _count(result, _turn((first_seed, number)), notify)
        return result
    with multiprocessing.get_context("spawn").Pool(jobs, obey_parent) as pool:
        # A bounded window: a pool that is fed without end would never hear that time is over.
        pending: list[Any] = []
        for number in numbers:
            pending.append(pool.apply_async(_turn, ((first_seed, number),)))
            if len(pending) >= 2 * jobs:
                _count(result, pending.pop(0).get(), notify)
        for one in pending:
            _count(result, one.get(), notify)
    return result


def worked_examples() -> SoakTurn:
    """The worked examples of what no machine reaches, each counted once."""
    catalogue = Catalogue.load()
    tally: Counter[str] = Counter()
    wrong: list[str] = []
    for vector in Fixtures.here().vectors():
        if ELSEWHERE & set(vector.clauses):
            outcome = run_vector(vector, catalogue)
            tally.update(ELSEWHERE & outcome.fired)
            wrong += map(str, outcome.mismatches)
    return SoakTurn("worked examples", 0, 0, 0, tally, broke="\n".join(wrong))


def _numbers(end: float, least: int) -> Iterator[int]:
    number = 0
    while number < least or monotonic() < end:
        yield number
        number += 1


def _count(result: SoakTotals, turn: SoakTurn, notify: Callable[[SoakTurn], None]) -> None:
    result.add(turn)
    notify(turn)


def _turn(pair: tuple[int, int]) -> SoakTurn:
    """The reference before the judges: it must be clean, and what fires in it is counted."""
    from solvent_reference.venue import ReferenceVenue

    first_seed, number = pair
    names = list(MACHINES)
    name = names[number % len(names)]
    # TOY has every second turn: its edges are the cheapest to reach.
    lap = number // len(names)
    rulebook = RULEBOOKS[0] if lap % 2 else RULEBOOKS[(lap // 2) % len(RULEBOOKS)]
    if lap < len(RULEBOOKS):
        rulebook = RULEBOOKS[lap]
    seed = derived_seed(first_seed, "soak", number)
    venue = ReferenceVenue()
    _, capabilities = introduction(venue)
    exploration = Exploration(lockstep_of(venue, capabilities, watch=Watch(every=6)), rulebook)
    histories = ROUND if rulebook == "TOY" else ROUND // 2
    title = f"{name} {rulebook}"
    try:
        found = exploration.run(MACHINES[name], seed=seed, histories=histories, steps=STEPS)
    except ReferenceBroke as broke:
        return SoakTurn(title, seed, 0, 0, Counter(), broke=str(broke))
    return SoakTurn(title, seed, found.histories, found.commands, found.tally, found.violation)
