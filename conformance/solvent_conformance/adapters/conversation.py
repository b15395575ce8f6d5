"""Conversations: the seven verbs over a channel that may break, with one second chance for each.

A venue that dies or hangs is started again, what changes its state since the last reset is
replayed, and the command is given once more. Its second failure is final.
"""

from __future__ import annotations

from collections import deque
from types import TracebackType
from typing import Final, Self

from solvent_conformance.adapters.channel import Channel, Command
from solvent_conformance.adapters.failures import (
    AdapterFailure,
    GarbageAnswer,
    VenueCrashed,
    VenueFailure,
    VenueHung,
    excerpt,
)
from solvent_spec.vocabulary.messages import Answer, Request, Row

TAIL: Final = 12
"""Commands of the conversation that a failure shows."""

LINE: Final = 400
"""Characters of each."""

DEADLINE: Final = 10.0
"""Seconds in which a command has to be answered, unless told otherwise."""


class Conversation:
    """A venue at the other end of a channel. Mutable: it remembers what to replay.

    `incidents` holds the failures that were survived.
    """

    def __init__(self, channel: Channel, deadline: float = DEADLINE) -> None:
        self.channel = channel
        self.deadline = deadline
        self.incidents: list[VenueFailure] = []
        self._log: list[tuple[Command, str]] = []
        self._tail: deque[tuple[bytes | str, bytes | str]] = deque(maxlen=TAIL)
        self._lost = False
        self._begun = False

    @property
    def received(self) -> int:
        """Bytes of all answers so far."""
        return self.channel.received

    def hello(self) -> Row:
        """Identity and capabilities.

        Raises:
            VenueCrashed, VenueHung, GarbageAnswer: the venue does not say.
        """
        command = Command("hello")
        answer = self._perform(command)
        if answer.status != "ok" or len(answer.rows) != 1:
            problem = f"expected ok with one row, got {answer.status} with {len(answer.rows)}"
            raise self._failed(GarbageAnswer(str(command), problem))
        return answer.rows[0]

    def reset(self, setup: Row) -> Answer:
        """Forget everything and start anew; also after a failure that was final."""
        self._log.clear()
        self._lost = False
        return self._perform(Command("reset", {"setup": setup}))

    def do(self, request: Request) -> Answer:
        """Serve one request of one account."""
        fields = {
            "account": request.account,
            "method": request.method,
            "path": request.path,
            "body": request.body,
        }
        return self._perform(Command("do", fields))

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve one control verb."""
        return self._perform(Command("ctl", {"verb": verb, "body": body}))

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows of a table."""
        return self._perform(
            Command("read", {"table": table, "account": account, "symbol": symbol})
        )

    def events(self, cursor: int = 0) -> Answer:
        """Changes since a cursor."""
        return self._perform(Command("events", {"cursor": cursor}))

    def bye(self) -> None:
        """Stop; whatever does not stop by itself is ended."""
        try:
            if self._begun and not self._lost:
                self.channel.ask(Command("bye"), min(self.deadline, 1.0))
        except AdapterFailure:
            pass  # it was told to go, and it is gone
        finally:
            self._lost = True
            self.channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.bye()

    def _perform(self, command: Command) -> Answer:
        if self._lost:
            problem = "the session was lost in an earlier failure; reset first"
            raise VenueCrashed(str(command), problem)
        try:
            answer = self._once(command)
        except GarbageAnswer as failure:
            raise self._failed(failure) from None
        except (VenueCrashed, VenueHung) as first:
            self.channel.drop()
            self._complete(first)
            answer = self._second_chance(command, first)
            if not (isinstance(first, VenueCrashed) and first.is_stale):
                self.incidents.append(first)
        except BaseException:
            # Half a conversation is none: an interrupt must not leave an answer for the next.
            self._lost = True
            self.channel.drop()
            raise
        if command.changes_state:
            self._log.append((command, answer.status))
        return answer

    def _once(self, command: Command) -> Answer:
        self._begun = True
        try:
            return self.channel.ask(command, self.deadline)
        finally:
            # What is shown is short; what was said may be as large as an answer may be.
            sent, came = self.channel.last_exchange()
            self._tail.append((sent[: LINE + 1], came[: LINE + 1]))

    def _second_chance(self, command: Command, first: VenueFailure) -> Answer:
        try:
            for number, (earlier, status) in enumerate(self._log):
                answer = self._once(earlier)
                if answer.status != status:
                    problem = (
                        f"{first.problem}; and when replayed, command {number + 1} of "
                        f"{len(self._log)} ({earlier}) was answered {answer.status}, "
                        f"not {status} as before"
                    )
                    raise type(first)(str(command), problem)
            return self._once(command)
        except GarbageAnswer as second:
            raise self._failed(second) from first
        except VenueFailure as second:
            where = "" if second.command == str(command) else f" in the replay, at {second.command}"
            problem = f"{first.problem}; and again{where}: {second.problem}"
            problem = second.problem if second.problem.startswith(first.problem) else problem
            raise self._failed(type(second)(str(command), problem)) from first

    def _failed(self, failure: VenueFailure) -> VenueFailure:
        """The failure with the end of the conversation; nothing but a reset follows it."""
        self._lost = True
        self.channel.drop()
        self._complete(failure)
        return failure

    def _complete(self, failure: VenueFailure) -> None:
        lines = []
        for sent, came in self._tail:
            lines.append(f"> {excerpt(sent, LINE)}")
            lines.append(f"< {excerpt(came, LINE)}" if came else "< (nothing)")
        failure.transcript = tuple(lines)
        failure.stderr = self.channel.stderr()
