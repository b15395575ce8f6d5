"""Interruption: Ctrl-C and SIGTERM end a run, whoever swallows the exception that they raise.

The exception is one of our own: an in-process venue that raises `KeyboardInterrupt` has failed, and
nobody has pressed anything. What has come is remembered, so that a venue or a library that catches
every exception only delays the end to the next command.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import ClassVar, Final, NoReturn

from solvent_conformance.adapters.process_groups import end_all_groups

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
PATIENCE: Final = 6.0
"""Seconds in which everything may end by itself; then it is ended."""


class Interrupt(BaseException):
    """Somebody wants the run to end."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"interrupted by {signal.Signals(number).name}")

    @property
    def status(self) -> int:
        """The exit status by which shells tell a signal: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + self.number


class SignalRecord:
    """What this process was told by signals. There is one of it, as there is one process."""

    watched: ClassVar[bool] = False
    number: ClassVar[int | None] = None
    last_resort: ClassVar[threading.Timer | None] = None


def heed_interruption() -> None:
    """Raise again what may have been swallowed.

    Raises:
        Interrupt: a signal has come.
    """
    if SignalRecord.number is not None:
        raise Interrupt(SignalRecord.number)


def interrupt_status() -> int | None:
    """The exit status that a signal asks for, also where its exception has been swallowed."""
    return None if SignalRecord.number is None else 128 + SignalRecord.number


def is_interrupt(error: BaseException) -> bool:
    """Whether an error comes from outside and is none of whoever it was raised in."""
    if isinstance(error, Interrupt) or SignalRecord.number is not None:
        return True
    return isinstance(error, KeyboardInterrupt) and not SignalRecord.watched


@contextmanager
def watched_signals(signals: tuple[signal.Signals, ...] = SIGNALS) -> Iterator[None]:
    """Have signals end what runs in the block; outside the main thread nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, _interrupt) for number in signals}
    SignalRecord.watched, SignalRecord.number = True, None
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if SignalRecord.last_resort is not None:
            SignalRecord.last_resort.cancel()
        SignalRecord.watched, SignalRecord.number = False, None


def obey_parent() -> None:
    """Begin a process of a pool: Ctrl-C is its parent's affair, and SIGTERM the end of it, too.

    What the process has started ends with it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end_with_parent)
    SignalRecord.watched = True


def _end_with_parent(number: int, _frame: FrameType | None) -> NoReturn:
    # A pool ends its processes when the last result is in. This one may just be clearing up, and
    # Python drops an exception that is raised while an object is deleted: the pool would wait on.
    _end_now(number)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    first = SignalRecord.number
    if first is not None:  # asked twice
        _end_now(first)
    SignalRecord.number = number
    SignalRecord.last_resort = threading.Timer(PATIENCE, _end_now, (number,))
    SignalRecord.last_resort.daemon = True
    SignalRecord.last_resort.start()
    raise Interrupt(number)


def _end_now(number: int) -> NoReturn:
    end_all_groups()
    os._exit(128 + number)
