"""Certification: a venue judged through its binding, and what a report is made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from solvent_conformance.adapters.failures import EngineFailed, RunEnded, VenueFailure, VenueHung
from solvent_conformance.adapters.limits import Allowance, LimitedVenue, Limits
from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.certify.bindings import binding_of
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.findings import harness, without_signatures
from solvent_conformance.certify.outcome import Notify, Outcome, Plan, Progress
from solvent_conformance.certify.severity import worst_first
from solvent_conformance.choices.policies import choices_of
from solvent_conformance.lockstep.counterexample import Counterexample, counterexample_of
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.market import own_symbols
from solvent_spec.vocabulary.messages import Venue

STATUSES: Final = {
    0: "certified",
    1: "violations",
    2: "adapter invalid",
    3: "undecided",
    4: "engine failed",
}
"""What each exit status says."""

INVALID: Final = 2
NOTHING: Final = "nothing to judge"
"""What a run ends with that has not judged a single clause."""

KNOWN: Final = "nothing new"
"""What a run ends with that has found what its baseline accepts, and no more."""


@dataclass(frozen=True, slots=True)
class Certification:
    """An outcome with what a report adds to it."""

    outcome: Outcome
    binding: str
    venue: str
    counterexamples: tuple[Counterexample, ...]

    @property
    def stale(self) -> frozenset[str]:
        """The names of the accepted counterexamples that the venue shows no longer."""
        return frozenset(text.partition(":")[0] for text in self.outcome.stale)

    @property
    def title(self) -> str:
        """Certified, or why not."""
        if self.outcome.status == 0 and self.outcome.accepted:
            return KNOWN
        return NOTHING if self.outcome.status == INVALID else STATUSES[self.outcome.status]


def certify(
    specification: str, plan: Plan, *, notify: Notify, limits: Limits | None = None
) -> Certification:
    """Judge the venue of a specification, within the limits of a run.

    Raises:
        AdapterInvalid: the venue cannot be judged.
        RunEnded: the time was over before anything was judged.
    """
    binding = binding_of(specification)
    allowance = Allowance(limits)
    with open_venue(specification) as opened:
        venue = LimitedVenue(opened, allowance)
        notify(Progress("stage", "smoke test"))
        broken = _failure_in_smoke(venue, plan.rulebook)
        remote = binding != "in process"
        scaled = replace(plan, budget=plan.budget.for_remote()) if remote else plan
        wire = harness(specification, allowance) if binding == "http" else without_signatures
        outcome = run_campaign(venue, scaled, notify=notify, wire=wire)
        if outcome.failure is None and broken is not None:
            outcome.failure, outcome.failed_steps = broken
        elif outcome.failure is None:
            _say_goodbye(venue, outcome)
        elif not outcome.failed_steps:
            outcome.failed_steps = tuple(venue.steps)
        outcome.flaky += outcome.memory.contradictions
        # What was survived by a restart is still nothing to rely on.
        outcome.incidents += [limit_text(str(incident)) for incident in opened.incidents[:10]]
        return Certification(
            outcome, binding, specification, _counterexamples(opened, outcome, specification)
        )


def _failure_in_smoke(
    venue: LimitedVenue, rulebook: str
) -> tuple[EngineFailed, tuple[Step, ...]] | None:
    """How an engine failed in the smoke test, with the steps before it; none if it did not.

    The run goes on: it may meet the same in fewer steps. It may also never send what the smoke
    test did, such as a quantity that is no number, and then certifies nothing all the same.
    """
    try:
        # The presets' contracts trade under the month of the seeds.
        smoke(venue, rulebook if own_symbols(rulebook) else "2019-06")
    except EngineFailed as failure:
        return failure, tuple(venue.steps)
    return None


def _say_goodbye(venue: LimitedVenue, outcome: Outcome) -> None:
    """Ask a last time: an answer too many would come now, and a hello does not change."""
    try:
        hello = venue.hello()
    except VenueFailure as failure:
        outcome.failure = failure
        outcome.failed_steps = tuple(venue.steps)
        return
    if hello != outcome.hello:
        outcome.flaky.append("hello")


def _counterexamples(
    venue: Venue, outcome: Outcome, specification: str
) -> tuple[Counterexample, ...]:
    policies = choices_of(outcome.policies)
    seed = outcome.plan.seed
    # A venue that has used up the time of a run is not asked again what it has answered.
    answering = None if isinstance(outcome.failure, RunEnded | VenueHung) else venue
    return tuple(
        counterexample_of(
            violation,
            answering,
            policies,
            seed,
            specification,
            capabilities=outcome.capabilities,
        )
        for violation in worst_first(outcome.violations)
        if violation.steps
    )
