"""Orders: what may be asked, what is refused with which words, and in which order of precedence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from solvent_spec.clauses import clause
from solvent_spec.commands import (
    ExecInst,
    OrdType,
    PlaceOrder,
    Side,
    TimeInForce,
    TriggerPrice,
)
from solvent_spec.instruments import Instrument
from solvent_spec.risk_limits import RiskLimitRules
from solvent_spec.units import Contracts, Millis, Money, Price


class Reject(Enum):
    """Why a request was refused, in order of precedence; the value is the exchange's own text."""

    INVALID_SYMBOL = "Invalid symbol"
    NOT_LISTED = "Instrument not listed for trading yet"
    EXPIRED = "Instrument expired"
    INVALID_ORDER_QTY = "Invalid orderQty"
    INVALID_LOT = "Invalid leavesQty for lotSize"
    INVALID_PRICE = "Invalid price"
    INVALID_TICK = "Invalid price tickSize"
    INVALID_STOP_PX = "Invalid stopPx for ordType"
    INVALID_STOP_TICK = "Invalid stopPx tickSize"
    INVALID_DISPLAY_QTY = "Invalid displayQty"
    INVALID_EXEC_INST = "Invalid ordType or timeInForce for execInst"
    INVALID_CL_ORD_ID = "Invalid clOrdID"
    DUPLICATE_CL_ORD_ID = "Duplicate clOrdID"
    NO_MARK_PRICE = "Instrument has no mark price"
    TOO_MANY_OPEN_ORDERS = "Too many open orders"
    TOO_MANY_STOP_ORDERS = "Too many stop orders"
    POSITION_RISK_LIMIT = "Value of position and orders exceeds position Risk Limit"
    ACCOUNT_RISK_LIMIT = "Value of positions and orders exceeds account Risk Limit"
    BELOW_LIQUIDATION = "Order price is below the liquidation price of current long position"
    ABOVE_LIQUIDATION = "Order price is above the liquidation price of current short position"
    IMMEDIATE_LIQUIDATION = "Executing at order price would lead to immediate liquidation"
    INSUFFICIENT_BALANCE = (
        "Account has insufficient Available Balance, {required} {currency} required"
    )
    # Requests other than a new order.
    INVALID_ORDER_ID = "Invalid orderID"
    INVALID_ORIG_CL_ORD_ID = "Invalid origClOrdID"
    INVALID_ORD_STATUS = "Invalid ordStatus"
    INVALID_AMEND = "Invalid amend: orderQty, leavesQty, price, stopPx unchanged"
    INVALID_LEVERAGE = "Invalid leverage"
    EXCEEDS_ENTRY_LEVERAGE = "Cannot exceed the maximum entry leverage"
    EXCEEDS_EFFECTIVE_LEVERAGE = "Cannot exceed the maximum effective leverage"
    INVALID_RISK_LIMIT = "Invalid riskLimit"
    CROSS_MARGIN_ENABLED = "Position has cross margin enabled"
    INVALID_TRANSFER = "Invalid amount for isolated margin transfer"
    INSUFFICIENT_ISOLATED = "Position has insufficient isolated margin"
    INVALID_WITHDRAWAL = "Invalid withdrawal amount"
    INSUFFICIENT_WITHDRAWABLE = "Account has insufficient Withdrawable Balance"


@dataclass(frozen=True, slots=True)
class OrderContext:
    """What the guards may know beside the order: the account and the market at this moment.

    `required` is the margin of the order alone, `available_after` what would be left of the
    available margin with it, `risk_after` the value of position and orders with it. It `increases`
    if with it the open orders of the contract lock more than without, and it may do more than
    reduce. It `liquidates` if its price is worse than the mark and its position, with all of it
    filled at that price, would be due for liquidation.
    """

    now: Millis
    mark: Price | None
    position_qty: Contracts
    open_orders: int
    stop_orders: int
    duplicate: bool
    required: Money
    increases: bool
    available_after: Money
    risk_after: Money
    risk_limit: Money
    account_risk_after: Money
    account_risk_limit: Money | None
    liquidation_price: Price | None
    liquidates: bool


