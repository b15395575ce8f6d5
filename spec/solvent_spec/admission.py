"""Admission: one queue for writes, and what happens when it is full."""

from __future__ import annotations

from enum import Enum

from solvent_spec.clauses import clause
from solvent_spec.commands import (
    CancelAllOrders,
    CancelOrder,
    ExecInst,
    PlaceOrder,
    Request,
)
from solvent_spec.schedule import ScheduleRules

OVERLOADED = "The system is currently overloaded. Please try again later."


class Admission(Enum):
    """What becomes of a write on arrival."""

    QUEUED = "queued"
    SHED = "shed"


class AdmissionRules(ScheduleRules):
    """Load shedding. Chapter: admission."""

    __slots__ = ()

    @clause(
        "ADMN-001",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.status", "order.ordStatus"),
        source="seed 002; announcement of 2017-11-09",
        since="2017-11-09",
    )
    def admit(self, request: Request, depth: int) -> Admission:
        """A write that finds the queue full is shed at once; any other joins the queue.

        Admission depends on the depth at arrival and on nothing else but the kind of request.
        """
        full = self.book.sheds and depth >= self.queue_depth()
        return Admission.SHED if full and not self.is_exempt(request) else Admission.QUEUED

    @clause(
        "ADMN-002",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.status",),
        source="seed 002: tuned to cap latency at 3 to 5 seconds; the number was never published",
    )
    def queue_depth(self) -> int:
        """The queue has a depth: it is full when as many requests wait as that."""
        return self.book.queue_depth

    @clause(
        "ADMN-003",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.status",),
        source="announcements of 2017-12-03 and to 2018-05-14; seed 002",
        since="2017-12-03",
    )
    def is_exempt(self, request: Request) -> bool:
        """Cancels, and Close orders without a quantity, are never shed. New and amended orders,
        leverage, isolation, risk limit and margin transfers are.
        """
        book = self.book
        if isinstance(request, CancelOrder | CancelAllOrders):
            return book.exempt_cancel
        if isinstance(request, PlaceOrder):
            if ExecInst.CLOSE not in request.exec_inst:
                return False
            return book.exempt_close and (
                request.order_qty is None or book.exempt_close_with_quantity
            )
        return book.exempt_position_requests and hasattr(request, "symbol")

    @clause(
        "ADMN-004",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "trade.price", "order.transactTime"),
        source="seed 002: exempt requests enter at the back, like any other",
    )
    def queue_index(self, depth: int) -> int:
        """Every admitted request, exempt or not, joins the queue at its back."""
        return depth

    @clause(
        "ADMN-005",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "trade.price"),
        source="seed 002: first in, first out",
    )
    def served_index(self, depth: int) -> int:
        """The request that has waited longest is served first."""
        del depth
        return 0

    @clause(
        "ADMN-006",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "position.currentQty", "margin.availableMargin"),
        source="announcement of 2017-11-09: a shed request never reached the engine",
    )
    def executes_when_shed(self) -> bool:
        """A shed request changes nothing: no order, no identifier, no margin, no trade, then or
        later.
        """
        return False

    @clause(
        "ADMN-007",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.read",),
        source="seed 002: reads are answered by mirrors",
    )
    def reads_wait(self, depth: int) -> bool:
        """Reads never wait behind writes and are never shed."""
        del depth
        return False

    @clause(
        "ADMN-008",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.status", "error.message"),
        source="recorded answers: 503 with this body",
    )
    def overload_answer(self) -> tuple[int, str, str]:
        """A shed request is answered with status 503, the overload text and the name HTTPError.

        >>> rules.overload_answer()[0]
        503
        """
        return (503, OVERLOADED, "HTTPError")
