"""Rehearings: a written history taken to a venue once more, and made as short as it can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from solvent_conformance.hearing import Court, Hearing, Watch
from solvent_conformance.history import Step
from solvent_conformance.judges.violations import Violated, Violation
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.units import MINUTE

MOST_TRIALS: Final = 400
"""Histories that are tried to delete steps from one violation."""

MOST_STEPS: Final = 30_000
"""Steps, and half hours, that are taken in all of them: a long history is tried less often."""

CLOSELY: Final = Watch(every=1)
"""Every table after every step."""

ANSWERS: Final = Watch(every=0, light=False)
"""Answers alone, and every table at the end."""

LOOSELY: Final = Watch(every=4)
"""Every table now and then, and at the end: whoever finds something looks again closely."""


def rehear(court: Court, steps: tuple[Step, ...], *, records: bool = True) -> Violation | None:
    """Take steps to the venue, look at every table after each one, and return what is violated."""
    return reheard(court, steps, records=records)[1]


def reheard(
    court: Court, steps: tuple[Step, ...], *, records: bool = True, watch: Watch = CLOSELY
) -> tuple[Hearing, Violation | None]:
    """The same, with the hearing as it stands at the end."""
    hearing = court.open(watch=watch, records=records)
    try:
        for step in steps:
            if step.kind == "reset":
                hearing.opened = False
            hearing.send(step)
            # The opening is judged too once there are accounts to read.
            hearing.opened = bool(hearing.accounts)
        hearing.look_at_all()
    except Violated as found:
        return hearing, found.violation
    return hearing, None


def every_violation(court: Court, steps: tuple[Step, ...]) -> list[Violation]:
    """All that the judges say about a history that is played to its end, whatever they say.

    After the first violation the two venues have parted, so the later ones only tell what
    else the same error reaches.
    """
    hearing = court.open(watch=CLOSELY)
    hearing.collected = []
    for step in steps:
        if step.kind == "reset":
            hearing.opened = False
        hearing.send(step)
        hearing.opened = bool(hearing.accounts)
    return hearing.collected


def shortened(court: Court, violation: Violation) -> Violation:
    """The violation with as few steps as deleting leaves; as it is where it does not come again."""
    closer = rehear(court, violation.steps)
    if closer is None:
        return violation
    is_answer = closer.differences and closer.differences[0].table == "answer"
    watch = ANSWERS if is_answer else CLOSELY
    best = shortest(closer, lambda steps: reheard(court, steps, watch=watch)[1])
    return rehear(court, best.steps) or best


def shortest(
    violation: Violation,
    trial: Callable[[tuple[Step, ...]], Violation | None],
    *,
    trials: int = MOST_TRIALS,
) -> Violation:
    """The violation with as few steps as deleting chunks and single ones of them leaves.

    A shorter history counts when it shows a violation with the same mark.
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
            if found is not None and found.mark == violation.mark:
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
