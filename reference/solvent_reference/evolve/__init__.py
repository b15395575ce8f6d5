"""`evolve`: the only place that writes. It applies an event and decides nothing."""

from __future__ import annotations

from typing import assert_never

from solvent_reference.evolve import money, orders, prices, trades
from solvent_reference.state.exchange import Exchange
from solvent_spec.vocabulary.events import (
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


def evolve(  # noqa: C901, PLR0912 - one case an event: the type checker misses none
    exchange: Exchange, event: Event
) -> None:
    """Apply one event. What happens most often is asked for first."""
    match event:
        case OrderAccepted():
            orders.order_accepted(exchange, event)
        case OrderRested():
            orders.order_rested(exchange, event)
        case OrderEnded():
            orders.order_ended(exchange, event)
        case TradeExecuted():
            trades.trade_executed(exchange, event)
        case PositionRemargined():
            money.position_remargined(exchange, event)
        case OrderAmended():
            orders.order_amended(exchange, event)
        case MarkChanged():
            prices.mark_changed(exchange, event)
        case ClockAdvanced():
            prices.clock_advanced(exchange, event)
        case Deposited():
            money.money_deposited(exchange, event)
        case Withdrawn():
            money.money_withdrawn(exchange, event)
        case RequestRejected():
            pass  # remembered by the journal alone
        case OrderTriggered():
            orders.order_triggered(exchange, event)
        case OrderRefused():
            orders.order_refused(exchange, event)
        case PositionTakenOver():
            trades.position_taken_over(exchange, event)
        case LeverageSet():
            money.leverage_set(exchange, event)
        case SpotPriceSet():
            prices.spot_price_set(exchange, event)
        case IndexPublished():
            prices.index_published(exchange, event)
        case PremiumsRefreshed():
            orders.premiums_refreshed(exchange, event)
        case ImpactSampled():
            prices.impact_sampled(exchange, event)
        case FundingExchanged():
            money.funding_exchanged(exchange, event)
        case FundingRateSet():
            prices.funding_rate_set(exchange, event)
        case VenueStopped():
            exchange.stopped = f"{event.sentence}: {event.detail}"
        case _:
            assert_never(event)
