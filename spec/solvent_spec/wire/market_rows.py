"""The rows that everybody sees, with the columns and shapes of the exchange."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from pydantic import Field

from solvent_spec.wire.columns import (
    ContractCount,
    Identity,
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


class OrderBookL2(WireRow):
    """One price of one side of the book."""

    symbol: str
    side: str
    id: Whole | None = None
    size: ContractCount | None = None
    price: QuotePrice | None = None
    timestamp: Instant | None = None


class Trade(WireRow):
    """A trade as the public sees it."""

    timestamp: Instant = Field(description="when it happened")
    symbol: str
    side: str | None = None
    size: ContractCount | None = None
    price: QuotePrice | None = None
    tickDirection: str | None = None
    trdMatchID: Identity | None = None
    grossValue: MinorUnits | None = None
    homeNotional: UnderlyingQuantity | None = None
    foreignNotional: QuoteQuantity | None = None
    trdType: str | None = None


class Funding(WireRow):
    """A funding that was exchanged."""

    timestamp: Instant = Field(description="when it was exchanged")
    symbol: str
    fundingInterval: Span | None = None
    fundingRate: Share | None = None
    fundingRateDaily: Share | None = None


class Insurance(WireRow):
    """The balance of an insurance fund."""

    currency: str
    symbol: str | None = None
    timestamp: Instant | None = None
    walletBalance: MinorUnits | None = None


class Liquidation(WireRow):
    """An order of the engine that closes a position it took over."""

    orderID: Identity
    symbol: str | None = None
    side: str | None = Field(
        None, description="Sell for a long that was taken over, Buy for a short"
    )
    price: QuotePrice | None = None
    leavesQty: ContractCount | None = None


class LedgerBalance(WireRow):
    """What one internal account holds in one currency; all of a currency sum to zero."""

    account: str = Field(
        description="`wallet:NAME` of an account, `fund:SYMBOL` of a contract, `fees`,"
        " `position:NAME:SYMBOL` for what an open position cost, its sign turned, and `external`,"
        " the world outside"
    )
    currency: str
    balance: MinorUnits
