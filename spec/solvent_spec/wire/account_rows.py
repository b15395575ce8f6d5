"""The rows that an account sees of itself, with the columns and shapes of the exchange."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from solvent_spec.wire.columns import Identity, Instant, Number, Whole, WireRow


class Order(WireRow):
    """An order of an account."""

    orderID: Identity
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


class Position(WireRow):
    """A position of an account in one contract."""

    account: Whole
    symbol: str
    currency: str | None = None
    underlying: str | None = None
    quoteCurrency: str | None = None
    commission: Number | None = None
    initMarginReq: Number | None = None
    maintMarginReq: Number | None = None
    riskLimit: Whole | None = None
    leverage: Number | None = None
    crossMargin: bool | None = None
    deleveragePercentile: Number | None = None
    rebalancedPnl: Whole | None = None
    prevRealisedPnl: Whole | None = None
    prevUnrealisedPnl: Whole | None = None
    openingQty: Whole | None = None
    openOrderBuyQty: Whole | None = None
    openOrderBuyCost: Whole | None = None
    openOrderBuyPremium: Whole | None = None
    openOrderSellQty: Whole | None = None
    openOrderSellCost: Whole | None = None
    openOrderSellPremium: Whole | None = None
    currentQty: Whole | None = None
    currentCost: Whole | None = None
    currentComm: Whole | None = None
    realisedCost: Whole | None = None
    unrealisedCost: Whole | None = None
    grossOpenPremium: Whole | None = None
    isOpen: bool | None = None
    markPrice: Number | None = None
    markValue: Whole | None = None
    riskValue: Whole | None = None
    homeNotional: Number | None = None
    foreignNotional: Number | None = None
    posState: str | None = None
    posCost: Whole | None = None
    posCross: Whole | None = None
    posComm: Whole | None = None
    posLoss: Whole | None = None
    posMargin: Whole | None = None
    posMaint: Whole | None = None
    initMargin: Whole | None = None
    maintMargin: Whole | None = None
    realisedPnl: Whole | None = None
    unrealisedPnl: Whole | None = None
    unrealisedPnlPcnt: Number | None = None
    unrealisedRoePcnt: Number | None = None
    avgCostPrice: Number | None = None
    avgEntryPrice: Number | None = None
    breakEvenPrice: Number | None = None
    marginCallPrice: Number | None = None
    liquidationPrice: Number | None = None
    bankruptPrice: Number | None = None
    timestamp: Instant | None = None


class Margin(WireRow):
    """What an account has and owes in one currency."""

    account: Whole
    currency: str
    riskLimit: Whole | None = None
    state: str | None = None
    amount: Whole | None = None
    prevRealisedPnl: Whole | None = None
    grossComm: Whole | None = None
    grossOpenCost: Whole | None = None
    grossOpenPremium: Whole | None = None
    grossExecCost: Whole | None = None
    grossMarkValue: Whole | None = None
    riskValue: Whole | None = None
    initMargin: Whole | None = None
    maintMargin: Whole | None = None
    targetExcessMargin: Whole | None = None
    realisedPnl: Whole | None = None
    unrealisedPnl: Whole | None = None
    walletBalance: Whole | None = None
    marginBalance: Whole | None = None
    marginLeverage: Number | None = None
    marginUsedPcnt: Number | None = None
    excessMargin: Whole | None = None
    availableMargin: Whole | None = None
    withdrawableMargin: Whole | None = None
    makerFeeDiscount: Number | None = None
    takerFeeDiscount: Number | None = None
    timestamp: Instant | None = None


class Wallet(WireRow):
    """The money of an account in one currency."""

    account: Whole
    currency: str
    deposited: Whole | None = None
    withdrawn: Whole | None = None
    transferIn: Whole | None = None
    transferOut: Whole | None = None
    amount: Whole | None = None
    pendingCredit: Whole | None = None
    pendingDebit: Whole | None = None
    confirmedDebit: Whole | None = None
    timestamp: Instant | None = None
