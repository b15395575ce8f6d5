"""The rows of an account's orders, with the columns and shapes of 2019 and after."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from pydantic import Field

from solvent_spec.wire.columns import (
    AccountNumber,
    ContractCount,
    Identity,
    Instant,
    MinorUnits,
    Number,
    QuotePrice,
    QuoteQuantity,
    Share,
    UnderlyingQuantity,
    WireRow,
)


class Order(WireRow):
    """An order of an account. A cancel of a client order id that is unknown has no order id."""

    orderID: Identity | None
    clOrdID: str | None = Field(None, description="the newest client order id, empty for none")
    clOrdLinkID: str | None = None
    account: AccountNumber | None = None
    symbol: str | None = None
    side: str | None = Field(None, description="Buy or Sell")
    orderQty: ContractCount | None = Field(
        None, description="the whole order, what has traded included, as last amended or cut"
    )
    price: QuotePrice | None = Field(None, description="the limit; null without one")
    displayQty: ContractCount | None = None
    stopPx: QuotePrice | None = Field(None, description="the trigger; null without one")
    pegOffsetValue: QuotePrice | None = None
    pegPriceType: str | None = None
    currency: str | None = None
    settlCurrency: str | None = None
    ordType: str | None = Field(
        None, description="Limit, Market, Stop or StopLimit, also where the request left it out"
    )
    timeInForce: str | None = Field(
        None, description="GoodTillCancel, ImmediateOrCancel or FillOrKill, likewise"
    )
    execInst: str | None = None
    contingencyType: str | None = None
    ordStatus: str | None = Field(
        None,
        description="New, PartiallyFilled, Filled, Canceled or Rejected; a stop that waits is New",
    )
    triggered: str | None = Field(
        None, description="StopOrderTriggered for a stop that was, else empty"
    )
    workingIndicator: bool | None = Field(None, description="whether it is open in the book")
    ordRejReason: str | None = None
    leavesQty: ContractCount | None = Field(
        None, description="what is open; zero once it is finished"
    )
    cumQty: ContractCount | None = Field(None, description="what has traded")
    avgPx: QuotePrice | None = Field(
        None, description="mean price of what has traded; null before anything has"
    )
    text: str | None = Field(
        None,
        description="its story: the last amendment or the end, and on the next line the submission",
    )
    transactTime: Instant | None = Field(
        None, description="when it was submitted or its terms were last amended"
    )
    timestamp: Instant | None = Field(None, description="when the row last changed")
    simpleOrderQty: Number | None = None
    exDestination: str | None = None
    simpleLeavesQty: Number | None = None
    simpleCumQty: Number | None = None
    multiLegReportingType: str | None = None


class Execution(WireRow):
    """What an account traded, or paid and received as funding.

    One row for each side of a trade that is an account's, and one for each position at a funding.
    Placing, amending and canceling an order leaves no row that is asked for.
    """

    execID: Identity = Field(description="one for each execution, in no prescribed form")
    orderID: Identity | None = Field(
        None, description="the account's order; the zero id where no order of it caused this"
    )
    clOrdID: str | None = None
    clOrdLinkID: str | None = None
    account: AccountNumber | None = None
    symbol: str | None = None
    side: str | None = Field(None, description="Buy or Sell, empty at a funding")
    lastQty: ContractCount | None = Field(
        None, description="what this execution traded, or the position at a funding"
    )
    lastPx: QuotePrice | None = Field(None, description="at which price; the mark at a funding")
    lastLiquidityInd: str | None = Field(
        None, description="AddedLiquidity or RemovedLiquidity, empty at a funding"
    )
    orderQty: ContractCount | None = None
    price: QuotePrice | None = None
    displayQty: ContractCount | None = None
    stopPx: QuotePrice | None = None
    pegOffsetValue: QuotePrice | None = None
    pegPriceType: str | None = None
    currency: str | None = None
    settlCurrency: str | None = None
    execType: str | None = Field(None, description="Trade or Funding")
    ordType: str | None = None
    timeInForce: str | None = Field(None, description="that of the order")
    execInst: str | None = None
    contingencyType: str | None = None
    ordStatus: str | None = Field(None, description="the status of the order after this execution")
    triggered: str | None = None
    workingIndicator: bool | None = None
    ordRejReason: str | None = None
    leavesQty: ContractCount | None = None
    cumQty: ContractCount | None = None
    avgPx: QuotePrice | None = None
    commission: Share | None = Field(
        None, description="the rate of the fee, below zero for a rebate"
    )
    feeType: str | None = None
    tradePublishIndicator: str | None = None
    text: str | None = Field(
        None,
        description="empty for a trade of one's own order, else Funding, Liquidation or Deleverage",
    )
    trdMatchID: Identity | None = Field(
        None, description="one for both sides of a trade, one for all fundings of an instant"
    )
    execCost: MinorUnits | None = Field(
        None,
        description="below zero for a purchase of an inverse contract, above for one of another",
    )
    execComm: MinorUnits | None = Field(
        None, description="what the account paid, below zero for what it received"
    )
    homeNotional: UnderlyingQuantity | None = None
    foreignNotional: QuoteQuantity | None = None
    transactTime: Instant | None = Field(None, description="when it happened")
    timestamp: Instant | None = None
    underlyingLastPx: QuotePrice | None = None
    lastMkt: str | None = None
    simpleOrderQty: Number | None = None
    exDestination: str | None = None
    simpleLeavesQty: Number | None = None
    simpleCumQty: Number | None = None
    multiLegReportingType: str | None = None
