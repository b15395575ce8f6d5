"""Exploration: one machine set loose on one venue, by Hypothesis, from one seed."""

from __future__ import annotations

import hashlib
from bisect import insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import ClassVar

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import Flaky
from hypothesis.stateful import run_state_machine_as_test

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.histories.chance import BACKEND
from solvent_conformance.histories.machines import VenueMachine
from solvent_conformance.judges.violations import Violation, ViolationFound
from solvent_conformance.lockstep.gauge import Extremes
from solvent_conformance.lockstep.run import Run
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Answer

MOST_SHRINKS = 150
"""Histories that are tried to shorten one violation, beside those that delete single steps."""

RICHEST = 3
"""Histories that are kept for each clause."""


class Halt(BaseException):
    """Ends an exploration at once: Hypothesis neither catches nor shrinks it."""


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """How much a history has of a clause: how often it refused, then how often it was executed."""

    refusals: int
    executions: int


@dataclass(slots=True)
class Findings:
    """What an exploration brought. Mutable while it runs.

    `digest` is the hash over the transcripts of all its histories, in order; `richest` holds for
    each clause the histories in which it refused most, or else was executed most.
    """

    violation: Violation | None = None
    failure: VenueFailure | None = None
    failed_steps: tuple[Step, ...] = ()
    is_flaky: bool = False
    histories: int = 0
    commands: int = 0
    commands_to_find: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    digest: str = ""
    samples: list[tuple[Step, ...]] = field(default_factory=list)
    richest: dict[str, list[tuple[Weight, tuple[Step, ...]]]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    extremes: Extremes = field(default_factory=Extremes)


class Exploration:
    """The runs of one machine: opens them, counts what happens, keeps the shortest violation.

    `known` are signatures of violations found before; a history that meets one just ends.
    `beats` is called after each history.
    """

    def __init__(
        self,
        lockstep: Lockstep,
        rulebook: str,
        *,
        known: frozenset[tuple[str, str]] = frozenset(),
        records: bool = True,
        samples: int = 0,
        shrinks: int = MOST_SHRINKS,
        beats: Callable[[Findings], None] = lambda _: None,
    ) -> None:
        self.lockstep = lockstep
        self.rulebook = rulebook
        self.known = known
        self.records = records
        self.wanted_samples = samples
        self.beats = beats
        self.findings = Findings()
        self._hash = hashlib.sha256()
        self._shrinks = 0
        self._adjourned = False
        self._most_shrinks = shrinks

    @property
    def capabilities(self) -> Capabilities:
        """What the venue declares."""
        return self.lockstep.capabilities

    def is_known(self, violation: Violation) -> bool:
        """Whether the violation was found before."""
        return violation.signature in self.known

    def open(self) -> Run:
        """A fresh run; ends the exploration when enough was tried to shorten a violation."""
        if self.findings.violation is not None:
            self._shrinks += 1
            if self._shrinks > self._most_shrinks:
                self._adjourned = True
                raise Halt
        return self.lockstep.open(records=self.records)

    def close(self, run: Run) -> None:
        """Count what the run brought."""
        found = self.findings
        if found.violation is None:
            found.histories += 1
            found.commands += len(run.steps)
            self._hash.update(run.transcript.hash.encode())
            found.tally.update(run.checks())
            found.refusals.update(run.refusals)
            found.requests.update(step.request for step in run.steps)
            found.events.update(run.gauge.events)
            found.extremes.add(run.gauge.extremes)
            if not run.parted:
                self._keep_richest(run)
            if len(found.samples) < self.wanted_samples and found.histories % 5 == 0:
                found.samples.append(tuple(run.steps))
            self.beats(found)

    def _keep_richest(self, run: Run) -> None:
        """Keep the histories where some clause refused, or ran, more often than in the others."""
        steps = tuple(run.steps)
        for clause, count in run.checks().items():
            weight = Weight(run.refusals[clause], count)
            best = self.findings.richest.setdefault(clause, [])
            insort(best, (weight, steps), key=itemgetter(0))
            del best[:-RICHEST]

    def run(
        self,
        machine: type[VenueMachine],
        *,
        seed: int,
        histories: int,
        steps: int,
        shrinks: bool = True,
        aims: bool = False,
    ) -> Findings:
        """Let a machine drive `histories` histories of at most `steps` rules each.

        One that `aims` looks, in half of them, for more of what the machine calls its targets.
        """
        bound = type(machine.__name__, (_Watched, machine), {"runs": self})
        phases = [Phase.generate, *[Phase.target] * aims, *[Phase.shrink] * shrinks]
        try:
            run_state_machine_as_test(
                hypothesis.seed(seed)(bound),
                settings=settings(
                    max_examples=histories,
                    stateful_step_count=steps,
                    backend=BACKEND,
                    database=None,
                    deadline=None,
                    derandomize=False,
                    report_multiple_bugs=False,
                    print_blob=False,
                    phases=phases,
                    verbosity=Verbosity.quiet,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        except (ViolationFound, Halt):
            pass
        except Flaky:
            # Hypothesis says so too of a history that we broke off ourselves.
            self.findings.is_flaky = not self._adjourned
        self.findings.digest = self._hash.hexdigest()
        return self.findings

    def note(self, violation: Violation) -> None:
        """Keep the violation with the shortest history; all after the first have to be alike."""
        best = self.findings.violation
        if best is None:
            self.findings.commands_to_find = self.findings.commands + len(violation.steps)
        if best is None or (
            best.signature == violation.signature and len(violation.steps) < len(best.steps)
        ):
            self.findings.violation = violation


class _Watched(VenueMachine):
    """Stands before a machine and notes what its steps raise on the way to Hypothesis."""

    runs: ClassVar[Exploration]

    def _send(self, step: Step, *, glances: bool = False) -> Answer | None:
        try:
            return super()._send(step, glances=glances)
        except ViolationFound as found:
            if self.runs.is_known(found.violation):
                self.over = True
                return None
            self.runs.note(found.violation)
            raise
        except VenueFailure as failure:
            self.runs.findings.failure = failure
            self.runs.findings.failed_steps = (*self.run.steps, step)
            raise Halt from failure

    def _conclude(self) -> None:
        try:
            super()._conclude()
        except ViolationFound as found:
            if not self.runs.is_known(found.violation):
                raise

    def teardown(self) -> None:
        try:
            super().teardown()
        except ViolationFound as found:
            self.runs.note(found.violation)
            raise
        except VenueFailure as failure:
            self.runs.findings.failure = failure
            self.runs.findings.failed_steps = tuple(self.run.steps)
            raise Halt from failure


def derived_seed(seed: int, *parts: object) -> int:
    """A seed for one part of a run, from the seed of the whole."""
    text = ":".join(map(str, (seed, *parts)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
