"""Strength: how well the suite tells wrong venues from right ones, and how soon."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median
from time import monotonic
from typing import Final

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.campaign import introduced
from solvent_conformance.courts import court_of
from solvent_conformance.exploration import Exploration, derived_seed
from solvent_conformance.generators.one_price import one_price_history
from solvent_conformance.hearing import Court, Watch
from solvent_conformance.history import Step
from solvent_conformance.judges.metamorphic import mirrored, retold, split
from solvent_conformance.judges.violations import Violation
from solvent_conformance.machines import MACHINES, PROFILE_OF
from solvent_conformance.policies import held, inferred
from solvent_conformance.venues.registry import Specimen, specimen
from solvent_spec.clauses import REGISTRY
from solvent_spec.messages import Row, Venue

BATCHES: Final = (12, 40, 100)
"""Histories of each machine, batch by batch: the likeliest first, then the others."""

STEPS: Final = 25
_EVERY: Final = ("trading", "leverage", "distress", "funding", "arithmetic", "overload")
_BY_PROFILE: Final = {
    "arithmetic": ("arithmetic", "leverage"),
    "trading": ("trading",),
    "margin": ("leverage",),
    "overload": ("overload",),
    "api": ("trading", "overload"),
}
_BY_CHAPTER: Final = {
    "funding": ("funding", "leverage"),
    "index": ("leverage", "funding"),
    "mark": ("funding", "leverage"),
    "liquidation": ("distress",),
    "insurance": ("distress",),
    "deleveraging": ("distress",),
}
"""Which machines reach a clause soonest: by its chapter, else by its profile."""

_OTHER_RULEBOOKS: Final = ("2019-06", "2026")


@dataclass(frozen=True, slots=True)
class Trial:
    """One venue tried with one seed. `cited` says whether the clause that it breaks was named.

    `place` is where in the violation's list of clauses it stands, from zero.
    """

    specimen: Specimen
    seed: int
    violation: Violation | None
    commands: int
    seconds: float
    crashed: str = ""

    @property
    def caught(self) -> bool:
        """Whether anything was found."""
        return self.violation is not None or bool(self.crashed)

    @property
    def place(self) -> int | None:
        """The place of the broken clause among those that are blamed."""
        if self.violation is None or self.specimen.clause not in self.violation.clauses:
            return None
        return self.violation.clauses.index(self.specimen.clause)

    @property
    def cited(self) -> bool:
        """Whether a check that names the clause caught the venue."""
        return self.place is not None


def trial(specimen: Specimen, seed: int) -> Trial:
    """Try a venue: the machines that its clause is likeliest to show in first, then the others.

    A benign venue is tried with the first batch of every machine.
    """
    began = monotonic()
    venue = InProcessVenue(specimen.make())
    commands = 0
    try:
        for violation, sent in _searches(venue, specimen, seed):
            commands += sent
            if violation is not None:
                seconds = monotonic() - began
                return Trial(specimen, seed, violation, commands, seconds)
    except VenueFailure as failure:
        return Trial(specimen, seed, None, commands, monotonic() - began, str(failure))
    return Trial(specimen, seed, None, commands, monotonic() - began)


def _searches(
    venue: InProcessVenue, specimen: Specimen, seed: int
) -> Iterator[tuple[Violation | None, int]]:
    """What each search found and how many commands it sent, until the budget is used up."""
    _, capabilities = introduced(venue)
    court = court_of(venue, capabilities, watch=Watch(every=6))
    court = replace(court, policies=held(inferred(court)))
    first = likeliest(specimen)
    batches = BATCHES if specimen.is_wrong else BATCHES[:1]
    for number, histories in enumerate(batches):
        for name in dict.fromkeys((*first, *_EVERY)):
            if PROFILE_OF[name] not in capabilities.profiles:
                continue
            share = histories if name in first or not specimen.is_wrong else histories // 3
            yield _explored(court, name, "TOY", derived_seed(seed, number, name), share)
        for rulebook in _OTHER_RULEBOOKS:
            seed_there = derived_seed(seed, number, rulebook)
            yield _explored(court, first[0], rulebook, seed_there, histories // 4)
        yield _retold(venue, court, derived_seed(seed, number, "retold"))


def likeliest(specimen: Specimen) -> tuple[str, ...]:
    """The machines that should catch a venue; every one for a benign venue."""
    if not specimen.is_wrong:
        return _EVERY
    clause = REGISTRY[specimen.clause]
    return _BY_CHAPTER.get(clause.chapter) or _BY_PROFILE[clause.profile]


def _explored(
    court: Court, name: str, rulebook: str, seed: int, histories: int
) -> tuple[Violation | None, int]:
    exploration = Exploration(court, rulebook, records=False)
    found = exploration.run(
        MACHINES[name], seed=seed, histories=max(1, histories), steps=STEPS, shrinks=False
    )
    if found.failure is not None:
        raise found.failure
    if found.violation is None:
        return None, found.commands
    return _explained(court, found.violation), found.commands_to_find


def _explained(court: Court, violation: Violation) -> Violation:
    """The violation once more with the clauses noted that the reference executed in its step."""
    from solvent_conformance.rehearing import rehear

    return rehear(court, violation.steps) or violation


def _retold(venue: Venue, court: Court, seed: int) -> tuple[Violation | None, int]:
    """A few histories told in another way."""
    from solvent_conformance.generators.worlds import rulebook_symbols

    capabilities = court.capabilities
    commands = 0
    for number, symbol in enumerate(rulebook_symbols("TOY", capabilities)):
        steps: tuple[Step, ...] = one_price_history(symbol, seed + number, capabilities.controls)
        found = [
            mirrored(venue, steps, capabilities),
            split(venue, steps, capabilities, "taker"),
            *retold(venue, steps, capabilities),
        ]
        commands += 5 * len(steps)
        for violation in found:
            if violation is not None:
                return violation, commands
    return None, commands


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
        played: Iterable[Trial] = map(_trial_of, wanted)
        for one in played:
            notify(one)
            result.append(one)
        return result
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for name, seed, *rest in pool.imap(_plain_trial, wanted):
            one = Trial(specimen(name), seed, *rest)
            notify(one)
            result.append(one)
    return result


def _trial_of(pair: tuple[str, int]) -> Trial:
    return trial(specimen(pair[0]), pair[1])


def _plain_trial(pair: tuple[str, int]) -> tuple[str, int, Violation | None, int, float, str]:
    """A trial without its specimen, which may hold what cannot travel between processes."""
    one = _trial_of(pair)
    return (one.specimen.name, one.seed, one.violation, one.commands, one.seconds, one.crashed)


@dataclass(frozen=True, slots=True)
class Strength:
    """What all trials say together."""

    trials: tuple[Trial, ...]

    def of(self, specimen: Specimen) -> list[Trial]:
        """The trials of one venue."""
        return [t for t in self.trials if t.specimen.name == specimen.name]

    @property
    def specimens(self) -> list[Specimen]:
        """The venues, each once."""
        return list({t.specimen.name: t.specimen for t in self.trials}.values())

    def is_caught(self, specimen: Specimen) -> bool:
        """Whether a wrong venue was caught with every seed."""
        return all(t.caught for t in self.of(specimen))

    def proves(self, specimen: Specimen) -> bool:
        """Whether it was caught with every seed by a check that names its clause."""
        return specimen.is_wrong and all(t.cited for t in self.of(specimen))

    @property
    def proved(self) -> tuple[str, ...]:
        """The clauses whose wrong venues were caught by checks that name them."""
        return tuple(sorted({s.clause for s in self.specimens if self.proves(s)}))

    @property
    def unproved(self) -> tuple[str, ...]:
        """The MUST clauses without such a venue."""
        proved = set(self.proved)
        return tuple(c.id for c in REGISTRY.values() if c.level == "MUST" and c.id not in proved)

    @property
    def missed(self) -> list[Specimen]:
        """Wrong venues that some seed did not catch."""
        return [s for s in self.specimens if s.is_wrong and not self.is_caught(s)]

    @property
    def false_alarms(self) -> list[Trial]:
        """Trials of benign venues in which something was found."""
        return [t for t in self.trials if not t.specimen.is_wrong and t.caught]

    @property
    def median_seconds(self) -> float:
        """The median time to catch a wrong venue."""
        times = [t.seconds for t in self.trials if t.specimen.is_wrong and t.caught]
        return median(times) if times else 0.0

    def row(self) -> Row:
        """All of it as a JSON object; times are texts, since JSON here has no floats."""
        return {
            "format": 1,
            "seeds": sorted({t.seed for t in self.trials}),
            "venues": [self._venue(s) for s in self.specimens],
            "proved": list(self.proved),
            "unproved": list(self.unproved),
            "missed": [s.name for s in self.missed],
            "false_alarms": [
                {"venue": t.specimen.name, "seed": t.seed, "found": t.crashed or _told(t)}
                for t in self.false_alarms
            ],
            "median_seconds": f"{self.median_seconds:.2f}",
        }

    def _venue(self, specimen: Specimen) -> Row:
        mine = self.of(specimen)
        return {
            "venue": specimen.name,
            "clause": specimen.clause or None,
            "caught": sum(t.caught for t in mine),
            "cited": sum(t.cited for t in mine),
            "tried": len(mine),
            "median_commands": int(median(t.commands for t in mine)),
            "median_seconds": f"{median(t.seconds for t in mine):.2f}",
            "slowest_seconds": f"{max(t.seconds for t in mine):.2f}",
            "found": [_told(t) for t in mine[:1]],
        }


def _told(trial: Trial) -> str:
    if trial.violation is None:
        return trial.crashed or "nothing"
    return f"{trial.violation.judge}: {trial.violation.sentence}"
