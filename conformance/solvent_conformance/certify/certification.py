"""Certification: a venue judged through its binding, and what a report is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from solvent_conformance.adapters.opening import OpenVenue, open_venue
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.certify.bindings import binding_of
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.findings import harness, without_signatures
from solvent_conformance.certify.outcome import Notify, Outcome, Plan, Progress
from solvent_conformance.choices.policies import choices_of
from solvent_conformance.lockstep.counterexample import (
    Counterexample,
    counterexample_of,
    worst_first,
)
from solvent_conformance.protocol.excerpts import limit_text

STATUSES: Final = {0: "certified", 1: "violations", 2: "adapter invalid", 3: "undecided"}
"""What each exit status says."""


@dataclass(frozen=True, slots=True)
class Certification:
    """An outcome with what a report adds to it."""

    outcome: Outcome
    binding: str
    venue: str
    counterexamples: tuple[Counterexample, ...]

    @property
    def title(self) -> str:
        """Certified, or why not."""
        return STATUSES[self.outcome.status]


def certify(specification: str, plan: Plan, *, notify: Notify) -> Certification:
    """Judge the venue of a specification.

    Raises:
        AdapterInvalid: the venue cannot be judged.
    """
    binding = binding_of(specification)
    with open_venue(specification) as venue:
        notify(Progress("stage", "smoke test"))
        smoke(venue)
        remote = binding != "in process"
        scaled = replace(plan, budget=plan.budget.for_remote()) if remote else plan
        wire = harness(specification) if binding == "http" else without_signatures
        outcome = run_campaign(venue, scaled, notify=notify, wire=wire)
        # What was survived by a restart is still nothing to rely on.
        outcome.incidents += [limit_text(str(incident)) for incident in venue.incidents[:10]]
        return Certification(
            outcome, binding, specification, _counterexamples(venue, outcome, specification)
        )


def _counterexamples(
    venue: OpenVenue, outcome: Outcome, specification: str
) -> tuple[Counterexample, ...]:
    if outcome.failure is not None:
        return ()
    policies = choices_of(outcome.policies)
    seed = outcome.plan.seed
    return tuple(
        counterexample_of(
            violation,
            venue,
            policies,
            seed,
            specification,
            capabilities=outcome.capabilities,
        )
        for violation in worst_first(outcome.violations)
        if violation.steps
    )
