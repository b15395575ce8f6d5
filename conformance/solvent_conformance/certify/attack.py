"""Attacking: the machines that think like a thief, with fresh seeds for minutes.

The reference is judged by its own numbers alone, so that no history is played twice; any other
venue is held to the reference as well.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, Final

from solvent_conformance.adapters.interruption import obey_parent
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.adapters.opening import OpenVenue, open_venue
from solvent_conformance.certify.budget import RULEBOOKS
from solvent_conformance.choices.policies import choices_of, infer_policies
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.generators.arenas import DATES
from solvent_conformance.histories.generators.worlds import rulebook_symbols
from solvent_conformance.histories.machines import MACHINES, ROAMING
from solvent_conformance.lockstep.counterexample import Counterexample, counterexample_of
from solvent_conformance.lockstep.gauge import Extremes
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.shrink import shrink
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of, lockstep_without_reference

HISTORIES: Final = {"TOY": 60}
"""Histories of one turn; under other rulebooks, whose days are longer, `ELSEWHERE`."""

ELSEWHERE: Final = 24
STEPS: Final = 40
MONEY: Final = ("ledger", "margin")
"""What is read after each step; every table after each twentieth."""

SHRINKS: Final = 30
"""Histories that are tried to shorten a violation, beside those that delete single steps."""

DEADLINE: Final = 120.0
"""Seconds for one command: a month may pass in it, on a machine that has other work."""

MOST_FOUND: Final = 3
"""Violations that end a turn."""


@dataclass(frozen=True, slots=True)
class AttackTurn:
    """One machine's turn under one rulebook, from one seed."""

    name: str
    seed: int
    histories: int = 0
    commands: int = 0
    digests: tuple[str, ...] = ()
    events: Counter[str] = field(default_factory=Counter)
    extremes: Extremes = field(default_factory=Extremes)
    found: tuple[Counterexample, ...] = ()
    broke: str = ""


@dataclass(slots=True)
class AttackTotals:
    """All turns together. Mutable while it runs. Of alike findings the shortest is kept."""

    turns: int = 0
    histories: int = 0
    commands: int = 0
    events: Counter[str] = field(default_factory=Counter)
    extremes: Extremes = field(default_factory=Extremes)
    found: dict[tuple[str, str], Counterexample] = field(default_factory=dict)
    broke: list[AttackTurn] = field(default_factory=list)

    def add(self, turn: AttackTurn) -> None:
        """Count one turn."""
        self.turns += 1
        self.histories += turn.histories
        self.commands += turn.commands
        self.events.update(turn.events)
        self.extremes.add(turn.extremes)
        if turn.broke:
            self.broke.append(turn)
        for one in turn.found:
            known = self.found.get(one.signature)
            if known is None or len(one.steps) < len(known.steps):
                self.found[one.signature] = one


@dataclass(frozen=True, slots=True)
class TurnOrder:
    """What a turn is told: the venue, the seed of the whole, its number, and what is known."""

    specification: str
    first_seed: int
    number: int
    known: frozenset[tuple[str, str]] = frozenset()


def attack(
    minutes: float,
    first_seed: int,
    jobs: int,
    notify: Callable[[AttackTurn], None],
    *,
    specification: str = "",
) -> AttackTotals:
    """Run turns until the time is over, at least one."""
    end = monotonic() + 60 * minutes
    result = AttackTotals()

    def order(number: int) -> TurnOrder:
        return TurnOrder(specification, first_seed, number, frozenset(result.found))

    def count(turn: AttackTurn) -> None:
        result.add(turn)
        notify(turn)

    if jobs <= 1:
        for number in _numbers(end):
            count(turn_of(order(number)))
        return result
    with multiprocessing.get_context("spawn").Pool(jobs, obey_parent) as pool:
        pending: list[Any] = []
        for number in _numbers(end):
            pending.append(pool.apply_async(turn_of, (order(number),)))
            if len(pending) > jobs:
                count(pending.pop(0).get())
        for one in pending:
            count(one.get())
    return result


def _numbers(end: float) -> Iterator[int]:
    number = 0
    while number == 0 or monotonic() < end:
        yield number
        number += 1


def turn_of(order: TurnOrder) -> AttackTurn:
    """Play one turn."""
    with open_venue(order.specification, deadline=DEADLINE) as venue:
        # Of a stranger a turn takes no more than a run does.
        return _turn(LimitedVenue(venue, Allowance()) if order.specification else venue, order)


def _turn(venue: OpenVenue, order: TurnOrder) -> AttackTurn:
    _, capabilities = introduction(venue)
    watch = Watch(every=20, tables=MONEY)
    if order.specification:
        lockstep = lockstep_of(venue, capabilities, watch=watch)
        lockstep = replace(lockstep, policies=choices_of(infer_policies(lockstep)))
        books = [book for book in RULEBOOKS if rulebook_symbols(book, capabilities)]
    else:
        lockstep = lockstep_without_reference(venue, capabilities, watch=watch)
        books = [*RULEBOOKS, *DATES]
    names = list(ROAMING)
    lap, place = divmod(order.number, len(names))
    # The first rulebook has every second turn: its edges are the cheapest to reach.
    book = books[0] if lap % 2 == 0 else books[1:][lap // 2 % len(books[1:])]
    seed = derived_seed(order.first_seed, "attack", order.number)
    return _played(venue, lockstep, order, names[place], book, seed)


def _played(
    venue: OpenVenue, lockstep: Lockstep, order: TurnOrder, name: str, book: str, seed: int
) -> AttackTurn:
    turn = AttackTurn(f"{name} {book}", seed)
    histories = HISTORIES.get(book, ELSEWHERE)
    known = order.known
    found: list[Counterexample] = []
    digests: list[str] = []
    played = commands = 0
    while played < histories and len(found) < MOST_FOUND:
        exploration = Exploration(lockstep, book, known=known, records=False, shrinks=SHRINKS)
        findings = exploration.run(
            ROAMING[name] if lockstep.is_alone else MACHINES[name],
            seed=derived_seed(seed, len(found)),
            histories=histories - played,
            steps=STEPS,
            aims=True,
        )
        digests.append(findings.digest)
        played += max(1, findings.histories)
        commands += findings.commands
        turn.events.update(findings.events)
        turn.extremes.add(findings.extremes)
        if findings.failure is not None:
            return replace(turn, histories=played, commands=commands, broke=str(findings.failure))
        if findings.violation is None:
            break
        violation = shrink(lockstep, findings.violation)
        known |= {findings.violation.signature, violation.signature}
        policies = () if lockstep.is_alone else lockstep.policies
        found.append(counterexample_of(violation, venue, policies, seed, order.specification))
    return replace(
        turn, histories=played, commands=commands, digests=tuple(digests), found=tuple(found)
    )
