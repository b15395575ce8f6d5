"""Campaigns: a venue before all judges, profile by profile, from one seed to one outcome."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Literal

from solvent_conformance.adapters.failures import AdapterInvalid, VenueFailure
from solvent_conformance.budgets import Budget, rulebooks_of
from solvent_conformance.capabilities import Capabilities, HelloInvalid
from solvent_conformance.courts import court_of
from solvent_conformance.exploration import Exploration, Findings, derived_seed
from solvent_conformance.generators.one_price import one_price_history
from solvent_conformance.generators.worlds import rulebook_symbols
from solvent_conformance.hearing import Court, Watch
from solvent_conformance.history import Step
from solvent_conformance.judges.metamorphic import mirrored, retold, split
from solvent_conformance.judges.violations import Violation
from solvent_conformance.machines import MACHINES, PROFILE_OF
from solvent_conformance.policies import Policy, held, inferred
from solvent_conformance.rehearing import rehear, shortest
from solvent_conformance.verdicts import Verdict, verdicts
from solvent_spec.messages import Row, Venue
from solvent_spec.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class Progress:
    """What happens now: `done` of `total` histories of a stage, or a text alone."""

    kind: Literal["stage", "beat", "violation", "note"]
    text: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What is to be judged, and how: everything that determines the outcome beside the venue."""

    profiles: tuple[str, ...]
    budget: Budget
    seed: int
    rulebook: str = "TOY"
    watch: Watch = field(default_factory=Watch)


@dataclass(slots=True)
class Outcome:
    """Everything that a campaign found. Mutable while it runs."""

    case: Case
    hello: Row
    capabilities: Capabilities
    policies: tuple[Policy, ...] = ()
    violations: list[Violation] = field(default_factory=list)
    failure: VenueFailure | None = None
    failed_steps: tuple[Step, ...] = ()
    flaky: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    digests: dict[str, str] = field(default_factory=dict)
    wire: dict[str, Verdict] = field(default_factory=dict)
    histories: int = 0
    commands: int = 0
    retellings: int = 0
    seconds: float = 0.0

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """A verdict for each clause of the executed profiles."""
        return verdicts(
            self.tally,
            self.violations,
            self.capabilities,
            self.case.profiles,
            Rulebook.named(self.case.rulebook),
            self.wire,
        )

    @property
    def status(self) -> int:
        """0 certified, 1 violations, 3 undecided."""
        if self.violations or self.failure is not None:
            return 1
        undecided = any(v.name == "Undecided" and _is_must(v.clause) for v in self.verdicts)
        return 3 if undecided or self.flaky else 0

    @property
    def transcript_hash(self) -> str:
        """One hash over the transcripts of all stages."""
        text = "".join(f"{name}={digest};" for name, digest in self.digests.items())
        return hashlib.sha256(text.encode()).hexdigest()


Wire = Callable[[Outcome, Callable[[Progress], None]], None]
"""A check of the messages themselves, for a binding that has them: adds to the outcome."""


def run(
    venue: Venue,
    case: Case,
    *,
    notify: Callable[[Progress], None] = lambda _: None,
    wire: Wire | None = None,
) -> Outcome:
    """Judge a venue.

    Raises:
        AdapterInvalid: what it says of itself is not what the protocol asks for.
        ReferenceBroke: the reference raised; then we are wrong.
    """
    began = monotonic()
    hello, capabilities = introduced(venue)
    case = replace(case, profiles=tuple(p for p in case.profiles if p in capabilities.profiles))
    outcome = Outcome(case, hello, capabilities)
    try:
        _judge(venue, outcome, notify)
        if wire is not None and "api" in case.profiles:
            notify(Progress("stage", "api"))
            wire(outcome, notify)
    except VenueFailure as failure:
        outcome.failure = failure
    outcome.seconds = monotonic() - began
    return outcome


def introduced(venue: Venue) -> tuple[Row, Capabilities]:
    """What the venue says of itself.

    Raises:
        AdapterInvalid: it is not what the protocol asks for.
    """
    hello = venue.hello()
    try:
        return hello, Capabilities.of(hello)
    except HelloInvalid as invalid:
        hint = "The protocol is in solvent_spec.messages."
        raise AdapterInvalid("hello", "an introduction", str(invalid), hint) from None


def _judge(venue: Venue, outcome: Outcome, notify: Callable[[Progress], None]) -> None:
    case = outcome.case
    court = court_of(venue, outcome.capabilities, watch=case.watch)
    notify(Progress("stage", "policies"))
    outcome.policies = inferred(court)
    court = replace(court, policies=held(outcome.policies))
    samples: list[tuple[Step, ...]] = []
    for name, machine in MACHINES.items():
        if PROFILE_OF[name] not in case.profiles:
            continue
        for rulebook in rulebooks_of(case.rulebook, outcome.capabilities):
            histories = case.budget.histories if rulebook == case.rulebook else case.budget.others
            stage = Stage(outcome, court, name, rulebook, histories, notify)
            samples += stage.run(machine)
            if outcome.failure is not None:
                return
    notify(Progress("stage", "retellings", 0, case.budget.retellings))
    _retell(venue, outcome, samples, notify)


