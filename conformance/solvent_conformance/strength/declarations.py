"""Declarations: random honest parts of the reference, each before the judges.

A venue that has a part of everything, says so and does that part right is never convicted. What it
shows is what the reference shows, less what it declares absent.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.interruption import obey_parent
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.budget import RULEBOOKS, Budget, rulebooks_of
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.distinctions import others_of
from solvent_conformance.certify.outcome import Plan
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.generators.worlds import rulebook_symbols
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.run import ReferenceBroke
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_conformance.protocol.lists import LISTS, PROFILES
from solvent_conformance.protocol.normative import normative_columns
from solvent_conformance.specimens.part import PartOfVenue
from solvent_conformance.specimens.registry import wrong_venues
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import KEYS, TABLES, Row, Venue

GLANCE: Final = Budget("glance", 6, 1, 15, 2, 3, 2, 1)
"""What one declaration of a campaign is judged by, beside all of the scenes."""

SCENES: Final = 5
MACHINES_TRIED: Final = 3
"""What a part is tried with where it is not taken through a whole campaign."""

TITLES: Final = {0: "certified", 2: "nothing to judge", 3: "undecided"}
_SHARES: Final = (0.4, 0.8, 0.95)
"""How much of a list, or of the columns of a table, a declaration keeps."""


@dataclass(frozen=True, slots=True)
class DeclarationTrial:
    """A declaration that was tried: what it declares, the verdict, and what is wrong with that.

    `reasons` say why nothing more was decided than was.
    """

    seed: int
    declared: Row
    verdict: str
    faults: tuple[str, ...]
    reasons: tuple[str, ...] = ()


def declaration(seed: int) -> Row:
    """What an engine might honestly say that it has, drawn from a seed."""
    chance = Random(seed)
    declared: Row = {"name": f"part {seed}"}
    # One engine lacks a little of a few things, another one much of everything.
    cut = chance.choice((0.15, 0.3, 0.6))
    for name, whole in LISTS.items():
        if chance.random() < cut:
            kept = _some(chance, whole)
            declared[name] = kept or [whole[0]] if name in {"profiles", "payoffs"} else kept
    declared["columns"] = {
        table: _some(chance, sorted(normative_columns()[table] | set(KEYS[table])))
        for table in TABLES
        if chance.random() < cut
    }
    if chance.random() < cut:
        declared["rulebooks"] = _some(chance, RULEBOOKS) or ["TOY"]
    if chance.random() < cut:
        listed = [s for book in RULEBOOKS for s in rulebook_symbols(book, WHOLE)]
        declared["instruments"] = _some(chance, listed) or ["XBTTOY"]
    return declared


def _some(chance: Random, values: Iterable[str]) -> list[str]:
    share = chance.choice(_SHARES)
    return [value for value in values if chance.random() < share]


def glimpse(seed: int, make: Callable[[], Venue] = ReferenceVenue) -> DeclarationTrial:
    """A part before the judges, for some of the scenes and a few histories of each machine."""
    declared = declaration(seed)
    venue = InProcessVenue(PartOfVenue(make(), declared))
    faults: list[str] = []
    try:
        _, capabilities = introduction(venue)
        faults += map(_told, _found(lockstep_of(venue, capabilities), seed))
    except (VenueFailure, ReferenceBroke) as broken:
        faults.append(str(broken)[:400])
    return DeclarationTrial(
        seed, declared, "convicted" if faults else "not convicted", tuple(faults)
    )


def _found(lockstep: Lockstep, seed: int) -> list[Violation]:
    playable = list(scripts(lockstep.capabilities))
    chosen = Random(seed).sample(playable, min(SCENES, len(playable)))
    found = [play(lockstep, s.steps, records=False, watch=LOOSELY)[1] for s in chosen]
    rulebooks = rulebooks_of("TOY", lockstep.capabilities)
    names = [n for n, m in MACHINES.items() if m.profile in lockstep.capabilities.judged]
    for name in Random(seed).sample(names, min(MACHINES_TRIED, len(names))):
        if not rulebooks:
            break
        exploration = Exploration(lockstep, rulebooks[seed % len(rulebooks)], records=False)
        findings = exploration.run(
            MACHINES[name], seed=derived_seed(seed, name), histories=2, steps=12, shrinks=False
        )
        if findings.failure is not None:
            raise findings.failure
        found.append(findings.violation)
    return [violation for violation in found if violation is not None]


def _told(violation: Violation) -> str:
    return f"{violation.judge}, {violation.clause}: {violation.sentence[:300]}"


def whole_run(seed: int) -> DeclarationTrial:
    """A part taken through a whole campaign: certified, or undecided for a reason that is given."""
    declared = declaration(seed)
    venue = InProcessVenue(PartOfVenue(ReferenceVenue(), declared))
    try:
        outcome = run_campaign(venue, Plan(PROFILES, GLANCE, seed))
    except ReferenceBroke as broken:
        return DeclarationTrial(seed, declared, "broken", (str(broken)[:400],))
    faults = [*map(_told, outcome.violations), *outcome.flaky, *outcome.incidents]
    if outcome.failure is not None:
        faults.append(str(outcome.failure)[:400])
    verdict = TITLES.get(outcome.status, "convicted")
    reasons = tuple(
        f"{v.clause}: {v.reason}"
        for v in outcome.verdicts
        if v.name == "Undecided" and CLAUSES[v.clause].level == "MUST"
    ) + tuple(f"nothing shown of the profile {profile}" for profile in outcome.unshown)
    if verdict == "undecided" and not reasons:
        faults.append("undecided, and no reason is given")
    return DeclarationTrial(seed, declared, verdict, tuple(faults), reasons)


def wrong_run(seed: int) -> DeclarationTrial:
    """A part of a wrong venue: it may be undecided, and is not cleared of the clause it breaks.

    Only a clause that is broken in one way alone is looked at: where it shows, it does not conform.
    """
    single = [w for w in wrong_venues() if others_of(w.clause) == (w,)]
    wrong = single[seed % len(single)]
    declared = declaration(seed)
    venue = InProcessVenue(PartOfVenue(wrong.make(), declared))
    try:
        outcome = run_campaign(venue, Plan(PROFILES, GLANCE, seed))
    except ReferenceBroke as broken:
        return DeclarationTrial(seed, declared, "broken", (str(broken)[:400],))
    cleared = [
        f"{wrong.name} is cleared of {verdict.clause}: {verdict.reason}"
        for verdict in outcome.verdicts
        if verdict.clause == wrong.clause and verdict.name == "Conforms"
    ]
    verdict = TITLES.get(outcome.status, "convicted")
    return DeclarationTrial(seed, declared, verdict, tuple(cleared))


def campaign_runs(
    seeds: Iterable[int], jobs: int, *, wrong: bool = False
) -> Iterator[DeclarationTrial]:
    """Parts taken through whole campaigns, on so many processes, in the order of seeds."""
    run = wrong_run if wrong else whole_run
    if jobs <= 1:
        yield from map(run, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(jobs, obey_parent) as pool:
        yield from pool.imap(run, seeds)
