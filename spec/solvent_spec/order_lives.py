"""Lives of orders: their names, their states, and what an amendment makes of them."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.commands import OrdStatus, OrdType, TimeInForce
from solvent_spec.order_rows import OrderRowRules
from solvent_spec.units import Contracts

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


class OrderLifeRules(OrderRowRules):
    """How an order lives, under which name. Chapter: orders."""

    __slots__ = ()

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
        "ORDR-047",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.text"),
        source="recorded rows of 2021 and 2022: status Rejected with the reason of the refusal",
    )
    def status_of_refused_stop(self) -> OrdStatus:
        """A stop that is refused when it is triggered is Rejected, not Canceled.

        It was accepted, so it has a row that says what became of it.

        >>> rules.status_of_refused_stop().value
        'Rejected'
        """
        return OrdStatus.REJECTED

    @clause(
        "ORDR-048",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.orderQty", "order.leavesQty", "order.ordStatus"),
        source="API description of PUT /order: leavesQty is what remains open, whatever has traded",
    )
    def amended_leaves(
        self, cum_qty: Contracts, order_qty: Contracts | None, leaves_qty: Contracts | None
    ) -> Contracts:
        """An amended quantity is that of the whole order, what has traded included; an amended open
        quantity is what is left.

        Of ten of which four have traded, an order quantity of seven leaves three open, and an
        open quantity of seven makes it an order for eleven.

        >>> rules.amended_leaves(4, 7, None), rules.amended_leaves(4, None, 7)
        (3, 7)
        """
        if order_qty is not None:
            return order_qty - cum_qty
        return leaves_qty if leaves_qty is not None else Contracts(0)

    @clause(
        "ORDR-054",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.error", "order.orderQty", "order.price", "margin.availableMargin"),
        alternatives=("in place of the order", "beside the order"),
        source="no text says what an amendment is asked for",
    )
    def is_amended_in_place(self) -> bool:
        """An amendment of an order that rests is asked for what the amended order locks and risks
        in place of it.

        What the order locks already is free for the amended one, and what it has traded is not
        asked for again. An account with 100 that has locked 60 may amend to 90. A venue may ask
        for the whole beside the order, and refuse any such amendment beyond 40.

        >>> rules.is_amended_in_place()
        True
        """
        return self.policy("ORDR-054", "in place of the order") == "in place of the order"

    @clause(
        "ORDR-049",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.error", "order.clOrdID", "order.ordStatus"),
        alternatives=("by each name it had", "by its newest name only"),
        source="a name may be amended; what the old one is then good for is not said",
    )
    def is_found_by(self, cl_ord_id: str, named: str) -> bool:
        """An order is found by each client order id that it has had.

        A name belongs to its account: two accounts may use the same. It is used up by the order
        that was accepted under it, for good, also when that order is finished or renamed; an
        order that was refused has used up nothing. `cl_ord_id` is a name that the order was
        given, `named` the newest.

        >>> rules.is_found_by("one", "two")
        True
        """
        newest_only = self.policy("ORDR-049", "by each name it had") == "by its newest name only"
        return cl_ord_id == named or not newest_only

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
