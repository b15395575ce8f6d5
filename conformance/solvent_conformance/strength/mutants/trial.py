"""Trials of mutants: each a program over stdio, before the judges until something is found."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Final, Literal, TypeAlias

from solvent_conformance.adapters.failures import AdapterFailure
from solvent_conformance.adapters.interruption import obey_parent
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.choices.policies import Policy, choices_of, infer_policies
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.lists import PROFILES
from solvent_conformance.strength.mutants.alternatives import alternatives
from solvent_conformance.strength.mutants.equivalents import reason_of
from solvent_conformance.strength.mutants.loader import mutant_stdio
from solvent_conformance.strength.mutants.sites import Site
from solvent_conformance.strength.searches import drive, play_scenes, retell_histories
from solvent_spec.rules import CLAUSES

End: TypeAlias = Literal["violation", "failure", "survived", "equivalent"]
"""What became of a mutant: it broke a clause, it failed, nothing was found, or nothing can be."""

EXCERPT: Final = 300
"""Characters of what is told of an end."""


@dataclass(frozen=True, slots=True)
class MutantTrial:
    """A mutant that was tried. `told` says by what it was killed, or why it is equivalent.

    `commands` and `seconds` are those to the first violation, or of all that was tried.
    """

    site: Site
    end: End
    told: str = ""
    commands: int = 0
    seconds: float = 0.0

    @property
    def killed(self) -> bool:
        """Whether anything was found."""
        return self.end in {"violation", "failure"}


def mutant_trial(site: Site, seed: int) -> MutantTrial:
    """Try one mutant; one that is known to be equivalent is not tried.

    One that survives is tried again as a venue that makes other choices, where its function asks
    for one.

    Raises:
        ReferenceBroke: the reference of this process raised; then we are wrong.
    """
    reason = reason_of(site)
    if reason:
        return MutantTrial(site, "equivalent", reason)
    began = monotonic()
    end, told, commands = judge_mutant(site.identity, seed)
    for chosen in alternatives(site) if end == "survived" else ():
        end, told, sent = judge_mutant(site.identity, seed, chosen)
        commands += sent
        if end != "survived":
            told = f"as a venue that chooses {chosen[1]!r} under {chosen[0]}: {told}"
            break
    return MutantTrial(site, end, limit_text(told, EXCERPT), commands, monotonic() - began)


def judge_mutant(
    identity: str, seed: int, chosen: tuple[str, str] | None = None
) -> tuple[End, str, int]:
    """A mutant before the judges until something is found: its end, what is told, the commands.

    The smoke test and the choices come first, as in a certification, then what is cheap: the
    scenes, the machines at the quick budget, and histories that are told in other ways. One that
    has `chosen` is told a clause and its choice; one that survives and does another permitted thing
    than it was told is equivalent, because a venue may.
    """
    commands = 0
    with open_venue(mutant_stdio(identity, *map("=".join, [chosen] if chosen else []))) as opened:
        venue = LimitedVenue(opened, Allowance())
        try:
            smoke(venue)
            lockstep, policies = _choices(venue)
            for violation, sent in _searches(venue, lockstep, seed):
                commands += sent
                if violation is not None:
                    told = f"{violation.clause}, {violation.judge}: {violation.sentence}"
                    return "violation", told, commands
        except AdapterFailure as failure:
            return "failure", str(failure), commands
        if opened.incidents:
            return "failure", str(opened.incidents[0]), commands
    for policy in policies:
        if policy.seen and policy.choice != _expected(policy.clause, chosen):
            told = f"it does what {policy.clause} permits: {policy.choice!r}"
            return "equivalent", told, commands
    return "survived", "", commands


def _choices(venue: LimitedVenue) -> tuple[Lockstep, tuple[Policy, ...]]:
    _, capabilities = introduction(venue)
    lockstep = lockstep_of(venue, capabilities)
    # One small change makes one other choice at most, and a search for several takes long.
    policies = infer_policies(lockstep, together=False)
    return replace(lockstep, policies=choices_of(policies)), policies


def _expected(clause: str, chosen: tuple[str, str] | None) -> str:
    """What a venue without a mutation would do."""
    return chosen[1] if chosen and chosen[0] == clause else CLAUSES[clause].alternatives[0]


def _searches(
    venue: LimitedVenue, lockstep: Lockstep, seed: int
) -> Iterator[tuple[Violation | None, int]]:
    yield from play_scenes(lockstep)
    for profile in PROFILES:
        yield from drive(lockstep, profile, seed)
    yield retell_histories(venue, lockstep, derived_seed(seed, "retold"))


def mutant_trials(sites: Sequence[Site], seed: int, *, jobs: int = 1) -> Iterator[MutantTrial]:
    """Mutants one after the other, on so many processes; the order is that of the sites."""
    pairs = [(one, seed) for one in sites]
    if jobs <= 1:
        yield from map(_trial_of_pair, pairs)
        return
    with multiprocessing.get_context("spawn").Pool(jobs, obey_parent) as pool:
        yield from pool.imap(_trial_of_pair, pairs)


def _trial_of_pair(pair: tuple[Site, int]) -> MutantTrial:
    return mutant_trial(*pair)
