"""Shrinking: a history that shows a violation, made as short as it can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import ANSWERS, CLOSELY, play, violation_in
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.units import MINUTE

MOST_TRIALS: Final = 400
"""Histories that are tried to delete steps from one violation."""

MOST_STEPS: Final = 30_000
"""Steps, and half hours, that are taken in all of them: a long history is tried less often."""


def shrink(lockstep: Lockstep, violation: Violation) -> Violation:
    """The violation with as few steps as deleting leaves; as it is where it does not come again."""
    closer = violation_in(lockstep, violation.steps)
    if closer is None:
        return violation
    is_answer = closer.differences and closer.differences[0].table == "answer"
    watch = ANSWERS if is_answer else CLOSELY
    best = shortest(closer, lambda steps: play(lockstep, steps, watch=watch)[1])
    return violation_in(lockstep, best.steps) or best


def shortest(
    violation: Violation,
    trial: Callable[[tuple[Step, ...]], Violation | None],
    *,
    trials: int = MOST_TRIALS,
) -> Violation:
    """The violation with as few steps as deleting chunks and single ones of them leaves.

    A shorter history counts when it shows a violation with the same signature.
    """
    best, used, taken = violation, 0, 0
    chunk = max(1, len(best.steps) // 2)
    while chunk:
        shorter = False
        # The reset stays, without it there is no venue; so does the step that shows the violation.
        at = max(0, len(best.steps) - 2 - chunk)
        while at >= 0 and used < trials and taken < MOST_STEPS:
            used += 1
            shorter_steps = best.steps[: at + 1] + best.steps[at + 1 + chunk :]
            taken += len(shorter_steps) + _half_hours(shorter_steps)
            found = trial(shorter_steps)
            if found is not None and found.signature == violation.signature:
                best, shorter = found, True
            at -= chunk
        if used >= trials or taken >= MOST_STEPS:
            break
        if chunk == 1 and not shorter:
            break
        chunk = chunk if shorter and chunk == 1 else chunk // 2
    return best


def _half_hours(steps: tuple[Step, ...]) -> int:
    """How long a history is by its own clock: a venue plays each of its minutes."""
    moments = [instant(s.message["body"]["to"]) for s in steps if s.request == "advance"]
    opened = steps[0].message.get("clock")
    first = instant(opened) if isinstance(opened, str) else min(moments, default=0)
    return max(0, max(moments, default=first) - first) // (30 * MINUTE)
