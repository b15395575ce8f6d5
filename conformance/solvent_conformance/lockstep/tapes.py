"""Tapes: what a venue said in one history, to be looked at again without asking it again.

Which choices a venue has made is found by holding one history to many references. The venue does
the same each time, so it is asked once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeAlias

from solvent_conformance.lockstep.play import play
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue

Call: TypeAlias = tuple[Any, ...]

WATCH: Final = Watch(every=4, tables=("instrument", "position", "margin", "order", "orderBookL2"))
"""What is read does not depend on what the reference answers: always the same tables."""


class OffTape(LookupError):
    """The venue is asked what it was not asked when the tape was made."""


@dataclass(slots=True)
class Tape:
    """What a venue was asked and answered, in order. A venue itself: it says the same again."""

    introduction: Row
    calls: list[tuple[Call, Answer]] = field(default_factory=list)
    at: int = 0

    def rewound(self) -> Tape:
        """The tape from its beginning."""
        return replace(self, at=0)

    def hello(self) -> Row:
        """As it was said."""
        return self.introduction

    def reset(self, setup: Row) -> Answer:
        """As it was answered."""
        return self._next("reset", setup)

    def do(self, request: Request) -> Answer:
        """As it was answered."""
        return self._next("do", request)

    def ctl(self, verb: str, body: Row) -> Answer:
        """As it was answered."""
        return self._next("ctl", verb, body)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """As it was answered."""
        return self._next("read", table, account, symbol)

    def events(self, cursor: int = 0) -> Answer:
        """As it was answered."""
        return self._next("events", cursor)

    def bye(self) -> None:
        """There is nothing to stop."""

    def _next(self, *call: Any) -> Answer:
        if self.at >= len(self.calls) or self.calls[self.at][0] != call:
            raise OffTape(str(call)[:200])
        answer = self.calls[self.at][1]
        self.at += 1
        return answer


class _Recorder(Tape):
    """A venue whose answers are put on a tape."""

    def __init__(self, venue: Venue) -> None:
        super().__init__(venue.hello())
        self.venue = venue

    def _next(self, *call: Any) -> Answer:
        name, *arguments = call
        answer: Answer = getattr(self.venue, name)(*arguments)
        self.calls.append((call, answer))
        return answer


def record(lockstep: Lockstep, steps: Iterable[Step], watch: Watch = WATCH) -> Tape:
    """Play a history to its end, whatever is said in it."""
    recorder = _Recorder(lockstep.venue)
    unjudged = replace(lockstep, venue=recorder, judges=lambda: ())
    play(unjudged, tuple(steps), records=False, watch=watch)
    return Tape(recorder.introduction, recorder.calls)


def agrees(lockstep: Lockstep, tape: Tape, steps: tuple[Step, ...]) -> bool:
    """Whether what a tape holds is what the reference does under the choices of the lockstep.

    Where the venue would have been asked something else, it is asked itself.
    """
    try:
        taped = replace(lockstep, venue=tape.rewound(), memory=None)
        return play(taped, steps, records=False, watch=WATCH)[1] is None
    except OffTape:
        return play(lockstep, steps, records=False, watch=WATCH)[1] is None
