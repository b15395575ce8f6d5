"""Columns: which hold decimals, which whole numbers, which instants.

From the API's own description of its rows (`double`, `int64`, `boolean`, `date-time`). A column
that is not named here is text, or something that only one venue knows.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["decimal", "whole", "switch", "instant"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DECIMALS: Final = _names(
    """
    askPrice avgCostPrice avgEntryPrice avgPx bankruptPrice bidPrice breakEvenPrice commission
    deleveragePercentile fairBasis fairBasisRate fairPrice foreignNotional foreignNotional24h
    fundingRate fundingRateDaily highPrice homeNotional homeNotional24h impactAskPrice
    impactBidPrice impactMidPrice indicativeFundingRate indicativeSettlePrice initMarginReq
    lastChangePcnt lastPrice lastPriceProtected lastPx leverage limit limitDownPrice limitUpPrice
    liquidationPrice lowPrice maintMarginReq makerFee makerFeeDiscount marginCallPrice
    marginLeverage marginUsedPcnt markPrice maxPrice midPrice minTick pegOffsetValue
    prevClosePrice prevPrice24h price settledPrice settledPriceAdjustmentRate settlementFee stopPx
    takerFee takerFeeDiscount tickSize unrealisedPnlPcnt unrealisedRoePcnt vwap
    """
)
"""Prices and rates: canonical decimal strings in the protocol, JSON numbers in the API."""

WHOLES: Final = _names(
    """
    amount availableMargin confirmedDebit cumQty currentComm currentCost currentQty deposited
    displayQty excessMargin execComm execCost grossComm grossExecCost grossMarkValue grossOpenCost
    grossOpenPremium grossValue id lastQty leavesQty lotSize marginBalance markValue maxOrderQty
    multiplier openInterest openOrderBuyCost openOrderBuyPremium openOrderBuyQty openOrderSellCost
    openOrderSellPremium openOrderSellQty openValue openingQty orderQty pendingCredit pendingDebit
    posComm posCost posCross posLoss posMaint posMargin prevRealisedPnl prevTotalTurnover
    prevUnrealisedPnl quoteToSettleMultiplier realisedCost realisedPnl rebalancedPnl riskLimit
    riskStep riskValue size targetExcessMargin totalTurnover totalVolume transferIn transferOut
    turnover turnover24h underlyingToPositionMultiplier underlyingToSettleMultiplier
    unrealisedCost unrealisedPnl volume volume24h walletBalance withdrawableMargin withdrawn
    """
)
"""Money in minor units, contracts, counts: JSON integers."""

SWITCHES: Final = _names(
    """
    crossMargin deleverage hasLiquidity instantPnl isInverse isOpen isQuanto taxed
    workingIndicator
    """
)
"""True or false."""

INSTANTS: Final = _names(
    """
    calcInterval expiry front fundingInterval fundingTimestamp listedSettle listing
    publishInterval publishTime rebalanceInterval rebalanceTimestamp settle timestamp transactTime
    """
)
"""Instants, and intervals written as instants after the first of January 2000."""

BY_TABLE: Final = frozenset({"initMargin", "maintMargin"})
"""A rate in the table of instruments, money in those of accounts."""

CANONICAL: Final = re.compile(r"(?!-0$)-?(0|[1-9][0-9]{0,59})(\.[0-9]{0,59}[1-9])?", re.ASCII)
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
LITERAL: Final = re.compile(r"-?(0|[1-9][0-9]{0,399})(\.[0-9]{1,400})?", re.ASCII)
PLACES: Final = 60
"""More digits than any price has, before the point or after it."""


_ANYWHERE: Final[dict[str, Kind]] = {
    **dict.fromkeys(DECIMALS, "decimal"),
    **dict.fromkeys(WHOLES, "whole"),
    **dict.fromkeys(SWITCHES, "switch"),
    **dict.fromkeys(INSTANTS, "instant"),
}
_INSTRUMENT: Final[dict[str, Kind]] = {**_ANYWHERE, **dict.fromkeys(BY_TABLE, "decimal")}
_ACCOUNT: Final[dict[str, Kind]] = {**_ANYWHERE, **dict.fromkeys(BY_TABLE, "whole")}


def kinds(table: str | None) -> dict[str, Kind]:
    """What the columns of a table hold; what is missing is text or unknown.

    Without a table, the columns that differ from table to table are missing.

    >>> kinds("instrument")["initMargin"], kinds("position")["initMargin"]
    ('decimal', 'whole')
    """
    if table is None:
        return _ANYWHERE
    return _INSTRUMENT if table == "instrument" else _ACCOUNT


def canonical_number(number: Decimal | int) -> str:
    """The canonical decimal string of a number, exactly.

    Raises:
        ValueError: it is not finite, or has more digits than any price.

    >>> canonical(Decimal("7.130E-6")), canonical(Decimal("-0.0")), canonical(100)
    ('0.00000713', '0', '100')
    """
    exact = Decimal(number)
    if not exact.is_finite():
        raise ValueError(f"{exact} is no number")
    if not exact:
        return "0"
    if not (-PLACES <= exact.adjusted() < PLACES) or len(exact.as_tuple().digits) > PLACES:
        raise ValueError(f"a number of more than {PLACES} digits")
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
