"""Amendments and cancels: what becomes of an order that is changed."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import OrdStatus
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Price


class AmendmentRules(Chapter):
    """How open orders are amended and canceled."""

    __slots__ = ()

    @clause(
        "ORDR-025",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("orderBookL2.size", "trade.price", "order.transactTime"),
        source="announcement of 2016-10-23",
        since="2016-10-23",
    )
    def keeps_priority(
        self, old_price: Price | None, new_price: Price | None, old: Contracts, new: Contracts
    ) -> bool:
        """An amended order keeps its place in the queue when its price is unchanged and its open
        quantity not raised, and loses it otherwise.

        Who asks for less takes nothing from those behind; who asks for more, or elsewhere, starts
        again. Who changes neither, but the name, stays.

        >>> rules.keeps_priority(price_of("100"), price_of("100"), 10, 10)
        True
        >>> rules.keeps_priority(price_of("100"), price_of("100"), 10, 5)
        True
        >>> rules.keeps_priority(price_of("100"), price_of("100"), 10, 11)
        False
        """
        return new_price == old_price and new <= old

    @clause(
        "ORDR-026",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.error",),
        source="'Invalid ordStatus'; from 2021-12-21 the status is named",
    )
    def amend_of_finished(self, status: str) -> str:
        """Amending a finished order is refused.

        >>> rules.amend_of_finished("Filled")
        'Invalid ordStatus'
        """
        named = self.book.amend_error_names_status
        return (
            f"{Reject.INVALID_ORD_STATUS.value}: {status}"
            if named
            else Reject.INVALID_ORD_STATUS.value
        )

    @clause(
        "ORDR-027",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "orderBookL2.size", "margin.initMargin"),
        source="recorded cancel: an array of rows, ordStatus Canceled, leavesQty 0",
    )
    def leaves_after_cancel(self, leaves_qty: Contracts) -> Contracts:
        """A canceled order leaves nothing: not in the book, not in any total, not in the margin.

        >>> rules.leaves_after_cancel(7)
        0
        """
        return Contracts(0)

    @clause(
        "ORDR-028",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.error"),
        source="real row of 2026: an array row with ordStatus Rejected and 'Invalid orderID'",
    )
    def may_cancel(self, owner: str, account: str) -> bool:
        """An account amends and cancels only its own orders; another's order is as unknown as none.

        The answer does not even tell that the order exists.

        >>> rules.may_cancel("anna", "anna"), rules.may_cancel("anna", "bert")
        (True, False)
        """
        return owner == account

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

        An order of ten of which four have traded is canceled by a new quantity of four. It is then
        as after a cancel without an annotation (ORDR-033): nothing is left open, and the row keeps
        the order quantity, the price, the client order id and the transaction time that it had,
        whatever else the amendment gave.

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
        >>> poor = replace(context, cover=replace(cover, increases=True, available_after=-1))
        >>> order = PlaceOrder("anna", "XBTUSD", Side.BUY, 10, price_of("100"))
        >>> checks = rules.checked_of_amend(order, XBTUSD, poor, 10, Side.BUY, resting=True)
        >>> rules.foremost(checks) is Reject.INSUFFICIENT_BALANCE
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
