"""The rows of what an account holds, with the columns and shapes of 2019 and after."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from solvent_spec.wire.columns import Instant, Number, Whole, WireRow


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
    prevClosePrice: Number | None = None
    openingTimestamp: Instant | None = None
    openingCost: Whole | None = None
    openingComm: Whole | None = None
    execBuyQty: Whole | None = None
    execBuyCost: Whole | None = None
    execSellQty: Whole | None = None
    execSellCost: Whole | None = None
    execQty: Whole | None = None
    execCost: Whole | None = None
    execComm: Whole | None = None
    currentTimestamp: Instant | None = None
    grossOpenCost: Whole | None = None
    grossExecCost: Whole | None = None
    posCost2: Whole | None = None
    posInit: Whole | None = None
    posAllowance: Whole | None = None
    taxableMargin: Whole | None = None
    sessionMargin: Whole | None = None
    targetExcessMargin: Whole | None = None
    varMargin: Whole | None = None
    realisedGrossPnl: Whole | None = None
    realisedTax: Whole | None = None
    unrealisedGrossPnl: Whole | None = None
    longBankrupt: Whole | None = None
    shortBankrupt: Whole | None = None
    taxBase: Whole | None = None
    indicativeTaxRate: Number | None = None
    indicativeTax: Whole | None = None
    unrealisedTax: Whole | None = None
    simpleQty: Number | None = None
    simpleCost: Number | None = None
    simpleValue: Number | None = None
    simplePnl: Number | None = None
    simplePnlPcnt: Number | None = None
    lastPrice: Number | None = None
    lastValue: Whole | None = None


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
    prevState: str | None = None
    action: str | None = None
    pendingCredit: Whole | None = None
    pendingDebit: Whole | None = None
    confirmedDebit: Whole | None = None
    prevUnrealisedPnl: Whole | None = None
    taxableMargin: Whole | None = None
    sessionMargin: Whole | None = None
    varMargin: Whole | None = None
    indicativeTax: Whole | None = None
    unrealisedProfit: Whole | None = None
    syntheticMargin: Whole | None = None
    marginBalancePcnt: Number | None = None
    excessMarginPcnt: Number | None = None
    grossLastValue: Whole | None = None
    commission: Number | None = None


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
    prevDeposited: Whole | None = None
    prevWithdrawn: Whole | None = None
    prevTransferIn: Whole | None = None
    prevTransferOut: Whole | None = None
    prevAmount: Whole | None = None
    prevTimestamp: Instant | None = None
    deltaDeposited: Whole | None = None
    deltaWithdrawn: Whole | None = None
    deltaTransferIn: Whole | None = None
    deltaTransferOut: Whole | None = None
    deltaAmount: Whole | None = None
    addr: str | None = None
    script: str | None = None
