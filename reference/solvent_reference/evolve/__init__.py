"""`evolve`: the only place that writes. It applies an event and decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from solvent_reference.evolve import money, orders, prices, trades
from solvent_reference.state.exchange import Exchange
from solvent_spec.events import (
    ClockAdvanced,
    Deposited,
    Event,
    FundingExchanged,
    FundingRateSet,
    ImpactSampled,
    IndexPublished,
    LeverageSet,
    MarkChanged,
    OrderAccepted,
    OrderAmended,
    OrderEnded,
    OrderRefused,
    OrderRested,
    OrderTriggered,
    PositionRemargined,
    PositionTakenOver,
    PremiumsRefreshed,
    RequestRejected,
    SpotPriceSet,
    TradeExecuted,
    VenueStopped,
    Withdrawn,
)


def evolve(exchange: Exchange, event: Event) -> None:
    """Apply one event."""
    _APPLY[type(event)](exchange, event)


def _nothing(exchange: Exchange, event: Event) -> None:
    """A refusal is remembered by the journal alone."""


def _venue_stopped(exchange: Exchange, event: VenueStopped) -> None:
    exchange.stopped = f"{event.sentence}: {event.detail}"


_APPLY: Final[dict[type, Callable[[Exchange, Any], None]]] = {
    Deposited: money.deposited,
    Withdrawn: money.withdrawn,
    RequestRejected: _nothing,
    OrderAccepted: orders.order_accepted,
    OrderTriggered: orders.order_triggered,
    OrderRested: orders.order_rested,
    OrderAmended: orders.order_amended,
    OrderEnded: orders.order_ended,
    OrderRefused: orders.order_refused,
    TradeExecuted: trades.trade_executed,
    PositionTakenOver: trades.position_taken_over,
    PositionRemargined: money.position_remargined,
    LeverageSet: money.leverage_set,
    SpotPriceSet: prices.spot_price_set,
    IndexPublished: prices.index_published,
    MarkChanged: prices.mark_changed,
    PremiumsRefreshed: orders.premiums_refreshed,
    ImpactSampled: prices.impact_sampled,
    FundingExchanged: money.funding_exchanged,
    FundingRateSet: prices.funding_rate_set,
    ClockAdvanced: prices.clock_advanced,
    VenueStopped: _venue_stopped,
}
