"""Rows of the order table: words, times and states that an order shows during its life."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.commands import ExecInst, OrdStatus, Side
from solvent_spec.refusals import RefusalRules
from solvent_spec.units import Contracts, Millis

SUBMITTED = "Submitted via API."
AMENDED = "Amended via API."
CANCELED = "Canceled via API."

_EXEC_TYPES = {
    OrdStatus.NEW: {"New", "TriggeredOrActivatedBySystem", "Replaced", "Restated"},
    OrdStatus.PARTIALLY_FILLED: {"Trade", "Replaced", "Restated"},
    OrdStatus.FILLED: {"Trade", "Funding", "Settlement"},
    OrdStatus.CANCELED: {"Canceled"},
    OrdStatus.REJECTED: {"Rejected", "CancelReject"},
}


class OrderRowRules(RefusalRules):
    """What an order shows of its life. Chapter: orders."""

    __slots__ = ()

    @clause(
        "ORDR-030",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.side", "order.orderQty"),
        source="API description of POST /order",
    )
    def default_side(self, qty: Contracts) -> Side:
        """An order without a side buys, unless its quantity is below zero: then it sells the
        absolute quantity.

        >>> rules.default_side(5).value, rules.default_side(-5).value
        ('Buy', 'Sell')
        """
        return Side.SELL if qty < 0 else Side.BUY

    @clause(
        "ORDR-031",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.text",),
        source="recorded orders of 2017 to 2022",
    )
    def order_text(self, annotation: str) -> str:
        """An accepted order carries its account's annotation as text, or `Submitted via API.` when
        there is none.

        >>> rules.order_text(""), rules.order_text("Take profit")
        ('Submitted via API.', 'Take profit')
        """
        return annotation or SUBMITTED

    @clause(
        "ORDR-032",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.text",),
        source=(
            "rows of 2017-11-04, 2019-01-23, 2019-09-15 and 2020-04-14; 2025 rows leave the "
            "reason out"
        ),
    )
    def amended_text(self, columns: tuple[str, ...], annotation: str, submitted: str) -> str:
        r"""An amended order names the amended columns and the reason on a line before the text of
        its submission.

        The columns stand in alphabetical order; without an annotation the reason is
        `Amended via API.`.

        >>> rules.amended_text(("price", "orderQty"), "", "Submitted via API.")
        'Amended orderQty price: Amended via API.\nSubmitted via API.'
        """
        return f"Amended {' '.join(sorted(columns))}: {annotation or AMENDED}\n{submitted}"

    @clause(
        "ORDR-033",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.text", "execution.text"),
        source="recorded cancels of 2019 and 2020",
    )
    def canceled_text(self, reason: str, submitted: str) -> str:
        r"""A canceled order gives the reason on a line before the text of its submission.

        The reason is the annotation of the cancel, `Canceled via API.` without one, or the
        words of the rule by which the venue canceled it.

        >>> rules.canceled_text("", "Submitted via API.")
        'Canceled: Canceled via API.\nSubmitted via API.'
        """
        return f"Canceled: {reason or CANCELED}\n{submitted}"

    @clause(
        "ORDR-034",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.text",),
        source="rows of 2019-01, 2019-09-15 and 2020-05-09; in 2017 the side was not named",
    )
    def instruction_reason(
        self, exec_inst: frozenset[ExecInst], side: Side, position_qty: Contracts
    ) -> str:
        """An order that its own instruction cancels says which: post-only that it is post-only,
        Close and ReduceOnly the side and the position found.

        >>> rules.instruction_reason(frozenset({ExecInst.CLOSE}), Side.BUY, 0)
        'Order had execInst of Close or ReduceOnly and side of Buy but current position is 0'
        """
        if ExecInst.PARTICIPATE_DO_NOT_INITIATE in exec_inst:
            return "Order had execInst of ParticipateDoNotInitiate"
        wanted = f"side of {side.value} but current position is {int(position_qty)}"
        return f"Order had execInst of Close or ReduceOnly and {wanted}"

    @clause(
        "ORDR-035",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.transactTime",),
        source=(
            "support article on the two times of a row; recorded amendments of price and leavesQty"
        ),
    )
    def transact_time(self, previous: Millis, now: Millis, *, amended: bool) -> Millis:
        """The transaction time of an order is when it was submitted, or when it was last amended.

        It is not the time of its last row: a trade on a resting order leaves it alone.

        >>> rules.transact_time(1000, 5000, amended=True)
        5000
        >>> rules.transact_time(1000, 5000, amended=False)
        1000
        """
        return now if amended else previous

    @clause(
        "ORDR-037",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("execution.execType", "execution.ordStatus"),
        source="recorded executions; the pairs that two published clients accept",
    )
    def is_exec_type_of(self, status: OrdStatus, exec_type: str) -> bool:
        """The type of an execution and the status of its order belong together: a trade fills an
        order wholly or in part, a cancel leaves it canceled.

        New goes with New, Replaced, Restated and the trigger; PartiallyFilled with Trade,
        Replaced and Restated; Filled with Trade and with the rows that no order caused.

        >>> rules.is_exec_type_of(OrdStatus.FILLED, "Trade")
        True
        >>> rules.is_exec_type_of(OrdStatus.NEW, "Trade")
        False
        """
        return exec_type in _EXEC_TYPES[status]

    @clause(
        "ORDR-038",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.leavesQty"),
        source="announcement of 2016-10-23",
        since="2016-10-23",
    )
    def amend_cancels(self, leaves_qty: Contracts) -> bool:
        """An amendment that leaves nothing open cancels the order.

        An order of ten of which four have traded is canceled by a new quantity of four.

        >>> rules.amend_cancels(0), rules.amend_cancels(1)
        (True, False)
        """
        return leaves_qty <= 0

    @clause(
        "ORDR-042",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.error", "order.ordStatus"),
        source="row of 2017-11-29: ordStatus Filled with this error",
    )
    def cancel_of_finished(self, status: OrdStatus) -> str:
        """Canceling a finished order changes nothing; its row comes back with an error that names
        its status.

        >>> rules.cancel_of_finished(OrdStatus.FILLED)
        'Unable to cancel order due to existing state: Filled'
        """
        return f"Unable to cancel order due to existing state: {status.value}"

    @clause(
        "ORDR-043",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.workingIndicator",),
        source="recorded order rows of 2017 to 2022; stop row of 2019-11-25",
    )
    def is_working(self, status: OrdStatus, *, waits: bool) -> bool:
        """An order works while it is open in the book: not while it waits for a trigger, and not
        once it is finished.

        >>> rules.is_working(OrdStatus.NEW, waits=False)
        True
        >>> rules.is_working(OrdStatus.NEW, waits=True)
        False
        """
        return status.is_open and not waits

    @clause(
        "ORDR-044",
        level="SHOULD",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus",),
        source="announcement of 2019-12-16T04:30; messages of 2019-01, 2019-12-02 and 2020-05-09",
    )
    def post_only_statuses(self) -> tuple[OrdStatus, ...]:
        """A post-only order that would trade appears in the feed as New and then as Canceled, and
        from 2019-12-16 on as Canceled only.

        >>> [status.value for status in rules.post_only_statuses()]
        ['New', 'Canceled']
        """
        if self.book.post_only_single_message:
            return (OrdStatus.CANCELED,)
        return (OrdStatus.NEW, OrdStatus.CANCELED)
