"""Rows of orders: their states, texts and times."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.positions import PositionRules
from solvent_spec.vocabulary.commands import OrdStatus, OrdType, TimeInForce
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price

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

_NEXT = {
    OrdStatus.NEW: {
        OrdStatus.NEW,
        OrdStatus.PARTIALLY_FILLED,
        OrdStatus.FILLED,
        OrdStatus.CANCELED,
        OrdStatus.REJECTED,
    },
    OrdStatus.PARTIALLY_FILLED: {
        OrdStatus.PARTIALLY_FILLED,
        OrdStatus.FILLED,
        OrdStatus.CANCELED,
    },
    OrdStatus.FILLED: {OrdStatus.FILLED, OrdStatus.PARTIALLY_FILLED},
    OrdStatus.CANCELED: {OrdStatus.CANCELED},
    OrdStatus.REJECTED: {OrdStatus.REJECTED},
}


class OrderRowRules(PositionRules):
    """What the row of an order shows."""

    __slots__ = ()

    @clause(
        "ORDR-029",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.avgPx",),
        source=(
            "39 of 39 positions and the fills of 2017: the price is made from the cost of a lot; "
            "one row speaks against it: a sale at 7744.5 that shows 7745"
        ),
    )
    def average_fill_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """The average price of an order is the price whose lot value is the mean cost of its lots.

        One contract filled at 10082 shows 10081.5: the lot is worth 9919, and so it is at that
        price.

        >>> price_text(rules.average_fill_price(XBTUSD, -9919, 1))
        '10081.5'
        >>> price_text(rules.average_fill_price(XBTUSD, -19_839, 2))
        '10081.6615'
        """
        return self.average_entry_price(instrument, cost, qty)

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
        `Amended via API.`. They are those of `orderQty`, `leavesQty`, `price` and `stopPx` whose
        value is another than before; of the quantities the one that the amendment gave. A client
        order id is none of them: an amendment of the name alone leaves the text as it is.

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

        It is not the time of its last row: a trade on a resting order leaves it alone, and so do
        a cancel, an amendment that cancels the order, and one of its client order id alone.

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
        compared_in="execution.execType",
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
        "ORDR-046",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus",),
        source="recorded order rows of 2017 to 2022; a row of 2021 is Rejected",
    )
    def may_become(self, old: OrdStatus, new: OrdStatus) -> bool:
        """An open order may be filled in part, filled, canceled or, before it has traded, rejected;
        what is canceled or rejected stays so.

        What is filled stays so too, unless its open quantity is amended (ORDR-039). An order of
        which a part has traded does not turn New again, and what is left of it is canceled, not
        rejected.

        >>> rules.may_become(OrdStatus.PARTIALLY_FILLED, OrdStatus.CANCELED)
        True
        >>> rules.may_become(OrdStatus.CANCELED, OrdStatus.FILLED)
        False
        """
        return new in _NEXT[old]

    @clause(
        "ORDR-045",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.text"),
        source="public row of 2022-10-19: Market with GoodTillCancel, accepted, and this text",
    )
    def unfilled_reason(self, ord_type: OrdType, tif: TimeInForce) -> str:
        """What a market order cannot trade is canceled, whatever its time in force, and its type is
        the reason.

        The reason for another order is the venue's own words; the reference names the time in
        force of one with a price, and the type of one without.

        >>> rules.unfilled_reason(OrdType.MARKET, TimeInForce.GOOD_TILL_CANCEL)
        'Order had ordType of Market'
        >>> rules.unfilled_reason(OrdType.LIMIT, TimeInForce.IMMEDIATE_OR_CANCEL)
        'Order had timeInForce of ImmediateOrCancel'
        """
        if ord_type.is_priced or tif is TimeInForce.FILL_OR_KILL:
            return f"Order had timeInForce of {tif.value}"
        return f"Order had ordType of {ord_type.value}"
