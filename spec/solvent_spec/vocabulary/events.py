"""Events: what happened, in the past tense, and only what changed.

An event carries every number that it changes, so that applying it takes no decision and a
journal of events replays to the same state. Events that move money say how much; their
postings sum to zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from solvent_spec.vocabulary.commands import (
    ExecInst,
    OrdStatus,
    OrdType,
    Side,
    TimeInForce,
    TriggerPrice,
)
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
    TradeId,
)


@dataclass(frozen=True, slots=True)
class Deposited:
    """Money arrived from outside."""

    account: AccountId
    currency: Currency
    money: Money


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Money left the venue."""

    account: AccountId
    currency: Currency
    money: Money


@dataclass(frozen=True, slots=True)
class RequestRejected:
    """A request was refused; nothing else changed."""

    account: AccountId
    name: str
    message: str
    code: int


@dataclass(frozen=True, slots=True)
class OrderAccepted:
    """An order exists. It waits for its trigger, or is about to be matched; it is not in the book
    yet.

    `unit` is the value of one lot at its limit price, `premium_unit` what of it is charged as
    premium while it rests.
    """

    order_id: OrderId
    account: AccountId
    symbol: Symbol
    side: Side
    order_qty: Contracts
    price: Price | None
    stop_px: Price | None
    display_qty: Contracts | None
    ord_type: OrdType
    time_in_force: TimeInForce
    exec_inst: frozenset[ExecInst]
    trigger: TriggerPrice | None
    cl_ord_id: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderRefused:
    """A new order was refused and is kept as a row; its account has nothing of it."""

    order: OrderAccepted
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class OrderTriggered:
    """A stop's trigger price was reached; the order is about to be matched."""

    order_id: OrderId


@dataclass(frozen=True, slots=True)
class OrderRested:
    """What is left of an order joined the back of the queue at its price.

    `unit` is the value of one lot at its limit price, `premium_unit` what of it is charged as
    premium while it rests. `rank` is the place of its price in its side of the book.
    """

    order_id: OrderId
    unit: Money
    premium_unit: Money
    rank: int


@dataclass(frozen=True, slots=True)
class OrderAmended:
    """Terms of an open order changed. Without priority it left its place in the queue."""

    order_id: OrderId
    order_qty: Contracts
    leaves_qty: Contracts
    price: Price | None
    stop_px: Price | None
    cl_ord_id: str
    text: str
    keeps_priority: bool
    unit: Money
    premium_unit: Money
    transact_time: Millis


@dataclass(frozen=True, slots=True)
class OrderEnded:
    """An order was canceled, or rejected after its trigger."""

    order_id: OrderId
    status: OrdStatus
    reason: str
    text: str
    leaves_qty: Contracts


@dataclass(frozen=True, slots=True)
class MarginState:
    """The margin of a position: initial, reserved commission, cross margin, carried loss."""

    initial: Money
    commission: Money
    cross: Money
    loss: Money


@dataclass(frozen=True, slots=True)
class Fill:
    """One account's side of a trade.

    `cost` is the signed execution cost; `realised` the part of it and of the position's cost
    that was realised; `position_cost` what the position costs afterwards. `fee_credit` is what
    the fee account gets; `booked` the previous realised and the rebalanced profit of a position
    that became flat; `leaves_qty` what the order still wants.
    """

    account: AccountId
    order_id: OrderId | None
    side: Side
    cost: Money
    commission: Money
    fee_credit: Money
    rate: Rate
    is_maker: bool
    realised: Money
    position_qty: Contracts
    position_cost: Money
    margin: MarginState
    booked: tuple[Money, Money] | None
    leaves_qty: Contracts
    text: str


@dataclass(frozen=True, slots=True)
class TradeExecuted:
    """Two orders traded. `printed` trades appear on the tape and set the last price."""

    trade_id: TradeId
    symbol: Symbol
    price: Price
    qty: Contracts
    maker: Fill
    taker: Fill
    printed: bool


