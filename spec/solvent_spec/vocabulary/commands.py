"""Commands: what may be asked of a venue, as frozen values with imperative names.

A command has been read from the wire and is well formed; whether it is granted is for the
rules. Time, identifiers and randomness enter a venue only as fields of commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Currency,
    Millis,
    Money,
    OrderId,
    Price,
    Rate,
    Symbol,
)


class Side(Enum):
    """Which way an order trades."""

    BUY = "Buy"
    SELL = "Sell"

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side.SELL if self is Side.BUY else Side.BUY


class OrdType(Enum):
    """How an order is priced and whether it waits for a trigger."""

    LIMIT = "Limit"
    MARKET = "Market"
    STOP = "Stop"
    STOP_LIMIT = "StopLimit"

    @property
    def is_priced(self) -> bool:
        """Whether the order has a limit price."""
        return self is OrdType.LIMIT or self is OrdType.STOP_LIMIT

    @property
    def is_stop(self) -> bool:
        """Whether the order waits for a trigger."""
        return self is OrdType.STOP or self is OrdType.STOP_LIMIT


class TimeInForce(Enum):
    """What becomes of the part of an order that does not trade at once."""

    GOOD_TILL_CANCEL = "GoodTillCancel"
    IMMEDIATE_OR_CANCEL = "ImmediateOrCancel"
    FILL_OR_KILL = "FillOrKill"


class ExecInst(Enum):
    """Execution instructions."""

    PARTICIPATE_DO_NOT_INITIATE = "ParticipateDoNotInitiate"
    REDUCE_ONLY = "ReduceOnly"
    CLOSE = "Close"
    MARK_PRICE = "MarkPrice"
    LAST_PRICE = "LastPrice"
    INDEX_PRICE = "IndexPrice"


class TriggerPrice(Enum):
    """Which price triggers a stop."""

    MARK = "MarkPrice"
    LAST = "LastPrice"
    INDEX = "IndexPrice"


class OrdStatus(Enum):
    """Where an order is in its life."""

    NEW = "New"
    PARTIALLY_FILLED = "PartiallyFilled"
    FILLED = "Filled"
    CANCELED = "Canceled"
    REJECTED = "Rejected"

    @property
    def is_open(self) -> bool:
        """Whether the order can still trade or be triggered."""
        return self is OrdStatus.NEW or self is OrdStatus.PARTIALLY_FILLED


@dataclass(frozen=True, slots=True)
class PlaceOrder:
    """`POST /order`. A missing quantity is for Close only; the sign of a quantity gives a missing
    side.
    """

    account: AccountId
    symbol: Symbol
    side: Side | None = None
    order_qty: Contracts | None = None
    price: Price | None = None
    stop_px: Price | None = None
    display_qty: Contracts | None = None
    ord_type: OrdType | None = None
    time_in_force: TimeInForce | None = None
    exec_inst: frozenset[ExecInst] = frozenset()
    cl_ord_id: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class AmendOrder:
    """`PUT /order`, by order id or by original client order id."""

    account: AccountId
    order_id: OrderId | None = None
    orig_cl_ord_id: str = ""
    cl_ord_id: str = ""
    order_qty: Contracts | None = None
    leaves_qty: Contracts | None = None
    price: Price | None = None
    stop_px: Price | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class CancelOrder:
    """`DELETE /order`, for one or more orders by order id or client order id."""

    account: AccountId
    order_ids: tuple[OrderId | None, ...] = ()
    cl_ord_ids: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CancelAllOrders:
    """`DELETE /order/all`, of one symbol or of all."""

    account: AccountId
    symbol: Symbol | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class SetLeverage:
    """`POST /position/leverage`. Zero is cross margin."""

    account: AccountId
    symbol: Symbol
    leverage: Rate


@dataclass(frozen=True, slots=True)
class SetIsolated:
    """`POST /position/isolate`."""

    account: AccountId
    symbol: Symbol
    enabled: bool


@dataclass(frozen=True, slots=True)
class SetRiskLimit:
    """`POST /position/riskLimit`."""

    account: AccountId
    symbol: Symbol
    risk_limit: Money


@dataclass(frozen=True, slots=True)
class TransferMargin:
    """`POST /position/transferMargin`: into the position above zero, out of it below."""

    account: AccountId
    symbol: Symbol
    money: Money


@dataclass(frozen=True, slots=True)
class Deposit:
    """Control: money arrives from outside the venue."""

    account: AccountId
    currency: Currency
    money: Money


@dataclass(frozen=True, slots=True)
class Withdraw:
    """Control: money leaves the venue."""

    account: AccountId
    currency: Currency
    money: Money


@dataclass(frozen=True, slots=True)
class SetSpotPrice:
    """Control: a constituent of an index trades at a price."""

    index: Symbol
    reference: str
    price: Price


@dataclass(frozen=True, slots=True)
class AdvanceClock:
    """Control: time moves to `to`, and everything scheduled in between happens in order."""

    to: Millis


Request: TypeAlias = (
    PlaceOrder
    | AmendOrder
    | CancelOrder
    | CancelAllOrders
    | SetLeverage
    | SetIsolated
    | SetRiskLimit
    | TransferMargin
)
"""What an account asks: these join the queue."""

Control: TypeAlias = Deposit | Withdraw | SetSpotPrice | AdvanceClock
"""What the test harness does: these never queue."""


# What the state itself makes due. Nobody sends these.


@dataclass(frozen=True, slots=True)
class PublishIndex:
    """Due when a constituent traded, and each minute."""

    index: Symbol


@dataclass(frozen=True, slots=True)
class MarkMarket:
    """Due when the index of a contract was published, and each minute."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class Remargin:
    """Due after a change of mark: every position of the symbol is margined anew."""

    symbol: Symbol


@dataclass(frozen=True, slots=True)
class RemarginPosition:
    """Due after a change to one position or its margin."""

    account: AccountId
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class TriggerStops:
    """Due after a change of mark, last or index price."""

    symbol: Symbol
    trigger: TriggerPrice


@dataclass(frozen=True, slots=True)
class TrimReduceOnly:
    """Due after a position with resting reduce-only orders changed."""

    account: AccountId
    symbol: Symbol


@dataclass(frozen=True, slots=True)
class ResolveLiquidations:
    """Due while the engine holds a position that the mark has passed: fund, then deleveraging."""

    symbol: Symbol


Due: TypeAlias = (
    PublishIndex
    | MarkMarket
    | Remargin
    | RemarginPosition
    | ResolveLiquidations
    | TrimReduceOnly
    | TriggerStops
)
Command: TypeAlias = Request | Control | Due
