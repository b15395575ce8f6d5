"""Applying prices, rates and time."""

from __future__ import annotations

from dataclasses import replace

from solvent_reference.state.exchange import Exchange
from solvent_spec.vocabulary.events import (
    ClockAdvanced,
    FundingRateSet,
    ImpactSampled,
    IndexPublished,
    MarkChanged,
    SpotPriceSet,
)
from solvent_spec.vocabulary.indices import Constituent
from solvent_spec.vocabulary.units import Rate


def spot_price_set(exchange: Exchange, event: SpotPriceSet) -> None:
    """The constituent has a price."""
    state = exchange.indices[event.index]
    known = state.constituents.get(event.reference)
    weight = dict(state.index.weights).get(event.reference, Rate(0))
    fresh = Constituent(event.reference, weight, event.price, exchange.now)
    if known is not None:
        fresh = replace(known, price=event.price, updated=exchange.now)
    state.constituents[event.reference] = fresh


def index_published(exchange: Exchange, event: IndexPublished) -> None:
    """The index has a price, and each constituent its standing."""
    state = exchange.indices[event.index]
    state.price = event.price
    removed = dict(event.removed)
    for reference, constituent in state.constituents.items():
        state.constituents[reference] = replace(
            constituent,
            excluded=reference in event.excluded,
            removed=reference in removed,
            fit_since=removed.get(reference),
        )


def mark_changed(exchange: Exchange, event: MarkChanged) -> None:
    """The contract has a mark; the audit is to look at its positions."""
    market = exchange.markets[event.symbol]
    market.mark = event.mark
    market.basis = event.basis
    market.mark_unit = event.unit
    exchange.remarked[event.symbol] = market


def impact_sampled(exchange: Exchange, event: ImpactSampled) -> None:
    """The minute has its sample."""
    market = exchange.markets[event.symbol]
    market.impact_bid = event.bid
    market.impact_ask = event.ask
    market.impact_mid = event.mid
    market.has_liquidity = event.has_liquidity
    if event.premium is not None:
        market.premium_total += event.premium
        market.premium_samples += 1
    if event.basis_rate is not None:
        market.basis_rate = event.basis_rate
    if event.indicative_rate is not None:
        market.indicative_rate = event.indicative_rate


def funding_rate_set(exchange: Exchange, event: FundingRateSet) -> None:
    """The next interval has its rate; its side enters maintenance."""
    market = exchange.markets[event.symbol]
    market.funding_rate = event.rate
    market.indicative_rate = event.rate
    market.funding_due = event.due
    market.premium_total = Rate(0)
    market.premium_samples = 0


def clock_advanced(exchange: Exchange, event: ClockAdvanced) -> None:
    """It is later: whatever reads the time from here on reads this instant."""
    exchange.now = event.now
