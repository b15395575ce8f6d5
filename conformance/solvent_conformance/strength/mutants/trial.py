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
from solvent_conformance.choices.policies import choices_of, infer_policies
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.lists import PROFILES
from solvent_conformance.strength.mutants.alternatives import alternatives
from solvent_conformance.strength.mutants.equivalents import reason_of
from solvent_conformance.strength.mutants.loader import mutant_stdio
from solvent_conformance.strength.mutants.sites import Site
from solvent_conformance.strength.searches import drive, play_scenes, retell_histories

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
    end, told, commands = judge_mutant(mutant_stdio(site.identity), seed)
    for clause, choice in alternatives(site) if end == "survived" else ():
        venue = mutant_stdio(site.identity, f"{clause}={choice}")
        end, told, sent = judge_mutant(venue, seed)
        commands += sent
        if end != "survived":
            told = f"as a venue that chooses {choice!r} under {clause}: {told}"
            break
    return MutantTrial(site, end, limit_text(told, EXCERPT), commands, monotonic() - began)


def judge_mutant(specification: str, seed: int) -> tuple[End, str, int]:
    """A venue before the judges until something is found: its end, what is told, and the commands.

    The smoke test and the choices come first, as in a certification, then what is cheap: the
    scenes, the machines at the quick budget, and histories that are told in other ways.
    """
    commands = 0
    with open_venue(specification) as opened:
        venue = LimitedVenue(opened, Allowance())
        try:
            for violation, sent in _searches(venue, seed):
                commands += sent
                if violation is not None:
                    told = f"{violation.clause}, {violation.judge}: {violation.sentence}"
                    return "violation", told, commands
        except AdapterFailure as failure:
            return "failure", str(failure), commands
        if opened.incidents:
            return "failure", str(opened.incidents[0]), commands
    return "survived", "", commands


def _searches(venue: LimitedVenue, seed: int) -> Iterator[tuple[Violation | None, int]]:
    smoke(venue)
    _, capabilities = introduction(venue)
    lockstep = lockstep_of(venue, capabilities)
    # One small change makes one other choice at most, and a search for several takes long.
    policies = infer_policies(lockstep, together=False)
    lockstep = replace(lockstep, policies=choices_of(policies))
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
