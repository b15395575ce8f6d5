"""Play: a written history taken to both sides, to its end or to the first violation."""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.violations import Violation, ViolationFound
from solvent_conformance.lockstep.run import Run, Watch
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step

CLOSELY: Final = Watch(every=1)
"""Every table after every step."""


ANSWERS: Final = Watch(every=0, light=False)
"""Answers alone, and every table at the end."""


LOOSELY: Final = Watch(every=4)
"""Every table now and then, and at the end: whoever finds something looks again closely."""


def violation_in(
    lockstep: Lockstep, steps: tuple[Step, ...], *, records: bool = True
) -> Violation | None:
    """Take steps to the venue, look at every table after each one, and return what is violated."""
    return play(lockstep, steps, records=records)[1]


def play(
    lockstep: Lockstep, steps: tuple[Step, ...], *, records: bool = True, watch: Watch = CLOSELY
) -> tuple[Run, Violation | None]:
    """The same, with the run as it stands at the end."""
    run = lockstep.open(watch=watch, records=records)
    try:
        for step in steps:
            if step.kind == "reset":
                run.opened = False
            run.send(step)
            # The opening is judged too once there are accounts to read.
            run.opened = bool(run.accounts)
        run.look_at_all()
    except ViolationFound as found:
        return run, found.violation
    return run, None


def violations_in(lockstep: Lockstep, steps: tuple[Step, ...]) -> list[Violation]:
    """All that the judges say about a history that is played to its end, whatever they say.

    After the first violation the two venues have parted, so the later ones only tell what
    else the same error reaches.
    """
    run = lockstep.open(watch=CLOSELY)
    run.collected = []
    for step in steps:
        if step.kind == "reset":
            run.opened = False
        run.send(step)
        run.opened = bool(run.accounts)
    return run.collected