class Stage:
    """One machine under one rulebook, until its histories are played or enough is violated."""

    def __init__(
        self,
        outcome: Outcome,
        court: Court,
        machine_name: str,
        rulebook: str,
        histories: int,
        notify: Callable[[Progress], None],
    ) -> None:
        self.outcome = outcome
        self.court = court
        self.machine_name = machine_name
        self.rulebook = rulebook
        self.histories = histories
        self.notify = notify
        self.name = f"{machine_name} {rulebook}"

    def run(self, machine: type) -> list[tuple[Step, ...]]:
        """Play the stage; gives a few of its histories to be told again."""
        outcome, budget = self.outcome, self.outcome.case.budget
        known: frozenset[tuple[str, str]] = frozenset(v.mark for v in outcome.violations)
        found_here = played = 0
        samples: list[tuple[Step, ...]] = []
        while played < self.histories and found_here < budget.violations:
            exploration = Exploration(
                self.court,
                self.rulebook,
                known=known,
                samples=2 if self.rulebook == outcome.case.rulebook else 0,
                beats=self._beat(played),
            )
            seed = derived_seed(outcome.case.seed, self.machine_name, self.rulebook, found_here)
            findings = exploration.run(
                machine, seed=seed, histories=self.histories - played, steps=budget.steps
            )
            self._add(findings, found_here)
            played += max(1, findings.histories)
            samples += findings.samples
            if findings.failure is not None or findings.violation is None:
                break
            violation = self._shortest(findings.violation)
            outcome.violations.append(violation)
            known |= {findings.violation.mark, violation.mark}
            found_here += 1
            self.notify(Progress("violation", f"{violation.clause}: {violation.sentence}"))
        return samples

    def _beat(self, before: int) -> Callable[[Findings], None]:
        def beat(findings: Findings) -> None:
            done = min(self.histories, before + findings.histories)
            self.notify(Progress("beat", self.name, done, self.histories))

        return beat

    def _add(self, findings: Findings, place: int) -> None:
        outcome = self.outcome
        outcome.histories += findings.histories
        outcome.commands += findings.commands
        outcome.tally.update(findings.tally)
        outcome.requests.update(findings.requests)
        outcome.digests[f"{self.name} {place}"] = findings.digest
        if findings.is_flaky:
            outcome.flaky.append(self.name)
        if findings.failure is not None:
            outcome.failure, outcome.failed_steps = findings.failure, findings.failed_steps

    def _shortest(self, violation: Violation) -> Violation:
        """Delete what can be deleted; the clause is then blamed on the last step alone."""
        closer = rehear(self.court, violation.steps)
        if closer is None:
            return violation
        return shortest(closer, lambda steps: rehear(self.court, steps))


def _retell(
    venue: Venue,
    outcome: Outcome,
    samples: list[tuple[Step, ...]],
    notify: Callable[[Progress], None],
) -> None:
    """Tell sampled histories, and histories made for it, in other ways."""
    if outcome.violations:
        return
    budget, capabilities = outcome.case.budget, outcome.capabilities
    for number, steps in enumerate(samples[: budget.retellings]):
        for violation in retold(venue, steps, capabilities):
            outcome.retellings += 1
            _take(outcome, violation, notify)
        notify(Progress("beat", "retellings", number + 1, 2 * budget.retellings))
    if not {"deposit", "spot"} <= set(capabilities.controls):
        return
    symbols = rulebook_symbols("TOY", capabilities)
    for number in range(budget.retellings if symbols else 0):
        seed = derived_seed(outcome.case.seed, "one price", number)
        steps = one_price_history(symbols[number % len(symbols)], seed, capabilities.controls)
        for violation in (
            mirrored(venue, steps, capabilities),
            split(venue, steps, capabilities, "taker"),
        ):
            outcome.retellings += 1
            _take(outcome, violation, notify)
        notify(Progress("beat", "retellings", budget.retellings + number + 1, 2 * budget.retellings))


def _take(
    outcome: Outcome, violation: Violation | None, notify: Callable[[Progress], None]
) -> None:
    if violation is None or violation.mark in {v.mark for v in outcome.violations}:
        return
    outcome.violations.append(violation)
    notify(Progress("violation", f"{violation.clause}: {violation.sentence}"))


def _is_must(identity: str) -> bool:
    from solvent_spec.clauses import REGISTRY

    return REGISTRY[identity].level == "MUST"
