"""Certification: a venue judged through its binding, and what a report is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from solvent_conformance.adapters.opening import OpenVenue, open_venue
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.certify.bindings import binding_of
from solvent_conformance.certify.campaign import run
from solvent_conformance.certify.findings import harness, unsigned
from solvent_conformance.certify.outcome import Case, Notify, Outcome, Progress
from solvent_conformance.choices.policies import held
from solvent_conformance.lockstep.counterexample import Counterexample, taken, worst_first
from solvent_conformance.protocol.excerpts import limited

STATUSES: Final = {0: "certified", 1: "violations", 2: "adapter invalid", 3: "undecided"}
"""What each exit status says."""


@dataclass(frozen=True, slots=True)
class Run:
    """An outcome with what a report adds to it."""

    outcome: Outcome
    binding: str
    venue: str
    counterexamples: tuple[Counterexample, ...]

    @property
    def title(self) -> str:
        """Certified, or why not."""
        return STATUSES[self.outcome.status]


def certify(specification: str, case: Case, *, notify: Notify) -> Run:
    """Judge the venue of a specification.

    Raises:
        AdapterInvalid: the venue cannot be judged.
    """
    binding = binding_of(specification)
    with open_venue(specification) as venue:
        notify(Progress("stage", "smoke test"))
        smoke(venue)
        remote = binding != "in process"
        scaled = replace(case, budget=case.budget.for_remote()) if remote else case
        wire = harness(specification) if binding == "http" else unsigned
        outcome = run(venue, scaled, notify=notify, wire=wire)
        # What was survived by a restart is still nothing to rely on.
        outcome.flaky += [limited(str(incident)) for incident in venue.incidents[:10]]
        return Run(outcome, binding, specification, _counterexamples(venue, outcome, specification))


def _counterexamples(
    venue: OpenVenue, outcome: Outcome, specification: str
) -> tuple[Counterexample, ...]:
    if outcome.failure is not None:
        return ()
    policies = held(outcome.policies)
    seed = outcome.case.seed
    return tuple(
        taken(violation, venue, policies, seed, specification)
        for violation in worst_first(outcome.violations)
        if violation.steps
    )
