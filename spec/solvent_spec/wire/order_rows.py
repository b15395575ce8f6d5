"""The rows of an account's orders, with the columns and shapes of 2019 and after."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from solvent_spec.wire.columns import Identity, Instant, Number, Whole, WireRow


class Order(WireRow):
    """An order of an account. A cancel of a client order id that is unknown has no order id."""

    orderID: Identity | None
    clOrdID: str | None = None
    clOrdLinkID: str | None = None
    account: Whole | None = None
    symbol: str | None = None
    side: str | None = None
    orderQty: Whole | None = None
    price: Number | None = None
    displayQty: Whole | None = None
    stopPx: Number | None = None
    pegOffsetValue: Number | None = None
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
    leavesQty: Whole | None = None
    cumQty: Whole | None = None
    avgPx: Number | None = None
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
    account: Whole | None = None
    symbol: str | None = None
    side: str | None = None
    lastQty: Whole | None = None
    lastPx: Number | None = None
    lastLiquidityInd: str | None = None
    orderQty: Whole | None = None
    price: Number | None = None
    displayQty: Whole | None = None
    stopPx: Number | None = None
    pegOffsetValue: Number | None = None
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
    leavesQty: Whole | None = None
    cumQty: Whole | None = None
    avgPx: Number | None = None
    commission: Number | None = None
    feeType: str | None = None
    tradePublishIndicator: str | None = None
    text: str | None = None
    trdMatchID: Identity | None = None
    execCost: Whole | None = None
    execComm: Whole | None = None
    homeNotional: Number | None = None
    foreignNotional: Number | None = None
    transactTime: Instant | None = None
    timestamp: Instant | None = None
    underlyingLastPx: Number | None = None
    lastMkt: str | None = None
    simpleOrderQty: Number | None = None
    exDestination: str | None = None
    simpleLeavesQty: Number | None = None
    simpleCumQty: Number | None = None
    multiLegReportingType: str | None = None
