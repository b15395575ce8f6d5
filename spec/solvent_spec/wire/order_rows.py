"""The rows of an account's orders, with the columns and shapes of 2019 and after."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

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
    clOrdID: str | None = None
    clOrdLinkID: str | None = None
    account: AccountNumber | None = None
    symbol: str | None = None
    side: str | None = None
    orderQty: ContractCount | None = None
    price: QuotePrice | None = None
    displayQty: ContractCount | None = None
    stopPx: QuotePrice | None = None
    pegOffsetValue: QuotePrice | None = None
    pegPriceType: str | None = None
    currency: str | None = None
    settlCurrency: str | None = None
    ordType: str | None = None
    timeInForce: str | None = None
    execInst: str | None = None
    contingencyType: str | None = None
    ordStatus: str | None = None
    triggered: str | None = None
    workingIndicator: bool | None = None
    ordRejReason: str | None = None
    leavesQty: ContractCount | None = None
    cumQty: ContractCount | None = None
    avgPx: QuotePrice | None = None
    text: str | None = None
    transactTime: Instant | None = None
    timestamp: Instant | None = None
    simpleOrderQty: Number | None = None
    exDestination: str | None = None
    simpleLeavesQty: Number | None = None
    simpleCumQty: Number | None = None
    multiLegReportingType: str | None = None


class Execution(WireRow):
    """What happened to an order, or to a position at a funding."""

    execID: Identity
    orderID: Identity | None = None
    clOrdID: str | None = None
    clOrdLinkID: str | None = None
    account: AccountNumber | None = None
    symbol: str | None = None
    side: str | None = None
    lastQty: ContractCount | None = None
    lastPx: QuotePrice | None = None
    lastLiquidityInd: str | None = None
    orderQty: ContractCount | None = None
    price: QuotePrice | None = None
    displayQty: ContractCount | None = None
    stopPx: QuotePrice | None = None
    pegOffsetValue: QuotePrice | None = None
    pegPriceType: str | None = None
    currency: str | None = None
    settlCurrency: str | None = None
    execType: str | None = None
    ordType: str | None = None
    timeInForce: str | None = None
    execInst: str | None = None
    contingencyType: str | None = None
    ordStatus: str | None = None
    triggered: str | None = None
    workingIndicator: bool | None = None
    ordRejReason: str | None = None
    leavesQty: ContractCount | None = None
    cumQty: ContractCount | None = None
    avgPx: QuotePrice | None = None
    commission: Share | None = None
    feeType: str | None = None
    tradePublishIndicator: str | None = None
    text: str | None = None
    trdMatchID: Identity | None = None
    execCost: MinorUnits | None = None
    execComm: MinorUnits | None = None
    homeNotional: UnderlyingQuantity | None = None
    foreignNotional: QuoteQuantity | None = None
    transactTime: Instant | None = None
    timestamp: Instant | None = None
    underlyingLastPx: QuotePrice | None = None
    lastMkt: str | None = None
    simpleOrderQty: Number | None = None
    exDestination: str | None = None
    simpleLeavesQty: Number | None = None
    simpleCumQty: Number | None = None
    multiLegReportingType: str | None = None
