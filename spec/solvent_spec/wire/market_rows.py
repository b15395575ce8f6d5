"""The rows that everybody sees, with the columns and shapes of the exchange."""

# ruff: noqa: N815 - the columns are named by the exchange

from __future__ import annotations

from solvent_spec.wire.columns import Identity, Instant, Number, Whole, WireRow


class OrderBookL2(WireRow):
    """One price of one side of the book."""

    symbol: str
    side: str
    id: Whole | None = None
    size: Whole | None = None
    price: Number | None = None
    timestamp: Instant | None = None


class Trade(WireRow):
    """A trade as the public sees it."""

    timestamp: Instant
    symbol: str
    side: str | None = None
    size: Whole | None = None
    price: Number | None = None
    tickDirection: str | None = None
    trdMatchID: Identity | None = None
    grossValue: Whole | None = None
    homeNotional: Number | None = None
    foreignNotional: Number | None = None
    trdType: str | None = None


class Funding(WireRow):
    """A funding that was exchanged."""

    timestamp: Instant
    symbol: str
    fundingInterval: Instant | None = None
    fundingRate: Number | None = None
    fundingRateDaily: Number | None = None


class Insurance(WireRow):
    """The balance of an insurance fund."""

    currency: str
    symbol: str | None = None
    timestamp: Instant | None = None
    walletBalance: Whole | None = None


class Liquidation(WireRow):
    """An order of the engine that closes a position it took over."""

    orderID: Identity
    symbol: str | None = None
    side: str | None = None
    price: Number | None = None
    leavesQty: Whole | None = None
