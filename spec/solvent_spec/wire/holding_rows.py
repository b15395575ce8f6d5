"""The rows of what an account holds, with the columns and shapes of 2019 and after."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from pydantic import Field

from solvent_spec.wire.columns import (
    AccountNumber,
    ContractCount,
    Instant,
    MinorUnits,
    Number,
    QuotePrice,
    QuoteQuantity,
    Share,
    UnderlyingQuantity,
    WireRow,
)


class Position(WireRow):
    """A position of an account in one contract."""

    account: AccountNumber
    symbol: str
    currency: str | None = None
    underlying: str | None = None
    quoteCurrency: str | None = None
    commission: Share | None = None
    initMarginReq: Share | None = None
    maintMarginReq: Share | None = None
    riskLimit: MinorUnits | None = None
    leverage: Number | None = Field(
        None, description="a multiple; one over initMarginReq in cross margin (MARG-030)"
    )
    crossMargin: bool | None = Field(None, description="true for cross, false for isolated margin")
    deleveragePercentile: Share | None = None
    rebalancedPnl: MinorUnits | None = None
    prevRealisedPnl: MinorUnits | None = None
    prevUnrealisedPnl: MinorUnits | None = None
    openingQty: ContractCount | None = None
    openOrderBuyQty: ContractCount | None = None
    openOrderBuyCost: MinorUnits | None = None
    openOrderBuyPremium: MinorUnits | None = None
    openOrderSellQty: ContractCount | None = None
    openOrderSellCost: MinorUnits | None = None
    openOrderSellPremium: MinorUnits | None = None
    currentQty: ContractCount | None = Field(
        None, description="above zero for a long, below for a short"
    )
    currentCost: MinorUnits | None = None
    currentComm: MinorUnits | None = None
    realisedCost: MinorUnits | None = None
    unrealisedCost: MinorUnits | None = None
    grossOpenPremium: MinorUnits | None = None
    isOpen: bool | None = None
    markPrice: QuotePrice | None = None
    markValue: MinorUnits | None = None
    riskValue: MinorUnits | None = None
    homeNotional: UnderlyingQuantity | None = None
    foreignNotional: QuoteQuantity | None = None
    posState: str | None = Field(
        None, description="empty: a liquidation is over before anybody can read"
    )
    posCost: MinorUnits | None = None
    posCross: MinorUnits | None = Field(
        None, description="margin beyond the initial one: drawn in cross, added in isolated margin"
    )
    posComm: MinorUnits | None = None
    posLoss: MinorUnits | None = None
    posMargin: MinorUnits | None = None
    posMaint: MinorUnits | None = None
    initMargin: MinorUnits | None = Field(None, description="what its open orders lock")
    maintMargin: MinorUnits | None = Field(
        None, description="what the position locks: its margin and its profit or loss"
    )
    realisedPnl: MinorUnits | None = None
    unrealisedPnl: MinorUnits | None = None
    unrealisedPnlPcnt: Share | None = Field(None, description="at four decimals")
    unrealisedRoePcnt: Share | None = Field(None, description="at four decimals")
    avgCostPrice: QuotePrice | None = None
    avgEntryPrice: QuotePrice | None = None
    breakEvenPrice: QuotePrice | None = None
    marginCallPrice: QuotePrice | None = None
    liquidationPrice: QuotePrice | None = None
    bankruptPrice: QuotePrice | None = None
    timestamp: Instant | None = None
    prevClosePrice: QuotePrice | None = None
    openingTimestamp: Instant | None = None
    openingCost: MinorUnits | None = None
    openingComm: MinorUnits | None = None
    execBuyQty: ContractCount | None = None
    execBuyCost: MinorUnits | None = None
    execSellQty: ContractCount | None = None
    execSellCost: MinorUnits | None = None
    execQty: ContractCount | None = None
    execCost: MinorUnits | None = None
    execComm: MinorUnits | None = None
    currentTimestamp: Instant | None = None
    grossOpenCost: MinorUnits | None = None
    grossExecCost: MinorUnits | None = None
    posCost2: MinorUnits | None = None
    posInit: MinorUnits | None = None
    posAllowance: MinorUnits | None = None
    taxableMargin: MinorUnits | None = None
    sessionMargin: MinorUnits | None = None
    targetExcessMargin: MinorUnits | None = None
    varMargin: MinorUnits | None = None
    realisedGrossPnl: MinorUnits | None = None
    realisedTax: MinorUnits | None = None
    unrealisedGrossPnl: MinorUnits | None = None
    longBankrupt: MinorUnits | None = None
    shortBankrupt: MinorUnits | None = None
    taxBase: MinorUnits | None = None
    indicativeTaxRate: Share | None = None
    indicativeTax: MinorUnits | None = None
    unrealisedTax: MinorUnits | None = None
    simpleQty: Number | None = None
    simpleCost: Number | None = None
    simpleValue: Number | None = None
    simplePnl: Number | None = None
    simplePnlPcnt: Share | None = None
    lastPrice: QuotePrice | None = None
    lastValue: MinorUnits | None = None


class Margin(WireRow):
    """What an account has and owes in one currency."""

    account: AccountNumber
    currency: str
    riskLimit: MinorUnits | None = None
    state: str | None = None
    amount: MinorUnits | None = Field(None, description="the wallet less realisedPnl")
    prevRealisedPnl: MinorUnits | None = None
    grossComm: MinorUnits | None = None
    grossOpenCost: MinorUnits | None = None
    grossOpenPremium: MinorUnits | None = None
    grossExecCost: MinorUnits | None = None
    grossMarkValue: MinorUnits | None = None
    riskValue: MinorUnits | None = None
    initMargin: MinorUnits | None = None
    maintMargin: MinorUnits | None = None
    targetExcessMargin: MinorUnits | None = None
    realisedPnl: MinorUnits | None = None
    unrealisedPnl: MinorUnits | None = None
    walletBalance: MinorUnits | None = None
    marginBalance: MinorUnits | None = None
    marginLeverage: Number | None = Field(None, description="a multiple")
    marginUsedPcnt: Share | None = Field(None, description="at four decimals")
    excessMargin: MinorUnits | None = None
    availableMargin: MinorUnits | None = None
    withdrawableMargin: MinorUnits | None = None
    makerFeeDiscount: Share | None = None
    takerFeeDiscount: Share | None = None
    timestamp: Instant | None = None
    prevState: str | None = None
    action: str | None = None
    pendingCredit: MinorUnits | None = None
    pendingDebit: MinorUnits | None = None
    confirmedDebit: MinorUnits | None = None
    prevUnrealisedPnl: MinorUnits | None = None
    taxableMargin: MinorUnits | None = None
    sessionMargin: MinorUnits | None = None
    varMargin: MinorUnits | None = None
    indicativeTax: MinorUnits | None = None
    unrealisedProfit: MinorUnits | None = None
    syntheticMargin: MinorUnits | None = None
    marginBalancePcnt: Share | None = None
    excessMarginPcnt: Share | None = None
    grossLastValue: MinorUnits | None = None
    commission: Share | None = None


class Wallet(WireRow):
    """The money of an account in one currency."""

    account: AccountNumber
    currency: str
    deposited: MinorUnits | None = None
    withdrawn: MinorUnits | None = None
    transferIn: MinorUnits | None = None
    transferOut: MinorUnits | None = None
    amount: MinorUnits | None = None
    pendingCredit: MinorUnits | None = None
    pendingDebit: MinorUnits | None = None
    confirmedDebit: MinorUnits | None = None
    timestamp: Instant | None = None
    prevDeposited: MinorUnits | None = None
    prevWithdrawn: MinorUnits | None = None
    prevTransferIn: MinorUnits | None = None
    prevTransferOut: MinorUnits | None = None
    prevAmount: MinorUnits | None = None
    prevTimestamp: Instant | None = None
    deltaDeposited: MinorUnits | None = None
    deltaWithdrawn: MinorUnits | None = None
    deltaTransferIn: MinorUnits | None = None
    deltaTransferOut: MinorUnits | None = None
    deltaAmount: MinorUnits | None = None
    addr: str | None = None
    script: str | None = None