@dataclass(frozen=True, slots=True)
class PositionTakenOver:
    """The liquidation engine took a position and offers it under `order_id` at `price`."""

    order_id: OrderId
    account: AccountId
    symbol: Symbol
    engine: AccountId
    fund: str
    price: Price
    qty: Contracts


@dataclass(frozen=True, slots=True)
class PositionRemargined:
    """The margin of a position changed without a trade."""

    account: AccountId
    symbol: Symbol
    margin: MarginState


@dataclass(frozen=True, slots=True)
class LeverageSet:
    """An account chose leverage or risk limit in a contract; zero leverage is cross."""

    account: AccountId
    symbol: Symbol
    leverage: Rate
    risk_limit: Money
    initial_requirement: Rate
    maintenance_requirement: Rate
    margin: MarginState


@dataclass(frozen=True, slots=True)
class SpotPriceSet:
    """A constituent of an index traded."""

    index: Symbol
    reference: str
    price: Price


@dataclass(frozen=True, slots=True)
class IndexPublished:
    """An index has a price; `excluded` constituents do not count in it.

    `removed` names those of them that strayed and wait to be reintroduced, each with the
    instant since which it has been fit for it, if it is.
    """

    index: Symbol
    price: Price
    excluded: tuple[str, ...]
    removed: tuple[tuple[str, Millis | None], ...] = ()


@dataclass(frozen=True, slots=True)
class MarkChanged:
    """A contract has a mark price."""

    symbol: Symbol
    mark: Price
    basis: Price
    unit: Money


@dataclass(frozen=True, slots=True)
class PremiumsRefreshed:
    """Resting orders of a contract lock another premium a lot at its new mark."""

    symbol: Symbol
    premium_units: tuple[tuple[OrderId, Money], ...]


@dataclass(frozen=True, slots=True)
class ImpactSampled:
    """The book's impact prices at a minute, and the premium index of a perpetual."""

    symbol: Symbol
    bid: Price
    ask: Price
    mid: Price
    has_liquidity: bool
    premium: Rate | None
    basis_rate: Rate | None
    indicative_rate: Rate | None


@dataclass(frozen=True, slots=True)
class FundingPayment:
    """What one position paid (above zero) or received; `carried` is what its own margin had to
    give.
    """

    account: AccountId
    qty: Contracts
    cost: Money
    rate: Rate
    money: Money
    carried: Money


@dataclass(frozen=True, slots=True)
class FundingExchanged:
    """Longs and shorts exchanged funding; `remainder` is what rounding left over, and `owner` whose
    it is. `from_fund` is what the insurance fund added to it.
    """

    symbol: Symbol
    rate: Rate
    mark: Price
    payments: tuple[FundingPayment, ...]
    remainder: Money
    owner: str
    from_fund: Money


@dataclass(frozen=True, slots=True)
class FundingRateSet:
    """The rate that will be charged at `due`."""

    symbol: Symbol
    rate: Rate
    due: Millis


@dataclass(frozen=True, slots=True)
class ClockAdvanced:
    """Time moved."""

    now: Millis


@dataclass(frozen=True, slots=True)
class VenueStopped:
    """The audit failed: `sentence` does not hold. Nothing happens after this."""

    sentence: str
    detail: str


Event: TypeAlias = (
    Deposited
    | Withdrawn
    | RequestRejected
    | OrderAccepted
    | OrderRefused
    | OrderTriggered
    | OrderRested
    | OrderAmended
    | OrderEnded
    | TradeExecuted
    | PositionTakenOver
    | PositionRemargined
    | LeverageSet
    | SpotPriceSet
    | IndexPublished
    | MarkChanged
    | PremiumsRefreshed
    | ImpactSampled
    | FundingExchanged
    | FundingRateSet
    | ClockAdvanced
    | VenueStopped
)
