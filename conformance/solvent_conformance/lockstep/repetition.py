"""Repetition: a counterexample played again, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.counterexample import Counterexample, answers_to
from solvent_conformance.lockstep.play import play, violations_in
from solvent_conformance.lockstep.sides import Lockstep

State = Literal["FIXED", "STILL FAILS", "CHANGED"]


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What became of a counterexample.

    `repeats` has a letter for each step: `=` where it was answered as before, `~` where not.
    """

    state: State
    repeats: str
    violation: Violation | None


def replay_counterexample(counterexample: Counterexample, lockstep: Lockstep) -> ReplayResult:
    """Play a counterexample against a venue again.

    STILL FAILS when the same clauses' cell differs, CHANGED when another one does, FIXED when
    nothing does.
    """
    answers = answers_to(lockstep.venue, counterexample.steps, lockstep.capabilities)
    pairs = zip(answers, counterexample.answers, strict=True)
    repeats = "".join("=" if answer == before else "~" for answer, before in pairs)
    _, violation = play(lockstep, counterexample.steps)
    if violation is None and counterexample.judge in {"metamorphic", "retelling"}:
        return ReplayResult("CHANGED" if "~" in repeats else "STILL FAILS", repeats, None)
    if violation is None:
        return ReplayResult("FIXED", repeats, None)
    if violation.signature != counterexample.signature:
        # What was known before was looked past when this one was found.
        later = violations_in(lockstep, counterexample.steps)
        violation = next((v for v in later if v.signature == counterexample.signature), violation)
    same = violation.signature == counterexample.signature or (
        violation.judge == counterexample.judge
        and bool(set(violation.clauses[:1]) & set(counterexample.clauses[:1]))
    )
    return ReplayResult("STILL FAILS" if same else "CHANGED", repeats, violation)
