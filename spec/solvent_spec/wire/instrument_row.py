"""The row of the instrument table: terms, prices and volumes of a contract."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from solvent_spec.wire.columns import Instant, Number, Whole, WireRow


class Instrument(WireRow):
    """The terms of a contract and its market at this moment."""

    symbol: str
    rootSymbol: str | None = None
    state: str | None = None
    typ: str | None = None
    listing: Instant | None = None
    front: Instant | None = None
    expiry: Instant | None = None
    settle: Instant | None = None
    listedSettle: Instant | None = None
    positionCurrency: str | None = None
    underlying: str | None = None
    quoteCurrency: str | None = None
    underlyingSymbol: str | None = None
    reference: str | None = None
    referenceSymbol: str | None = None
    calcInterval: Instant | None = None
    publishInterval: Instant | None = None
    publishTime: Instant | None = None
    maxOrderQty: Whole | None = None
    maxPrice: Number | None = None
    lotSize: Whole | None = None
    tickSize: Number | None = None
    multiplier: Whole | None = None
    settlCurrency: str | None = None
    underlyingToPositionMultiplier: Whole | None = None
    underlyingToSettleMultiplier: Whole | None = None
    quoteToSettleMultiplier: Whole | None = None
    isQuanto: bool | None = None
    isInverse: bool | None = None
    initMargin: Number | None = None
    maintMargin: Number | None = None
    riskLimit: Whole | None = None
    riskStep: Whole | None = None
    limit: Number | None = None
    taxed: bool | None = None
    deleverage: bool | None = None
    makerFee: Number | None = None
    takerFee: Number | None = None
    settlementFee: Number | None = None
    fundingBaseSymbol: str | None = None
    fundingQuoteSymbol: str | None = None
    fundingPremiumSymbol: str | None = None
    fundingTimestamp: Instant | None = None
    fundingInterval: Instant | None = None
    fundingRate: Number | None = None
    indicativeFundingRate: Number | None = None
    rebalanceTimestamp: Instant | None = None
    rebalanceInterval: Instant | None = None
    prevClosePrice: Number | None = None
    limitDownPrice: Number | None = None
    limitUpPrice: Number | None = None
    totalVolume: Whole | None = None
    volume: Whole | None = None
    volume24h: Whole | None = None
    prevTotalTurnover: Whole | None = None
    totalTurnover: Whole | None = None
    turnover: Whole | None = None
    turnover24h: Whole | None = None
    homeNotional24h: Number | None = None
    foreignNotional24h: Number | None = None
    prevPrice24h: Number | None = None
    vwap: Number | None = None
    highPrice: Number | None = None
    lowPrice: Number | None = None
    lastPrice: Number | None = None
    lastPriceProtected: Number | None = None
    lastTickDirection: str | None = None
    lastChangePcnt: Number | None = None
    bidPrice: Number | None = None
    midPrice: Number | None = None
    askPrice: Number | None = None
    impactBidPrice: Number | None = None
    impactMidPrice: Number | None = None
    impactAskPrice: Number | None = None
    hasLiquidity: bool | None = None
    openInterest: Whole | None = None
    openValue: Whole | None = None
    fairMethod: str | None = None
    fairBasisRate: Number | None = None
    fairBasis: Number | None = None
    fairPrice: Number | None = None
    markMethod: str | None = None
    markPrice: Number | None = None
    indicativeSettlePrice: Number | None = None
    settledPriceAdjustmentRate: Number | None = None
    settledPrice: Number | None = None
    instantPnl: bool | None = None
    minTick: Number | None = None
    timestamp: Instant | None = None
    capped: bool | None = None
    insuranceFee: Number | None = None
    openingTimestamp: Instant | None = None
    closingTimestamp: Instant | None = None
    sessionInterval: Instant | None = None
    prevTotalVolume: Whole | None = None
    indicativeTaxRate: Number | None = None
