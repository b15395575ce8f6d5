"""Exits: with which status a command ends, whatever ends it.

Status 1 is a verdict. So it is not what Python, click or a broken pipe would make of a failure.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import click

from solvent_conformance.adapters.interruption import Interrupt, interrupt_status, watched_signals
from solvent_conformance.adapters.process_groups import end_all_groups

USAGE: Final = 2
INTERNAL: Final = 70
UNWRITTEN: Final = 74
"""What has to be written cannot be: a full disk, a closed pipe."""

_UNWRITABLE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EPIPE, errno.EROFS}
)


def exit_status(command: Callable[[], object]) -> int:
    """Run a command to its end; the exit status."""
    _speak_any_console()
    if sys.flags.optimize >= 2:
        _tell("Error: the texts of the clauses are docstrings; run Python without -OO")
        return USAGE
    with watched_signals():
        status = _status(command)
        # Whoever has swallowed the exception has reached no verdict.
        status = interrupt_status() or status
        end_all_groups()
    try:
        sys.stdout.flush()
    except OSError as error:
        return _unwritten(error)
    return status


def _status(command: Callable[[], object]) -> int:
    try:
        returned = command()
    except SystemExit as end:
        lost = end.__context__
        if isinstance(lost, OSError) and lost.errno == errno.EPIPE:  # click ends with 1 then
            return _unwritten(lost)
        return _code(end.code)
    except Interrupt as interrupt:
        _tell(f"Ended: {interrupt}.")
        return interrupt.status
    except click.Abort:
        return 128 + signal.SIGINT
    except click.ClickException as failure:
        with suppress(OSError):
            failure.show()
        return failure.exit_code if failure.exit_code != 1 else USAGE
    except OSError as error:
        return _unwritten(error) if error.errno in _UNWRITABLE else _internal(error)
    except BaseException as error:  # noqa: BLE001 - the last one that can say what has happened
        return _internal(error)
    return returned if type(returned) is int else 0


def _code(code: object) -> int:
    if code is None or isinstance(code, int):
        return int(code or 0)
    _tell(f"Error: {code}")
    return USAGE


def _internal(error: BaseException) -> int:
    """Say that we are wrong, and keep the trace for whoever reports it."""
    where = "nowhere: it cannot be written"
    with suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="solvent-failure-", suffix=".txt")
        os.close(descriptor)
        with Path(name).open("w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f"{sys.argv!r}\n")
            traceback.print_exception(error, file=file)
        where = name
    last = traceback.extract_tb(error.__traceback__)[-1:]
    at = f" at {Path(last[0].filename).name}:{last[0].lineno}" if last else ""
    kind = type(error).__name__
    _tell(
        f"Internal error: {kind}{at}. It is a mistake of Solvent and says nothing about a venue; "
        f"please open an issue with the trace that is kept in {where}"
    )
    return INTERNAL


def _unwritten(error: OSError) -> int:
    """What was to be read is lost: say so, and let nobody try to write the rest at exit."""
    if error.errno != errno.EPIPE:
        _tell(f"Error: what was to be written is lost: {error.strerror or error}")
    sys.stdout = io.StringIO()
    with suppress(OSError, ValueError):
        sys.stderr.flush()
    return UNWRITTEN


def _tell(text: str) -> None:
    try:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()
    except (OSError, ValueError):  # nobody can be told
        sys.stderr = io.StringIO()


def _speak_any_console() -> None:
    """A console that lacks a character is shown its number."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
