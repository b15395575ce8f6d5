"""Failures: what can go wrong between the suite and a venue. None of them is a violation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from solvent_spec.vocabulary.messages import Row

EXCERPT: Final = 200
"""Characters of a bad answer that are shown."""


def excerpt(raw: bytes | str, limit: int = EXCERPT) -> str:
    r"""The beginning of what a venue said, with everything unprintable escaped.

    >>> excerpt(b"\x00{\xff")
    '\\x00{\\xff'
    """
    head = raw[: limit + 1]
    text = head.decode(errors="backslashreplace") if isinstance(head, bytes) else head
    shown = "".join(
        c if c.isprintable() else c.encode("unicode_escape", "backslashreplace").decode()
        for c in text
    )
    more = len(shown) > limit or len(raw) > limit
    return f"{shown[:limit]}..." if more else shown


class AdapterFailure(Exception):
    """Something between the suite and a venue failed; `verdict` says what as a JSON object."""

    kind = "adapter failure"

    def verdict(self) -> Row:
        """The failure as a JSON object for a report."""
        return {"kind": self.kind, "message": str(self)}


class AdapterInvalid(AdapterFailure):
    """The adapter is not fit to be judged: how it is named, or its smoke test, is wrong."""

    kind = "adapter invalid"

    def __init__(self, step: str, expected: str, got: str, hint: str) -> None:
        self.step = step
        self.expected = expected
        self.got = got
        self.hint = hint
        super().__init__(f"adapter invalid: {step}: expected {expected}, got {got}. {hint}")

    def verdict(self) -> Row:
        """The failure as a JSON object, with the step of the smoke test."""
        parts = {"step": self.step, "expected": self.expected, "got": self.got, "hint": self.hint}
        return {**super().verdict(), **parts}


class VenueFailure(AdapterFailure):
    """A venue failed in the middle of a conversation.

    `command` names the command; `transcript` is the end of the conversation, one line each,
    requests with `>` and answers with `<`; `stderr` is the end of what the venue wrote there.
    """

    def __init__(
        self, command: str, problem: str, transcript: Sequence[str] = (), stderr: str = ""
    ) -> None:
        self.command = command
        self.problem = problem
        self.transcript = tuple(transcript)
        self.stderr = stderr
        super().__init__(f"{self.kind}: {command}: {problem}")

    def verdict(self) -> Row:
        """The failure as a JSON object, with the end of the conversation."""
        parts = {"command": self.command, "problem": self.problem, "stderr": self.stderr}
        return {**super().verdict(), **parts, "transcript": list(self.transcript)}


class VenueCrashed(VenueFailure):
    """The venue ended, or its connection did, before it answered.

    One that `is_stale` has only closed a connection that was idle, as any server may.
    """

    kind = "venue crashed"
    is_stale = False


class VenueHung(VenueFailure):
    """The venue did not answer within the deadline."""

    kind = "venue hung"


class GarbageAnswer(VenueFailure):
    """The venue said something that is no answer.

    One that `is_of_type` was an answer, but for a column of another type than the API gives it.
    """

    kind = "garbage answer"
    is_of_type = False


class EngineFailed(VenueFailure):
    """The venue says that it has failed, or lacks what it has declared."""

    kind = "engine failed"


class RunEnded(VenueFailure):
    """A run has used up what it may: its time, or what it may take in. The venue may be right."""

    kind = "run ended"
