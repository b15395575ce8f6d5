"""Stdio: a venue that is a program, reached with one JSON object a line."""

from __future__ import annotations

import json

from solvent_conformance.adapters.channel import Command
from solvent_conformance.adapters.conversation import DEADLINE, Conversation
from solvent_conformance.adapters.failures import GarbageAnswer, VenueCrashed, VenueHung, excerpt
from solvent_conformance.adapters.json_texts import Misshapen, WrongType, parse_json
from solvent_conformance.adapters.process import (
    GRACE,
    LINE_LIMIT,
    EndOfProcess,
    Late,
    LineProcess,
    Unreadable,
)
from solvent_conformance.adapters.validation import answer_of
from solvent_spec.vocabulary.messages import Answer

_ENCODER = json.JSONEncoder(separators=(",", ":"))


class StdioChannel:
    """Commands as lines to a program, which is started when the first command comes."""

    def __init__(self, command: str, line_limit: int = LINE_LIMIT) -> None:
        self.command = command
        self.line_limit = line_limit
        self.received = 0
        self._process: LineProcess | None = None
        self._seq = 0
        self._sent = b""
        self._came = b""
        self._errors = b""

    def ask(self, command: Command, deadline: float) -> Answer:
        """Give a command and wait for its answer.

        Raises:
            VenueCrashed, VenueHung, GarbageAnswer: there is none, or what came is none.
            AdapterInvalid: the program cannot be started.
        """
        if self._process is None:
            self._process = LineProcess(self.command, self.line_limit)
        self._seq += 1
        message = {"cmd": command.verb, "seq": self._seq, **command.fields}
        self._sent, self._came = _ENCODER.encode(message).encode() + b"\n", b""
        try:
            self._came = self._process.ask(self._sent, deadline)
        except EndOfProcess as ended:
            raise VenueCrashed(str(command), f"the venue {ended}") from None
        except Late:
            raise VenueHung(str(command), f"no answer within {deadline:g} s") from None
        except Unreadable as unreadable:
            self._came = bytes(self._process.came[:LINE_LIMIT])
            raise self._garbage(command, str(unreadable)) from None
        self.received += len(self._came)
        try:
            body = parse_json(self._came)
            _check_seq(body, self._seq)
            return answer_of(body, command.table)
        except Misshapen as misshapen:
            garbage = self._garbage(command, str(misshapen))
            garbage.is_of_type = isinstance(misshapen, WrongType)
            raise garbage from None

    def drop(self) -> None:
        """End the program, with everything it has started."""
        process, self._process = self._process, None
        if process is not None:
            process.end()
            self._errors = bytes(process.errors)

    def close(self) -> None:
        """Let the program end by itself, and end it if it does not."""
        process, self._process = self._process, None
        if process is not None:
            process.end(GRACE)
            self._errors = bytes(process.errors)

    def last_exchange(self) -> tuple[bytes | str, bytes | str]:
        """The line that was last sent, and the one that came back."""
        return (self._sent.rstrip(), self._came)

    def stderr(self) -> str:
        """The end of what the program wrote on standard error."""
        raw = self._errors if self._process is None else bytes(self._process.errors)
        return raw.decode(errors="backslashreplace")

    def _garbage(self, command: Command, problem: str) -> GarbageAnswer:
        return GarbageAnswer(str(command), f"{problem}; the answer was: {excerpt(self._came)}")


def _check_seq(body: object, expected: int) -> None:
    if not isinstance(body, dict):
        raise Misshapen(f"expected an object, got {type(body).__name__}")
    seq = body.get("seq")
    if type(seq) is not int or seq != expected:
        raise Misshapen(f"seq: expected {expected}, got {excerpt(repr(seq), 40)}")


def stdio_venue(
    command: str, deadline: float = DEADLINE, line_limit: int = LINE_LIMIT
) -> Conversation:
    """The venue that a command line starts; close it with `bye`, or use it in a `with`."""
    return Conversation(StdioChannel(command, line_limit), deadline)
