"""The row of the instrument table: terms, prices and volumes of a contract."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from pydantic import Field

from solvent_spec.wire.columns import (
    ContractCount,
    Instant,
    MinorUnits,
    QuotePrice,
    QuoteQuantity,
    Share,
    Span,
    UnderlyingQuantity,
    Whole,
    WireRow,
)


class Instrument(WireRow):
    """The terms of a contract and its market at this moment."""

    symbol: str
    rootSymbol: str | None = None
    state: str | None = None
    typ: str | None = None
    listing: Instant | None = None
    front: Instant | None = None
    expiry: Instant | None = Field(None, description="null for a perpetual")
    settle: Instant | None = None
    listedSettle: Instant | None = None
    positionCurrency: str | None = None
    underlying: str | None = None
    quoteCurrency: str | None = None
    underlyingSymbol: str | None = None
    reference: str | None = None
    referenceSymbol: str | None = None
    calcInterval: Span | None = None
    publishInterval: Span | None = None
    publishTime: Instant | None = None
    maxOrderQty: ContractCount | None = None
    maxPrice: QuotePrice | None = None
    lotSize: ContractCount | None = None
    tickSize: QuotePrice | None = None
    multiplier: Whole | None = Field(
        None, description="minor units of the settlement currency a contract and unit of price"
    )
    settlCurrency: str | None = None
    underlyingToPositionMultiplier: Whole | None = None
    underlyingToSettleMultiplier: Whole | None = None
    quoteToSettleMultiplier: Whole | None = Field(
        None, description="minor units of the settlement currency a unit of quote currency"
    )
    isQuanto: bool | None = None
    isInverse: bool | None = None
    initMargin: Share | None = None
    maintMargin: Share | None = None
    riskLimit: MinorUnits | None = None
    riskStep: MinorUnits | None = None
    limit: Share | None = None
    taxed: bool | None = None
    deleverage: bool | None = None
    makerFee: Share | None = None
    takerFee: Share | None = None
    settlementFee: Share | None = None
    fundingBaseSymbol: str | None = None
    fundingQuoteSymbol: str | None = None
    fundingPremiumSymbol: str | None = None
    fundingTimestamp: Instant | None = Field(
        None, description="the next funding; null where there is none"
    )
    fundingInterval: Span | None = None
    fundingRate: Share | None = None
    indicativeFundingRate: Share | None = None
    rebalanceTimestamp: Instant | None = None
    rebalanceInterval: Span | None = None
    prevClosePrice: QuotePrice | None = None
    limitDownPrice: QuotePrice | None = None
    limitUpPrice: QuotePrice | None = None
    totalVolume: ContractCount | None = None
    volume: ContractCount | None = None
    volume24h: ContractCount | None = None
    prevTotalTurnover: MinorUnits | None = None
    totalTurnover: MinorUnits | None = None
    turnover: MinorUnits | None = None
    turnover24h: MinorUnits | None = None
    homeNotional24h: UnderlyingQuantity | None = None
    foreignNotional24h: QuoteQuantity | None = None
    prevPrice24h: QuotePrice | None = None
    vwap: QuotePrice | None = None
    highPrice: QuotePrice | None = None
    lowPrice: QuotePrice | None = None
    lastPrice: QuotePrice | None = None
    lastPriceProtected: QuotePrice | None = None
    lastTickDirection: str | None = None
    lastChangePcnt: Share | None = None
    bidPrice: QuotePrice | None = None
    midPrice: QuotePrice | None = None
    askPrice: QuotePrice | None = None
    impactBidPrice: QuotePrice | None = None
    impactMidPrice: QuotePrice | None = None
    impactAskPrice: QuotePrice | None = None
    hasLiquidity: bool | None = Field(
        None, description="whether the impact spread is narrow enough for a fair basis"
    )
    openInterest: ContractCount | None = None
    openValue: MinorUnits | None = None
    fairMethod: str | None = None
    fairBasisRate: Share | None = None
    fairBasis: QuotePrice | None = None
    fairPrice: QuotePrice | None = None
    markMethod: str | None = None
    markPrice: QuotePrice | None = None
    indicativeSettlePrice: QuotePrice | None = None
    settledPriceAdjustmentRate: Share | None = None
    settledPrice: QuotePrice | None = None
    instantPnl: bool | None = None
    minTick: QuotePrice | None = None
    timestamp: Instant | None = None
    capped: bool | None = None
    insuranceFee: Share | None = None
    openingTimestamp: Instant | None = None
    closingTimestamp: Instant | None = None
    sessionInterval: Span | None = None
    prevTotalVolume: ContractCount | None = None
    indicativeTaxRate: Share | None = None
