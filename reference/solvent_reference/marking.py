"""Decisions about prices: indices, marks, impact prices, and what the minute brings."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.markets import Market
from solvent_reference.state import Exchange
from solvent_spec.commands import MarkMarket, PublishIndex, Side
from solvent_spec.events import Event, FundingRateSet, ImpactSampled, IndexPublished, MarkChanged
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Price, Rate, Symbol


def publish_index(exchange: Exchange, rules: Rules, command: PublishIndex) -> Iterator[Event]:
    """Publish an index from what its constituents last traded at."""
    state = exchange.indices[command.index]
    fresh = tuple(c for c in state.constituents.values() if not rules.is_stale(c, exchange.now))
    if not fresh:
        return
    counted = tuple(c for c in fresh if not rules.is_outlier(state.index, c, fresh))
    price = rules.index_price(state.index, counted, state.price)
    names = {c.reference for c in counted}
    excluded = tuple(r for r in state.constituents if r not in names)
    if price is None:
        return
    known = tuple(r for r, c in state.constituents.items() if c.excluded)
    if price != state.price or excluded != known:
        yield IndexPublished(command.index, price, excluded)


def mark_market(exchange: Exchange, rules: Rules, command: MarkMarket) -> Iterator[Event]:
    """Mark a contract from its index and its basis, when that changes the mark."""
    market = exchange.markets[command.symbol]
    index = exchange.indices[market.instrument.index_symbol].price
    if index is None:
        return
    instrument = market.instrument
    if instrument.is_perpetual:
        basis = rules.funding_basis(
            instrument, index, market.funding_rate, exchange.now, market.funding_due
        )
    else:
        basis = rules.impact_basis(instrument, index, market.basis_rate, exchange.now)
    mark = rules.fair_price(index, basis)
    if mark > 0 and mark != market.mark:
        yield MarkChanged(command.symbol, mark, basis, rules.unit_value(instrument, mark))


def sample_impact(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """Once a minute: impact prices, premium index of a perpetual, basis rate of a future."""
    market = exchange.markets[symbol]
    instrument = market.instrument
    index = exchange.indices[instrument.index_symbol].price
    if index is None or market.mark is None:
        return
    bid = rules.impact_price(
        instrument,
        market.book.bids.quantities(),
        thin_price=rules.thin_book_price(instrument, bids=True),
    )
    ask = rules.impact_price(
        instrument,
        market.book.offers.quantities(),
        thin_price=rules.thin_book_price(instrument, bids=False),
    )
    mid = rules.impact_mid_price(instrument, bid, ask)
    liquid = rules.has_liquidity(instrument, bid, ask, mid)
    premium = basis_rate = indicative = None
    if instrument.is_perpetual:
        premium = rules.premium_index(bid, ask, market.mark, index, market.funding_rate)
        indicative = _next_rate(rules, market, premium)
    elif rules.refreshes_basis(has_liquidity=liquid):
        left = (instrument.expiry or exchange.now) - rules.minute_floor(exchange.now)
        if left > 0:
            basis_rate = rules.fair_basis_rate(mid, index, left)
    yield ImpactSampled(symbol, bid, ask, mid, liquid, premium, basis_rate, indicative)


def _next_rate(rules: Rules, market: Market, premium: Rate) -> Rate:
    average = rules.average_premium(market.premium_total + premium, market.premium_samples + 1)
    return rules.funding_rate(market.instrument, average, market.funding_rate)


def roll_funding_rate(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """At a funding instant: the rate made of the interval's premium is charged at the next one."""
    market = exchange.markets[symbol]
    average = rules.average_premium(market.premium_total, market.premium_samples)
    rate = rules.funding_rate(market.instrument, average, market.funding_rate)
    yield FundingRateSet(symbol, rate, rules.next_funding(market.instrument, exchange.now))


def displayed_levels(rules: Rules, market: Market, side: Side) -> Iterator[tuple[Price, Contracts]]:
    """What the public book shows of a side: price and quantity of each level, best first."""
    shown: dict[Price, Contracts] = {}
    for order in market.book.side(side).orders():
        qty = rules.displayed_qty(order.leaves_qty, order.display_qty)
        if qty:
            shown[order.limit] = shown.get(order.limit, Contracts(0)) + qty
    yield from shown.items()
