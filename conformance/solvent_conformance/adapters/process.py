"""Processes: lines to and from a program that may die, hang, or talk without end.

No thread is used: one selector watches what can be written and what can be read, so a venue that
writes a lot on either stream stops nobody.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shlex
import signal
import subprocess
import time
from typing import Final

from solvent_conformance.adapters.failures import AdapterInvalid
from solvent_conformance.adapters.process_groups import adopt, disown

LINE_LIMIT: Final = 16 * 2**20
"""Bytes of the longest answer."""

STDERR_LIMIT: Final = 8_192
"""Bytes of standard error that are kept: the last ones."""

CHUNK: Final = 2**16
GRACE: Final = 1.0
"""Seconds in which a program may end by itself."""


class EndOfProcess(Exception):
    """The program ended, or closed the stream that is needed. The text says how."""


class Late(Exception):
    """The deadline has passed."""


class Unreadable(Exception):
    """What came is no line: too long, or nobody asked for it."""


class LineProcess:
    """A program that answers each line on its standard input with one on its standard output."""

    def __init__(self, command: str, line_limit: int = LINE_LIMIT) -> None:
        self.command = command
        self.line_limit = line_limit
        self.errors = bytearray()
        self.came = bytearray()
        """What has come since the last line was taken."""
        try:
            self._process = subprocess.Popen(
                words_of(command),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                bufsize=0,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise AdapterInvalid(
                "start",
                "a program that can be started",
                f"{error}",
                f"Check the command after stdio: {command!r}, and its path.",
            ) from error
        adopt(self._process)
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin is not None
        assert stdout is not None
        assert stderr is not None
        self._streams = (stdin, stdout, stderr)
        self._in, self._out, self._err = (stream.fileno() for stream in self._streams)
        for descriptor in (self._in, self._out, self._err):
            os.set_blocking(descriptor, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)
        self._selector.register(self._err, selectors.EVENT_READ)

    def ask(self, line: bytes, deadline: float) -> bytes:
        """Write a line, and give the line that comes back, without its end.

        Raises:
            Ended, Late, Unreadable: none comes.
        """
        end = time.monotonic() + deadline
        self._refuse_unasked()
        unsent = memoryview(line)
        with contextlib.suppress(BlockingIOError):
            unsent = unsent[self._write(unsent) :]
        if unsent:
            self._selector.register(self._in, selectors.EVENT_WRITE)
        try:
            return self._exchange(unsent, end)
        finally:
            with contextlib.suppress(KeyError):
                self._selector.unregister(self._in)

    def _exchange(self, unsent: memoryview, end: float) -> bytes:
        searched = 0
        while True:
            remaining = end - time.monotonic()
            if remaining <= 0:
                raise Late
            for key, _ in self._selector.select(remaining):
                if key.fd == self._in:
                    unsent = unsent[self._write(unsent) :]
                    if not unsent:
                        self._selector.unregister(self._in)
                elif key.fd == self._err:
                    self._keep_errors()
                elif not self._read():
                    raise EndOfProcess(self._manner_of_end())
            found = self.came.find(b"\n", searched)
            if 0 <= found <= self.line_limit:
                line = bytes(self.came[:found])
                del self.came[: found + 1]
                return line
            searched = len(self.came)
            if searched > self.line_limit:
                raise Unreadable(f"a line of more than {self.line_limit} bytes")

    def _refuse_unasked(self) -> None:
        with contextlib.suppress(EndOfProcess):
            if not self.came:
                self._read()
        if self.came:
            raise Unreadable("an answer that nobody asked for")

    def _write(self, unsent: memoryview) -> int:
        try:
            return os.write(self._in, unsent)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            raise EndOfProcess(self._manner_of_end("closed its standard input")) from None

    def _read(self) -> bool:
        """Take what has come; false at the end of the stream."""
        try:
            chunk = os.read(self._out, CHUNK)
        except BlockingIOError:
            return True
        self.came += chunk
        return bool(chunk)

    def _keep_errors(self) -> bool:
        """Take what has come on standard error; false when there is nothing."""
        try:
            chunk = os.read(self._err, CHUNK)
        except BlockingIOError:
            return False
        self.errors += chunk
        del self.errors[:-STDERR_LIMIT]
        if not chunk:
            self._selector.unregister(self._err)
        return bool(chunk)

    def _manner_of_end(self, otherwise: str = "closed its standard output") -> str:
        try:
            status = self._process.wait(GRACE / 2)
        except subprocess.TimeoutExpired:
            return f"{otherwise}, and runs on"
        if status < 0:
            return f"was ended by signal {-status} ({signal.Signals(-status).name})"
        return f"ended with exit status {status}"

    def end(self, grace: float = 0.0) -> None:
        """End the program and whatever it has started; wait `grace` seconds for it to do so."""
        with contextlib.suppress(OSError):
            self._streams[0].close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(grace)
        disown(self._process)
        self._process.wait()
        with contextlib.suppress(KeyError):  # its end may have been seen before
            while self._keep_errors():
                pass
        self._selector.close()
        for stream in self._streams[1:]:
            stream.close()


def words_of(command: str) -> list[str]:
    """The words of a command line.

    Raises:
        ValueError: there is none, or a quote is not closed.
    """
    words = shlex.split(command)
    if not words:
        raise ValueError("the command is empty")
    return words
