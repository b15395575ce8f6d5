"""Terms of an order: what its fields may be, by themselves."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.vocabulary.commands import (
    ExecInst,
    OrdType,
    PlaceOrder,
    Side,
    TimeInForce,
    TriggerPrice,
)
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Price

_MAX_CL_ORD_ID = 36


class OrderTermRules(InstrumentRules):
    """Which orders are refused whatever the account and the market are."""

    __slots__ = ()

    @clause(
        "ORDR-001",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordType",),
        source="API description of POST /order",
    )
    def default_ord_type(self, price: Price | None, stop_px: Price | None) -> OrdType:
        """An order without a type is Limit with a price, Stop with a stop price, StopLimit with
        both, else Market.

        >>> rules.default_ord_type(price_of("100"), None).value
        'Limit'
        >>> rules.default_ord_type(None, None).value
        'Market'
        >>> rules.default_ord_type(None, price_of("90")).value
        'Stop'
        """
        if stop_px is not None:
            return OrdType.STOP if price is None else OrdType.STOP_LIMIT
        return OrdType.MARKET if price is None else OrdType.LIMIT

    @clause(
        "ORDR-002",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.timeInForce",),
        source="API description for priced orders; Market and Stop rows show ImmediateOrCancel",
    )
    def default_time_in_force(self, ord_type: OrdType) -> TimeInForce:
        """An order without a time in force is GoodTillCancel when it has a price and
        ImmediateOrCancel when it has none.

        An order without a price has no place in the book to wait at.

        >>> rules.default_time_in_force(OrdType.MARKET).value
        'ImmediateOrCancel'
        >>> rules.default_time_in_force(OrdType.LIMIT).value
        'GoodTillCancel'
        """
        priced = ord_type.is_priced
        return TimeInForce.GOOD_TILL_CANCEL if priced else TimeInForce.IMMEDIATE_OR_CANCEL

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
        "ORDR-004",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.error",),
        source=(
            "instrument rows carry maxOrderQty; 'Invalid orderQty', 'Invalid leavesQty for lotSize'"
        ),
    )
    def bad_quantity(self, instrument: Instrument, qty: Contracts) -> Reject | None:
        """An order quantity is above zero, at most the instrument's maximum, and whole lots.

        >>> rules.bad_quantity(XBTUSD, 0)
        <Reject.INVALID_ORDER_QTY: 'Invalid orderQty'>
        """
        if not 0 < qty <= instrument.max_order_qty:
            return Reject.INVALID_ORDER_QTY
        return None if self.is_whole_lots(instrument, qty) else Reject.INVALID_LOT

    @clause(
        "ORDR-005",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.error",),
        source="instrument rows carry maxPrice; 'Invalid price', 'Invalid price tickSize'",
    )
    def bad_price(
        self, instrument: Instrument, ord_type: OrdType, price: Price | None
    ) -> Reject | None:
        """A priced order has a price above zero, at most the contract's maximum, and on the tick.

        >>> rules.bad_price(XBTUSD, OrdType.LIMIT, price_of("9000.25"))
        <Reject.INVALID_TICK: 'Invalid price tickSize'>
        >>> rules.bad_price(XBTUSD, OrdType.LIMIT, XBTUSD.max_price + XBTUSD.tick_size)
        <Reject.INVALID_PRICE: 'Invalid price'>
        """
        if not ord_type.is_priced:
            return None if price is None else Reject.INVALID_PRICE
        if price is None or not 0 < price <= instrument.max_price:
            return Reject.INVALID_PRICE
        return None if self.is_on_tick(instrument, price) else Reject.INVALID_TICK

    @clause(
        "ORDR-006",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.error",),
        source="'Invalid stopPx for ordType', 'Invalid stopPx tickSize'",
    )
    def bad_stop(
        self, instrument: Instrument, ord_type: OrdType, stop_px: Price | None
    ) -> Reject | None:
        """A stop order, and no other, has a stop price: above zero, at most the maximum, on the
        tick.

        >>> rules.bad_stop(XBTUSD, OrdType.LIMIT, price_of("9000"))
        <Reject.INVALID_STOP_PX: 'Invalid stopPx for ordType'>
        """
        if not ord_type.is_stop:
            return None if stop_px is None else Reject.INVALID_STOP_PX
        if stop_px is None or not 0 < stop_px <= instrument.max_price:
            return Reject.INVALID_STOP_PX
        return None if self.is_on_tick(instrument, stop_px) else Reject.INVALID_STOP_TICK

    @clause(
        "ORDR-007",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Invalid displayQty'; the API description knows hidden and iceberg orders",
    )
    def bad_display(
        self, ord_type: OrdType, qty: Contracts, display_qty: Contracts | None
    ) -> Reject | None:
        """A display quantity of a priced order is between zero, which hides the order, and the
        whole order quantity.

        One between the two makes an iceberg, which the exchange had. It is not specified yet: a
        venue may take it or say that it is unsupported, and is not asked for it.

        >>> rules.bad_display(OrdType.LIMIT, 10, 0) is None
        True
        >>> rules.bad_display(OrdType.LIMIT, 10, 4)
        <Reject.INVALID_DISPLAY_QTY: 'Invalid displayQty'>
        """
        if display_qty is None:
            return None
        priced = ord_type.is_priced
        return None if priced and display_qty in {0, qty} else Reject.INVALID_DISPLAY_QTY

    @clause(
        "ORDR-008",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Invalid ordType or timeInForce for execInst'",
    )
    def bad_exec_inst(
        self, order: PlaceOrder, ord_type: OrdType, tif: TimeInForce
    ) -> Reject | None:
        """Post-only needs a price and GoodTillCancel, and a trigger price needs a stop order.

        An order without a price may say GoodTillCancel; it does not wait for all that.

        >>> order = PlaceOrder("anna", "XBTUSD", Side.BUY, 10)
        >>> rules.bad_exec_inst(order, OrdType.MARKET, TimeInForce.GOOD_TILL_CANCEL) is None
        True
        """
        inst = order.exec_inst
        post_only = ExecInst.PARTICIPATE_DO_NOT_INITIATE in inst
        priced = ord_type.is_priced
        if post_only and not (priced and tif is TimeInForce.GOOD_TILL_CANCEL):
            return Reject.INVALID_EXEC_INST
        triggers = sum(1 for trigger in TriggerPrice if ExecInst(trigger.value) in inst)
        is_stop = ord_type.is_stop
        if triggers > (1 if is_stop else 0):
            return Reject.INVALID_EXEC_INST
        return None

    @clause(
        "ORDR-040",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error", "order.clOrdID"),
        source="API description: at most 36 characters",
    )
    def is_cl_ord_id(self, cl_ord_id: str) -> bool:
        """A client order id has at most 36 characters.

        >>> rules.is_cl_ord_id("a" * 36), rules.is_cl_ord_id("a" * 37)
        (True, False)
        """
        return len(cl_ord_id) <= _MAX_CL_ORD_ID
