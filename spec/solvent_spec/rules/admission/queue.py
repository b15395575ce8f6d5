"""Admission: one queue for writes, and what happens when it is full."""

from __future__ import annotations

from enum import Enum

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import (
    CancelAllOrders,
    CancelOrder,
    ExecInst,
    PlaceOrder,
    Request,
)

OVERLOADED = "The system is currently overloaded. Please try again later."


class Admission(Enum):
    """What becomes of a write on arrival."""

    QUEUED = "queued"
    SHED = "shed"


class AdmissionRules(Chapter):
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

        >>> order = PlaceOrder("anna", "XBTUSD", Side.BUY, 10)
        >>> [rules.admit(order, depth).value for depth in (299, 300)]
        ['queued', 'shed']
        """
        full = self.book.sheds and depth >= self.queue_depth()
        return Admission.SHED if full and not self.is_exempt(request) else Admission.QUEUED

    @clause(
        "ADMN-002",
        level="MUST",
        profile="overload",
        evidence="decided",
        observable=("admission.status",),
        alternatives=("a depth of its own",),
        source="seed 002: tuned to cap latency at 3 to 5 seconds; the number was never published",
    )
    def queue_depth(self) -> int:
        """The queue has a depth: it is full when as many requests wait as that.

        A venue says its own depth. The reference takes 300 requests, and 3 under the toy
        rulebook; nobody but it has to.

        >>> rules.queue_depth()
        300
        """
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
        """Cancels, and Close orders without a quantity, are never shed; any other write can be.

        So it is from May 2018 on. From 2017-12-03 to May 2018 Close orders with a quantity were
        exempt too, and to April 2018 changes of leverage, isolation, risk limit and margin; the
        days on which these two ended are not known.

        >>> cancel = CancelAllOrders("anna")
        >>> rules.is_exempt(cancel), rules.is_exempt(SetLeverage("anna", "XBTUSD", Fraction(3)))
        (True, False)
        >>> early = Rules(Rulebook.at("2018-01-01"))
        >>> early.is_exempt(SetLeverage("anna", "XBTUSD", Fraction(3)))
        True
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

    @relation(
        "ADMN-004",
        judged_by="replay, by the order in which a queue that thaws answers",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "trade.price", "order.transactTime"),
        source="seed 002: exempt requests enter at the back, like any other",
    )
    def queue_index(self, depth: int) -> int:
        """Every admitted request, exempt or not, joins the queue at its back.

        >>> rules.admit(CancelAllOrders("anna"), 7).value, rules.queue_index(7)
        ('queued', 7)
        """
        return depth

    @relation(
        "ADMN-005",
        judged_by="replay, by the order in which a queue that thaws answers",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "trade.price"),
        source="seed 002: first in, first out",
    )
    def served_index(self, depth: int) -> int:
        """The request that has waited longest is served first.

        >>> rules.served_index(3)
        0
        """
        return 0

    @relation(
        "ADMN-006",
        judged_by="relations: a request that was refused or shed changes no table",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("order.ordStatus", "position.currentQty", "margin.availableMargin"),
        source="announcement of 2017-11-09: a shed request never reached the engine",
    )
    def executes_when_shed(self) -> bool:
        """A shed request changes nothing: no order, no identifier, no margin, no trade, then or
        later.

        >>> rules.executes_when_shed()
        False
        """
        return False

    @relation(
        "ADMN-007",
        judged_by="replay, by tables that are read while the engine is frozen",
        level="MUST",
        profile="overload",
        evidence="official",
        observable=("admission.read",),
        source="seed 002: reads are answered by mirrors",
    )
    def reads_wait(self, depth: int) -> bool:
        """Reads never wait behind writes and are never shed.

        >>> rules.reads_wait(3)
        False
        """
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

    @clause(
        "ADMN-009",
        level="MAY",
        profile="overload",
        evidence="decided",
        observable=("admission.status",),
        alternatives=("the engine refuses it", "refused on arrival"),
        source="seed 002 says that it can be done, and not what was done",
    )
    def refuses_on_arrival(self) -> bool:
        """An order that the account's balance cannot pay joins the queue and is refused when its
        turn comes.

        A venue may have such an order refused on arrival, by the balance of that moment: it
        takes no place in the queue, and finds none that is full.

        >>> rules.refuses_on_arrival()
        False
        """
        return self.policy("ADMN-009", "the engine refuses it") == "refused on arrival"
