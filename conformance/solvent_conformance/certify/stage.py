"""Stages: the parts of a campaign, each one machine under one rulebook."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from solvent_conformance.certify.causes import avoidable, past
from solvent_conformance.certify.outcome import Outcome, Progress
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.findings import Findings, Weight
from solvent_conformance.histories.machines import LONGER, VenueMachine
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.reasons import REFUSING
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.shrink import shrink
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step
from solvent_conformance.retellings.transforms import with_names
from solvent_spec.rules import CLAUSES


def play_scripts(outcome: Outcome, lockstep: Lockstep, notify: Callable[[Progress], None]) -> None:
    """Play every scene that the venue has what it takes for."""
    played = list(scripts(outcome.capabilities))
    digest = hashlib.sha256()
    for number, script in enumerate(played, 1):
        known = frozenset(v.signature for v in outcome.known)
        sides = past(lockstep, outcome.known)
        # What other rules would show is looked up in the scene as it is written: names aside it
        # is the same.
        steps = with_names(script.steps, outcome.plan.names)
        run, violation = play(replace(sides, known=known), steps, watch=LOOSELY)
        digest.update(run.transcript.hash.encode())
        outcome.histories += 1
        outcome.commands += len(run.steps)
        outcome.tally.update(run.checks())
        outcome.refusals.update(run.refusals)
        outcome.requests.update(step.request for step in run.steps)
        # A refusal that is known to be missing was not asked for: that is another history.
        is_whole = not known or len(run.steps) == len(steps)
        if violation is None and sides is lockstep and is_whole:
            for clause, count in run.checks().items():
                is_own = CLAUSES[clause].chapter == script.chapter
                is_own = bool(run.refusals[clause]) if clause in REFUSING else is_own
                weight = Weight(run.refusals[clause], count)
                outcome.kept.keep(clause, script.steps, weight, is_own=is_own)
        notify(Progress("beat", "scenes", number, len(played)))
        if violation is None or violation.signature in {v.signature for v in outcome.known}:
            continue
        found = shrink(sides, violation)
        if found is violation:  # it has not come again
            outcome.flaky.append(f"scene {number}")
        elif found.signature in known:  # looked at closely it is one that is known
            continue
        outcome.add(found, notify)
        # A scene costs little: a few defects of one kind shall not keep those of another from view.
        if len(outcome.violations) >= 3 * outcome.plan.budget.violations:
            break
    outcome.digests["scenes"] = digest.hexdigest()


class Stage:
    """One machine under one rulebook, until its histories are played or enough is violated."""

    def __init__(
        self,
        outcome: Outcome,
        lockstep: Lockstep,
        machine_name: str,
        rulebook: str,
        histories: int,
        notify: Callable[[Progress], None],
    ) -> None:
        self.outcome = outcome
        self.lockstep = lockstep
        self.machine_name = machine_name
        self.rulebook = rulebook
        self.histories = histories
        self.notify = notify
        self.name = f"{machine_name} {rulebook}"

    def run(self, machine: type[VenueMachine]) -> list[tuple[Step, ...]]:
        """Play the stage; gives a few of its histories to be told again."""
        outcome, budget = self.outcome, self.outcome.plan.budget
        known: frozenset[tuple[str, str]] = frozenset(v.signature for v in outcome.known)
        machine = LONGER.get(self.machine_name, machine) if budget.counts else machine
        found_here = played = 0
        samples: list[tuple[Step, ...]] = []
        while played < self.histories and found_here < budget.violations:
            lockstep = past(self.lockstep, outcome.known)
            exploration = Exploration(
                replace(lockstep, known=known),
                self.rulebook,
                known=known,
                avoided=avoidable(outcome.known),
                keeps=lockstep is self.lockstep,
                names=outcome.plan.names,
                samples=2 if self.rulebook == outcome.plan.rulebook else 0,
                beats=self._beat(played),
            )
            seed = derived_seed(outcome.plan.seed, self.machine_name, self.rulebook, found_here)
            findings = exploration.run(
                machine, seed=seed, histories=self.histories - played, steps=budget.steps
            )
            self._add(findings, found_here)
            played += max(1, findings.histories)
            samples += findings.samples
            if findings.failure is not None or findings.violation is None:
                break
            # The violation is then explained by the last step alone.
            violation = shrink(lockstep, findings.violation)
            if violation is findings.violation and self.name not in outcome.flaky:
                outcome.flaky.append(self.name)  # it has not come again
            found_here += 1
            is_old = violation is not findings.violation and violation.signature in known
            known |= {findings.violation.signature, violation.signature}
            if not is_old:  # looked at closely it may be one that is known
                outcome.add(violation, self.notify)
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
        outcome.refusals.update(findings.refusals)
        outcome.requests.update(findings.requests)
        for clause, richest in findings.richest.items():
            for weight, steps in richest:
                outcome.kept.keep(clause, steps, weight, is_own=False)
        outcome.digests[f"{self.name} {place}"] = findings.digest
        if findings.is_flaky:
            outcome.flaky.append(self.name)
        if findings.failure is not None:
            outcome.failure, outcome.failed_steps = findings.failure, findings.failed_steps
