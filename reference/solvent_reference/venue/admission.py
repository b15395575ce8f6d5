"""The queue in front of the engine: who joins, who is shed, who is served next."""

from __future__ import annotations

from typing import NamedTuple

from solvent_spec.rules import Rules
from solvent_spec.rules.admission.queue import Admission
from solvent_spec.vocabulary.commands import Request
from solvent_spec.vocabulary.messages import Request as Message


class AdmittedRequest(NamedTuple):
    """An admitted request with its ticket."""

    ticket: int
    message: Message
    command: Request


class Queue:
    """One queue of writes for the whole venue. It grows only while the engine is frozen."""

    __slots__ = ("frozen", "next_ticket", "waiting")

    def __init__(self) -> None:
        self.frozen = False
        self.next_ticket = 1
        self.waiting: list[AdmittedRequest] = []

    def arrive(self, rules: Rules, message: Message, command: Request) -> AdmittedRequest | None:
        """Admit a request to its place in the queue, or shed it."""
        depth = len(self.waiting)
        admitted = rules.admit(command, depth) is Admission.QUEUED
        if not admitted and not rules.executes_when_shed():
            return None
        entry = AdmittedRequest(self.next_ticket, message, command)
        self.next_ticket += 1
        self.waiting.insert(rules.queue_index(depth), entry)
        return entry if admitted else None

    def serve(self, rules: Rules) -> AdmittedRequest:
        """Take the next request out of the queue, which must not be empty."""
        return self.waiting.pop(rules.served_index(len(self.waiting)))
