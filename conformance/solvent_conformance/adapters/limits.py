"""Limits: what a run may take in all, and a venue that is held to them.

Deadlines bound one command, and a slow venue meets ten thousands of them; the size of an answer is
bounded, and a look at all tables has thirty of them. Here the whole is bounded.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from solvent_conformance.adapters.failures import EngineFailed, RunEnded, VenueFailure
from solvent_conformance.adapters.interruption import heed_interruption
from solvent_conformance.adapters.opening import OpenVenue
from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Answer, Request, Row

KEPT_STEPS: Final = 200
"""Steps since the last reset that a failure can tell, the newest ones."""

STOPPED: Final = frozenset({"VenueStopped", "AuditFailed"})
"""Names of errors by which a venue says that its own accounts do not balance: that is judged."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may take.

    `minutes` in all; `incidents` that are survived; `rows` and `megabytes` of all answers; and
    `rows_at_once`, those that are read between two changes, because they are compared together.
    """

    minutes: float = 60.0
    incidents: int = 20
    rows: int = 100_000_000
    megabytes: int = 16_384
    rows_at_once: int = 50_000


class Allowance:
    """What is left of the limits of a run. Mutable: it is used up."""

    def __init__(
        self, limits: Limits | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.limits = limits or Limits()
        self._clock = clock
        self._end = clock() + 60 * self.limits.minutes
        self._rows = self._rows_at_once = self._bytes = 0

    def check_time(self, asked: str) -> None:
        """Go on only while there is time.

        Raises:
            RunEnded: there is none.
        """
        if self._clock() > self._end:
            raise RunEnded(asked, f"the {self.limits.minutes:g} minutes of a run are over")

    def take_rows(self, asked: str, count: int, *, changed: bool) -> None:
        """Count the rows of an answer; `changed` says that it may look otherwise from now on.

        Raises:
            RunEnded: they are too many.
        """
        self._rows += count
        self._rows_at_once = count if changed else self._rows_at_once + count
        if self._rows_at_once > self.limits.rows_at_once:
            most = self.limits.rows_at_once
            raise RunEnded(asked, f"more than {most:,} rows were answered for one look")
        if self._rows > self.limits.rows:
            raise RunEnded(asked, f"more than {self.limits.rows:,} rows were answered in all")

    def take_bytes(self, asked: str, count: int) -> None:
        """Count the bytes of an answer.

        Raises:
            RunEnded: they are too many.
        """
        self._bytes += count
        if self._bytes > self.limits.megabytes * 10**6:
            most = self.limits.megabytes
            raise RunEnded(asked, f"more than {most:,} megabytes were answered in all")

    def count_incidents(self, asked: str, count: int) -> None:
        """Look at how many failures have been survived.

        Raises:
            RunEnded: they are too many.
        """
        if count > self.limits.incidents:
            raise RunEnded(asked, f"more than {self.limits.incidents} failures were survived")


class LimitedVenue:
    """A venue before the suite: held to the limits of a run, and failed once it says so.

    `steps` are those since the last reset. Mutable.
    """

    def __init__(self, venue: OpenVenue, allowance: Allowance) -> None:
        self.venue = venue
        self.allowance = allowance
        self.incidents: list[VenueFailure] = venue.incidents
        self.steps: deque[Step] = deque(maxlen=KEPT_STEPS)
        self._declared: Row = {}
        self._received = 0

    def hello(self) -> Row:
        """Identity and capabilities."""
        self._begin("hello")
        self._declared = self.venue.hello()
        self._end("hello", 1, changed=False)
        return self._declared

    def reset(self, setup: Row) -> Answer:
        """Forget everything and start anew."""
        self.steps.clear()
        self.steps.append(Step("reset", setup))
        return self._answer("reset", lambda: self.venue.reset(setup), changed=True)

    def do(self, request: Request) -> Answer:
        """Serve one request of one account."""
        message = {"account": request.account, "method": request.method, "path": request.path}
        self.steps.append(Step("do", {**message, "body": request.body}))
        asked = f"do {request.method} {request.path} of {request.account}"
        return self._answer(asked, lambda: self.venue.do(request), changed=True)

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve one control verb."""
        self.steps.append(Step("ctl", {"verb": verb, "body": body}))
        asked = f"ctl {verb}"
        answer = self._answer(asked, lambda: self.venue.ctl(verb, body), changed=True)
        return self._as_declared(asked, "controls", verb, answer)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows of a table."""
        asked = f"read {table}"
        answer = self._answer(asked, lambda: self.venue.read(table, account, symbol))
        return self._as_declared(asked, "tables", table, answer)

    def events(self, cursor: int = 0) -> Answer:
        """Changes since a cursor."""
        return self._answer("events", lambda: self.venue.events(cursor))

    def bye(self) -> None:
        """Stop."""
        self.venue.bye()

    def _answer(self, asked: str, call: Callable[[], Answer], *, changed: bool = False) -> Answer:
        self._begin(asked)
        answer = call()
        if answer.status == "errored" and (answer.error or {}).get("name") not in STOPPED:
            error = answer.error or {}
            problem = f"{error.get('message', 'it gives no reason')} (code {answer.code})"
            raise EngineFailed(asked, problem, stderr=str(error.get("context", "")))
        self._end(asked, len(answer.rows), changed=changed)
        return answer

    def _as_declared(self, asked: str, declared: str, name: str, answer: Answer) -> Answer:
        listed = self._declared.get(declared)
        if answer.status == "unsupported" and isinstance(listed, list) and name in listed:
            problem = f"answered unsupported, although its hello lists it among its {declared}"
            raise EngineFailed(asked, problem)
        return answer

    def _begin(self, asked: str) -> None:
        heed_interruption()
        self.allowance.check_time(asked)

    def _end(self, asked: str, rows: int, *, changed: bool) -> None:
        heed_interruption()
        self.allowance.take_rows(asked, rows, changed=changed)
        received = getattr(self.venue, "received", 0)
        self.allowance.take_bytes(asked, received - self._received)
        self._received = received
        self.allowance.count_incidents(asked, len(self.incidents))
