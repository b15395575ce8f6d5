"""Venues that are wrong under load."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.rules.admission.queue import Admission
from solvent_spec.vocabulary.commands import CancelAllOrders, CancelOrder, Request


@wrong("ADMN-001")
class NothingIsShed(Rules):
    """A full queue takes every request."""

    def admit(self, request: Request, depth: int) -> Admission:
        """Always."""
        return Admission.QUEUED


@wrong("ADMN-002", named="queue depth off by one")
class QueueOneDeeper(Rules):
    """The queue takes one request more than its depth."""

    def queue_depth(self) -> int:
        """One more."""
        return super().queue_depth() + 1


@wrong("ADMN-003", named="cancels shed")
class CancelsShed(Rules):
    """Cancels are shed like any other request."""

    def is_exempt(self, request: Request) -> bool:
        """All but cancels as before."""
        return not isinstance(request, CancelOrder | CancelAllOrders) and super().is_exempt(request)


@wrong("ADMN-004", named="exempt requests jump to the front")
class ExemptJumpsQueue(Rules):
    """A request that is exempt from shedding is served before those that wait."""

    def admit(self, request: Request, depth: int) -> Admission:
        """As before; the kind of request is remembered."""
        self.__dict__["jumps"] = self.is_exempt(request)
        return super().admit(request, depth)

    def queue_index(self, depth: int) -> int:
        """The front for what is exempt."""
        return 0 if self.__dict__["jumps"] else super().queue_index(depth)


@wrong("ADMN-005")
class NewestServedFirst(Rules):
    """The request that came last is served first."""

    def served_index(self, depth: int) -> int:
        """The last."""
        return depth - 1


@wrong("ADMN-006", named="shed order still executes")
class ShedOrderExecutes(Rules):
    """A request that was shed is served all the same."""

    def executes_when_shed(self) -> bool:
        """It does."""
        return True


@wrong("ADMN-007", named="reads wait behind writes")
class ReadsWait(Rules):
    """A read waits behind the requests in the queue."""

    def reads_wait(self, depth: int) -> bool:
        """When there are any."""
        return depth > 0


@wrong("ADMN-008")
class ShedWithAnotherStatus(Rules):
    """A shed request is answered with status 429."""

    def overload_answer(self) -> tuple[int, str, str]:
        """Too many requests."""
        return (429, *super().overload_answer()[1:])
