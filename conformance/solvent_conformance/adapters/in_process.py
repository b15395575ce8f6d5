"""In process: a venue that is a Python object, trusted no more than one behind a pipe.

What it raises becomes an answer `errored`, be it the wish to exit, and what it returns is checked.
A call that does not return within the deadline is broken off where the platform allows it (in the
main thread, on POSIX). A venue that was broken off may be half changed, so nothing but a reset
follows.
"""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Final, NoReturn, Self, TypeVar

from solvent_adapter.stdio import CONTEXT_LIMIT
from solvent_conformance.adapters.channel import Command
from solvent_conformance.adapters.conversation import DEADLINE
from solvent_conformance.adapters.failures import (
    AdapterInvalid,
    GarbageAnswer,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.interruption import heed_interruption, is_interrupt
from solvent_conformance.adapters.json_texts import Misshapen, WrongType
from solvent_conformance.adapters.validation import check_answer, check_value
from solvent_spec.vocabulary.messages import CODES, VERBS, Answer, Request, Row, Venue

T = TypeVar("T")
_ALARM: Final = getattr(signal, "SIGALRM", None)
_AGAIN: Final = 0.5
"""Seconds after which a venue that has swallowed the end of its time is told once more."""


class _Overtime(BaseException):
    """Raised inside a venue, again and again if need be."""


def _overtime(_number: int, _frame: FrameType | None) -> NoReturn:
    raise _Overtime


class InProcessVenue:
    """A venue around a venue, which checks what comes out of it. Mutable: it may be lost."""

    def __init__(self, venue: Venue, deadline: float = DEADLINE) -> None:
        missing = [verb for verb in VERBS if not callable(getattr(venue, verb, None))]
        if missing:
            raise AdapterInvalid(
                "venue",
                f"an object with the methods {', '.join(VERBS)}",
                f"{type(venue).__name__} without {', '.join(missing)}",
                "The protocol is solvent_spec.vocabulary.messages.Venue.",
            )
        self.venue = venue
        self.deadline = deadline
        self.incidents: list[VenueFailure] = []
        self._lost = False

    def hello(self) -> Row:
        """Identity and capabilities.

        Raises:
            VenueHung, VenueCrashed, GarbageAnswer: the venue does not say.
        """
        command = Command("hello")
        try:
            row = self._limited(command, self.venue.hello)
        except VenueFailure:
            raise
        except BaseException as error:
            if is_interrupt(error):
                raise
            problem = description_of(error)
            raise VenueCrashed(str(command), problem, stderr=traceback.format_exc()) from error
        try:
            check_value(row, "hello")
        except Misshapen as misshapen:
            raise GarbageAnswer(str(command), str(misshapen)) from None
        if not isinstance(row, dict):
            raise GarbageAnswer(str(command), f"expected an object, got {type(row).__name__}")
        return row

    def reset(self, setup: Row) -> Answer:
        """Forget everything and start anew."""
        self._lost = False
        return self._answer(Command("reset", {"setup": setup}), lambda: self.venue.reset(setup))

    def do(self, request: Request) -> Answer:
        """Serve one request of one account."""
        fields = {"account": request.account, "method": request.method, "path": request.path}
        return self._answer(Command("do", fields), lambda: self.venue.do(request))

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve one control verb."""
        return self._answer(Command("ctl", {"verb": verb}), lambda: self.venue.ctl(verb, body))

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows of a table."""
        command = Command("read", {"table": table, "account": account, "symbol": symbol})
        return self._answer(command, lambda: self.venue.read(table, account, symbol))

    def events(self, cursor: int = 0) -> Answer:
        """Changes since a cursor."""
        return self._answer(Command("events"), lambda: self.venue.events(cursor))

    def bye(self) -> None:
        """Stop."""
        if not self._lost:
            self._answer(Command("bye"), self._farewell)
        self._lost = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bye()

    def _farewell(self) -> Answer:
        self.venue.bye()
        return Answer("ok")

    def _answer(self, command: Command, call: Callable[[], Answer]) -> Answer:
        if self._lost:
            problem = "the session was lost in an earlier failure; reset first"
            raise VenueCrashed(str(command), problem)
        try:
            answer = self._limited(command, call)
        except VenueFailure:
            raise
        except BaseException as error:  # whatever a venue raises is an answer of its own
            if is_interrupt(error):
                raise
            answer = error_answer(error)
        heed_interruption()
        try:
            return check_answer(answer, command.table)
        except Misshapen as misshapen:
            garbage = GarbageAnswer(str(command), str(misshapen))
            garbage.is_of_type = isinstance(misshapen, WrongType)
            raise garbage from None
        except Exception as error:
            # What only looks like an answer may raise when it is looked at.
            problem = f"an answer that cannot be read: {description_of(error)}"
            raise GarbageAnswer(str(command), problem) from error

    def _limited(self, command: Command, call: Callable[[], T]) -> T:
        """The result of a call that is broken off at the deadline."""
        is_main = threading.current_thread() is threading.main_thread()
        if _ALARM is None or not is_main or signal.getitimer(signal.ITIMER_REAL)[0]:
            return call()
        before = signal.signal(_ALARM, _overtime)
        try:
            signal.setitimer(signal.ITIMER_REAL, self.deadline, _AGAIN)
            try:
                return call()
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
        except _Overtime:
            signal.setitimer(signal.ITIMER_REAL, 0)  # it may have come just before it was stopped
            self._lost = True
            raise VenueHung(str(command), f"no answer within {self.deadline:g} s") from None
        finally:
            signal.signal(_ALARM, before)


def description_of(error: BaseException) -> str:
    """What an error says, also one whose text cannot be made."""
    try:
        return f"{type(error).__name__}: {error}"[:CONTEXT_LIMIT]
    except Exception:  # noqa: BLE001 - an error of a stranger may not even print
        return f"{type(error).__name__}, without a text that can be printed"


def error_answer(error: BaseException) -> Answer:
    """The answer of a venue that raised, with the end of its trace."""
    text = description_of(error)
    trace = "".join(traceback.format_exception(error))[-CONTEXT_LIMIT:]
    told = {"message": text, "name": "Errored", "context": trace}
    return Answer("errored", [], told, CODES["errored"])
