"""Trials: one venue of known quality before the judges, until something is found or time is up."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.interruption import obey_parent
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.campaign import broken_by
from solvent_conformance.choices.policies import choices_of, infer_policies
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import violations_in
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.specimens.registry import Specimen, specimen
from solvent_conformance.strength.other_checks import search_elsewhere
from solvent_conformance.strength.searches import (
    drive,
    play_scenes,
    retell_histories,
    set_loose,
)
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES

BATCHES: Final = (12, 40, 100)
"""Histories of each machine, batch by batch: the likeliest first, then the others."""

_EVERY: Final = (
    "trading", "leverage", "distress", "funding", "arithmetic", "overload", "attacker", "cascade",
    "width",
)  # fmt: skip # the order of search is read off the line
_OTHER_RULEBOOKS: Final = ("2019-06", "2026")


@dataclass(frozen=True, slots=True)
class Trial:
    """One venue tried with one seed.

    `seconds` and `commands` are those to the first violation. `later` are the clauses that
    judges named when the history, and if need be the scenes, were played on past it.
    """

    specimen: Specimen
    seed: int
    violation: Violation | None
    commands: int
    seconds: float
    crashed: str = ""
    later: tuple[str, ...] = ()

    @property
    def caught(self) -> bool:
        """Whether anything was found."""
        return self.violation is not None or bool(self.crashed)

    @property
    def place(self) -> int | None:
        """The place of the broken clause among those that the first violation blames."""
        if self.violation is None or self.specimen.clause not in self.violation.clauses:
            return None
        return self.violation.clauses.index(self.specimen.clause)

    @property
    def cited(self) -> bool:
        """Whether a check that names the clause caught the venue."""
        return self.place is not None or self.specimen.clause in self.later


def trial(specimen: Specimen, seed: int) -> Trial:
    """Try a venue: the machines that its clause is likeliest to show in first, then the others.

    A benign venue is tried with the first batch of every machine, and a fault of the field with
    the machines of its profile alone: no scene shows it.
    """
    began = monotonic()
    if specimen.shown_by != "venue":
        violation, commands = search_elsewhere(specimen, seed)
        return Trial(specimen, seed, violation, commands, monotonic() - began)
    venue = InProcessVenue(specimen.make())
    commands = 0
    try:
        lockstep = _lockstep(venue)
        searches = (
            drive(lockstep, specimen.profile, seed)
            if specimen.profile
            else _searches(venue, lockstep, specimen, seed)
        )
        for violation, sent in searches:
            commands += sent
            if violation is not None:
                seconds = monotonic() - began
                later = _later(lockstep, specimen, violation)
                return Trial(specimen, seed, violation, commands, seconds, later=later)
    except VenueFailure as failure:
        later = broken_by(failure)
        seconds = monotonic() - began
        return Trial(specimen, seed, None, commands, seconds, str(failure), later)
    return Trial(specimen, seed, None, commands, monotonic() - began)


def _lockstep(venue: InProcessVenue) -> Lockstep:
    _, capabilities = introduction(venue)
    lockstep = lockstep_of(venue, capabilities, watch=Watch(every=6))
    return replace(lockstep, policies=choices_of(infer_policies(lockstep)))


def _later(lockstep: Lockstep, specimen: Specimen, first: Violation) -> tuple[str, ...]:
    """The clauses named past the first violation, until the broken one is among them."""
    if not specimen.is_wrong or specimen.clause in first.clauses:
        return ()
    named: dict[str, None] = {}
    for steps in (first.steps, *(script.steps for script in scripts(lockstep.capabilities))):
        for violation in violations_in(lockstep, steps):
            named.update(dict.fromkeys(violation.clauses))
        if specimen.clause in named:
            break
    return tuple(named)


def _searches(
    venue: InProcessVenue, lockstep: Lockstep, specimen: Specimen, seed: int
) -> Iterator[tuple[Violation | None, int]]:
    """What each search found and how many commands it sent, until the budget is used up."""
    capabilities = lockstep.capabilities
    first = likeliest(specimen)
    batches = BATCHES if specimen.is_wrong else BATCHES[:1]
    for number, histories in enumerate(batches):
        for name in dict.fromkeys((*first, *_EVERY)):
            if MACHINES[name].profile not in capabilities.profiles:
                continue
            if name == _after(first) and number == 0:
                yield from play_scenes(lockstep)
            share = histories if name in first or not specimen.is_wrong else histories // 3
            yield set_loose(lockstep, name, "TOY", derived_seed(seed, number, name), share)
        for rulebook in _OTHER_RULEBOOKS:
            seed_there = derived_seed(seed, number, rulebook)
            yield set_loose(lockstep, first[0], rulebook, seed_there, histories // 4)
        yield retell_histories(venue, lockstep, derived_seed(seed, number, "retold"))


def _after(first: tuple[str, ...]) -> str:
    """The machine that follows the likeliest ones; every machine is first for a benign venue."""
    return next((name for name in _EVERY if name not in first), _EVERY[0])


def likeliest(specimen: Specimen) -> tuple[str, ...]:
    """The machines that should catch a venue; every one for a benign venue."""
    if not specimen.is_wrong:
        return _EVERY
    clause = CLAUSES[specimen.clause]
    return _reaching(clause.chapter) or _reaching(clause.profile)


def _reaching(part: str) -> tuple[str, ...]:
    return tuple(name for name in _EVERY if part in MACHINES[name].reaches)


def trials(
    specimens: Iterable[Specimen],
    seeds: Iterable[int],
    notify: Callable[[Trial], None],
    *,
    jobs: int = 1,
) -> list[Trial]:
    """Every venue with every seed, on so many processes; the result does not depend on them."""
    chosen = tuple(seeds)
    wanted = [(specimen.name, seed) for specimen in specimens for seed in chosen]
    result: list[Trial] = []
    if jobs <= 1:
        for one in map(_trial_of, wanted):
            notify(one)
            result.append(one)
        return result
    with multiprocessing.get_context("spawn").Pool(jobs, obey_parent) as pool:
        for name, blank in pool.imap(_plain_trial, wanted):
            one = replace(blank, specimen=specimen(name))
            notify(one)
            result.append(one)
    return result


def _trial_of(pair: tuple[str, int]) -> Trial:
    return trial(specimen(pair[0]), pair[1])


def _plain_trial(pair: tuple[str, int]) -> tuple[str, Trial]:
    """A trial whose specimen is blank: a real one may hold what no process can send another."""
    one = _trial_of(pair)
    return pair[0], replace(one, specimen=_BLANK)


_BLANK: Final = Specimen("", "", "", "", ReferenceVenue)
