"""Play: a written history taken to both sides, to its end or to the first violation."""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.violations import Violated, Violation
from solvent_conformance.lockstep.run import Hearing, Watch
from solvent_conformance.lockstep.sides import Court
from solvent_conformance.protocol.history import Step

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