class OrderRules(RiskLimitRules):
    """Which orders are refused and how accepted ones come to rest. Chapter: orders."""

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
        """
        priced = ord_type.is_priced
        return TimeInForce.GOOD_TILL_CANCEL if priced else TimeInForce.IMMEDIATE_OR_CANCEL

    @clause(
        "ORDR-003",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Instrument expired', 'Instrument not listed for trading yet'",
    )
    def not_trading(self, instrument: Instrument, now: Millis) -> Reject | None:
        """An order is refused before its instrument is listed and from its expiry on.

        >>> rules.not_trading(XBTM19, instant("2019-06-28T12:00"))
        <Reject.EXPIRED: 'Instrument expired'>
        """
        if now < instrument.listing:
            return Reject.NOT_LISTED
        expired = instrument.expiry is not None and now >= instrument.expiry
        return Reject.EXPIRED if expired else None

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
        "ORDR-009",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Duplicate clOrdID'",
    )
    def duplicate_cl_ord_id(self, *, duplicate: bool) -> Reject | None:
        """A client order id that the account has used on an order before is refused.

        A client that hears nothing can send again and never trades twice.

        >>> rules.duplicate_cl_ord_id(duplicate=True)
        <Reject.DUPLICATE_CL_ORD_ID: 'Duplicate clOrdID'>
        """
        return Reject.DUPLICATE_CL_ORD_ID if duplicate else None

    @clause(
        "ORDR-010",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="announcement of 2017-12-11: 200 open and 10 stop orders a contract and account",
        since="2017-12-11",
    )
    def too_many_orders(
        self, open_orders: int, stop_orders: int, *, is_stop: bool
    ) -> Reject | None:
        """An account has at most 200 open orders and 10 waiting stop orders in a contract.

        >>> rules.too_many_orders(200, 0, is_stop=False)
        <Reject.TOO_MANY_OPEN_ORDERS: 'Too many open orders'>
        >>> rules.too_many_orders(200, 9, is_stop=True) is None
        True
        """
        if is_stop:
            return Reject.TOO_MANY_STOP_ORDERS if stop_orders >= self.book.max_stop_orders else None
        return Reject.TOO_MANY_OPEN_ORDERS if open_orders >= self.book.max_open_orders else None

    @clause(
        "ORDR-011",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error",),
        source=(
            "'Order price is below the liquidation price of current long position' and its mirror"
        ),
    )
    def beyond_liquidation(
        self, side: Side, price: Price | None, context: OrderContext
    ) -> Reject | None:
        """An order that reduces a position is refused when its price is worse than the liquidation
        price that the position shows.

        That one is on the tick, on the side of the entry price (MARG-017). At marks less than a
        tick beyond it the position may still live; but no order has a price between the two, so
        none is refused that would trade before the liquidation. A long that is due below a mark of
        98.6 shows 99 on a tick of half a dollar: it may offer at 99, and 98.5 comes too late.

        >>> long = replace(context, position_qty=10, liquidation_price=price_of("99"))
        >>> [
        ...     rules.beyond_liquidation(Side.SELL, price_of(price), long) is None
        ...     for price in ("99", "98.5")
        ... ]
        [True, False]
        """
        liquidation = context.liquidation_price
        if price is None or liquidation is None:
            return None
        if context.position_qty > 0 and side is Side.SELL and price < liquidation:
            return Reject.BELOW_LIQUIDATION
        if context.position_qty < 0 and side is Side.BUY and price > liquidation:
            return Reject.ABOVE_LIQUIDATION
        return None

    @clause(
        "ORDR-012",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("order.error",),
        source="'Executing at order price would lead to immediate liquidation'",
    )
    def immediate_liquidation(self, context: OrderContext) -> Reject | None:
        """An order that is priced worse than the mark and makes open orders lock more is refused
        when its position, with all of it filled at its price, would be due for liquidation.

        It would hand the engine a position that it has to take over at the next mark. An order
        without a price is not asked, nor one for which nothing more is locked, nor one that only
        reduces (ORDR-050): what they trade is asked when they trade (MARG-022).

        >>> doomed = replace(context, increases=True, liquidates=True)
        >>> rules.immediate_liquidation(doomed).value
        'Executing at order price would lead to immediate liquidation'
        >>> rules.immediate_liquidation(replace(doomed, increases=False)) is None
        True
        """
        due = context.increases and context.liquidates
        return Reject.IMMEDIATE_LIQUIDATION if due else None

    @clause(
        "ORDR-013",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("order.error", "order.ordStatus"),
        source=(
            "rows of 2018 and 2022: the number is the margin of the new order alone, not the "
            "shortfall"
        ),
    )
    def insufficient_balance(self, context: OrderContext) -> Reject | None:
        """An order is refused when the open orders of its contract would lock more with it than
        without, and the difference is more than is available; the text names its own margin.

        Its own margin is what MARG-008 and MARG-009 make of it alone, as if the account held
        nothing in the contract: the initial margin and both fees of its cost, and its premium. It
        is not what is missing, and may be more than the difference. An order without a price counts
        as ORDR-052 says.

        >>> short = replace(context, increases=True, required=72_778, available_after=-1)
        >>> rules.insufficient_balance(short) is Reject.INSUFFICIENT_BALANCE
        True
        >>> rules.insufficient_balance(replace(short, available_after=0)) is None
        True
        """
        short = context.increases and context.available_after < 0
        return Reject.INSUFFICIENT_BALANCE if short else None

    @clause(
        "ORDR-015",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error",),
        source="'Value of position and orders exceeds position Risk Limit'; manual limits",
    )
    def exceeds_risk_limit(self, context: OrderContext) -> Reject | None:
        """An order that lifts position and orders beyond the account's risk limit in the contract
        is refused.

        So is one that lifts all its positions and orders in XBT above 10,000 XBT. What limit an
        account in another currency has is not known, and none is asked. The limit of the contract
        is the position's `riskLimit`; the toy rulebook's limit of an account is 10 XBT.

        An order within both is not refused for them:

        >>> rules.book.account_risk_limit == 10_000 * 10**8
        True
        """
        if not context.increases:
            return None
        if not self.fits_risk_limit(context.risk_after, context.risk_limit):
            return Reject.POSITION_RISK_LIMIT
        most = context.account_risk_limit
        over = most is not None and context.account_risk_after > most
        return Reject.ACCOUNT_RISK_LIMIT if over else None

    @clause(
        "ORDR-016",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.triggered", "order.ordStatus"),
        source="API description: stops trigger by MarkPrice unless told otherwise",
    )
    def trigger_price(self, exec_inst: frozenset[ExecInst]) -> TriggerPrice:
        """A stop is triggered by the mark price, or by the last or index price when its
        instructions say so.
        """
        if ExecInst.LAST_PRICE in exec_inst:
            return TriggerPrice.LAST
        return TriggerPrice.INDEX if ExecInst.INDEX_PRICE in exec_inst else TriggerPrice.MARK

    @clause(
        "ORDR-017",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.triggered", "order.ordStatus"),
        source="API description",
    )
    def triggers(self, side: Side, stop_px: Price, price: Price) -> bool:
        """A buy stop triggers at or above its stop price and a sell stop at or below it.

        >>> rules.triggers(Side.BUY, price_of("100"), price_of("100"))
        True
        """
        return price >= stop_px if side is Side.BUY else price <= stop_px

    @clause(
        "ORDR-018",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.triggered", "trade.price", "trade.size", "execution.lastPx"),
        alternatives=("order of acceptance", "nearest stop price first"),
        source="the order of several stops at one price is not published",
    )
    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """Stops that trigger together are triggered in the order in which they were accepted.

        `passed` is how far the price has gone beyond the stop price: most for the nearest stop.

        >>> rules.trigger_rank(7, price_of("0.5")) < rules.trigger_rank(8, price_of("2"))
        True
        """
        if self.policy("ORDR-018", "order of acceptance") == "nearest stop price first":
            return (-int(passed), sequence)
        return (sequence, 0)

    @clause(
        "ORDR-019",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("orderBookL2.size",),
        source="API description: a display quantity of zero hides the order",
    )
    def displayed_qty(self, leaves_qty: Contracts, display_qty: Contracts | None) -> Contracts:
        """The public book shows the whole open quantity of an order and nothing of a hidden one.

        >>> rules.displayed_qty(10, None), rules.displayed_qty(10, 0)
        (10, 0)
        """
        return Contracts(0) if display_qty == 0 else leaves_qty

    @clause(
        "ORDR-020",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.text"),
        source="rows of 2019 and 2020: canceled, HTTP 200",
    )
    def post_only_is_canceled(self, *, would_trade: bool) -> bool:
        """A post-only order that would trade on arrival is accepted and canceled at once, not
        refused.

        It exists for a moment, so it has an id and a row that says why it ended.

        >>> rules.post_only_is_canceled(would_trade=True)
        True
        """
        return would_trade

    @clause(
        "ORDR-021",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.leavesQty", "order.ordStatus", "position.currentQty"),
        source="API description; row of 2019-09-15",
    )
    def reducible_qty(self, side: Side, qty: Contracts, position_qty: Contracts) -> Contracts:
        """A reduce-only order trades at most the position it opposes; with none it is canceled.

        >>> rules.reducible_qty(Side.SELL, 10, 4), rules.reducible_qty(Side.BUY, 10, 4)
        (4, 0)
        """
        opposing = position_qty if side is Side.SELL else -position_qty
        return max(Contracts(0), min(qty, opposing))

    @clause(
        "ORDR-022",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.leavesQty", "order.ordStatus"),
        source=(
            "API description: resting reduce-only orders follow the position, least aggressive "
            "first"
        ),
    )
    def trim_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """When the resting reduce-only orders of a side exceed the position, the least aggressive
        are cut first, until together they are no more than it.

        An offer at 110 goes before one at 105. It is so as soon as one comes to rest: three offers
        of the whole position do not rest beside each other, and lock nothing. Of orders at one
        price ORDR-053 says which goes first.

        >>> sell = Side.SELL
        >>> rules.trim_rank(sell, price_of("110"), 1) < rules.trim_rank(sell, price_of("105"), 2)
        True
        """
        aggressiveness = price if side is Side.BUY else -price
        return (aggressiveness, self.trim_rank_of_equals(sequence))

    @clause(
        "ORDR-053",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.leavesQty", "order.ordStatus"),
        source="the API description orders them by price alone",
        alternatives=("newest first", "oldest first"),
    )
    def trim_rank_of_equals(self, sequence: int) -> int:
        """Of resting reduce-only orders at one price the newest is cut first.

        The older one has waited longer for its place in the queue.

        >>> rules.trim_rank_of_equals(2) < rules.trim_rank_of_equals(1)
        True
        """
        newest = self.policy("ORDR-053", "newest first") == "newest first"
        return -sequence if newest else sequence

    @clause(
        "ORDR-023",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus",),
        source="API description of Close",
    )
    def close_cancels(
        self, open_qty: Contracts, close_qty: Contracts, position_qty: Contracts
    ) -> bool:
        """A Close order cancels the account's other limit orders of its side when together they
        exceed the position.

        With six offered and a Close of five on a long of ten, the six are canceled.

        >>> rules.close_cancels(6, 5, 10), rules.close_cancels(5, 5, 10)
        (True, False)
        """
        return open_qty + close_qty > abs(position_qty)

    @clause(
        "ORDR-024",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.orderQty"),
        source="API description: a Close without a quantity closes the position",
    )
    def close_qty(self, qty: Contracts | None, position_qty: Contracts) -> Contracts:
        """A Close order without a quantity is for the whole position.

        >>> rules.close_qty(None, -10), rules.close_qty(4, -10)
        (10, 4)
        """
        return abs(position_qty) if qty is None else qty

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
        del leaves_qty
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
        """
        return self.average_entry_price(instrument, cost, qty)
