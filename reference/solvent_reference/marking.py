"""Decisions about prices: indices, marks, impact prices, and what the minute brings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from solvent_reference.margining import available, order_margin, premium_of_lot, scratch
from solvent_reference.markets import IndexState, Market
from solvent_reference.positions import Position
from solvent_reference.state import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import MarkMarket, PublishIndex, Side
from solvent_spec.vocabulary.events import (
    Event,
    FundingRateSet,
    ImpactSampled,
    IndexPublished,
    MarkChanged,
    PremiumsRefreshed,
)
from solvent_spec.vocabulary.indices import Constituent
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Millis,
    Money,
    OrderId,
    Price,
    Rate,
    Symbol,
)


def publish_index(exchange: Exchange, rules: Rules, command: PublishIndex) -> Iterator[Event]:
    """Publish an index from what its constituents last traded at, if this is an instant for it."""
    if rules.next_publication(exchange.now) != exchange.now:
        return
    state = exchange.indices[command.index]
    known = tuple(state.constituents.values())
    fresh = tuple(c for c in known if not rules.is_stale(c, exchange.now))
    if not fresh:
        return
    straying = {c.reference for c in fresh if rules.is_outlier(state.index, c, fresh)}
    steady = tuple(c for c in fresh if not c.removed and c.reference not in straying)
    removed = {
        c.reference: _fit_since(exchange, rules, state, c, steady) if c in fresh else None
        for c in known
        if c.reference in straying or c.removed
    }
    back = {
        name
        for name, since in removed.items()
        if _is_back(exchange, rules, since, strays=name in straying)
    }
    counted = tuple(replace(c, excluded=False) for c in fresh if c in steady or c.reference in back)
    price = rules.index_price(state.index, counted, state.price)
    if price is None:
        return
    names = {c.reference for c in counted}
    published = IndexPublished(
        command.index,
        price,
        tuple(c.reference for c in known if c.reference not in names),
        tuple((name, since) for name, since in removed.items() if name not in back),
    )
    before = (
        tuple(c.reference for c in known if c.excluded),
        tuple((c.reference, c.fit_since) for c in known if c.removed),
    )
    if price != state.price or before != (published.excluded, published.removed):
        yield published


def _fit_since(
    exchange: Exchange,
    rules: Rules,
    state: IndexState,
    constituent: Constituent,
    steady: tuple[Constituent, ...],
) -> Millis | None:
    """Since when a removed constituent has been fit to return, if it is."""
    if state.price is None:
        return None
    frozen = rules.index_is_frozen(state.index, steady, state.price)
    if not rules.may_return(constituent.price, steady, state.price, frozen=frozen):
        return None
    return constituent.fit_since if constituent.fit_since is not None else exchange.now


def _is_back(exchange: Exchange, rules: Rules, since: Millis | None, *, strays: bool) -> bool:
    """Whether a removed constituent counts again: when it is near again, later when it is fit."""
    if not rules.book.index_reintroduction:
        return not strays
    return since is not None and rules.is_reintroduced(since, exchange.now)


def mark_market(exchange: Exchange, rules: Rules, command: MarkMarket) -> Iterator[Event]:
    """Mark a contract from its index and its basis, when that changes the mark."""
    market = exchange.markets[command.symbol]
    index = exchange.indices[market.instrument.index_symbol].price
    if index is None or rules.stands_still(market.instrument, exchange.now):
        return
    instrument = market.instrument
    if instrument.is_perpetual:
        basis = rules.funding_basis(
            instrument, index, market.funding_rate, exchange.now, market.funding_due
        )
    else:
        basis = rules.impact_basis(instrument, index, market.basis_rate, exchange.now)
    mark = rules.published_mark(rules.fair_price(index, basis), market.mark, instrument.min_tick)
    if mark is not None and mark != market.mark:
        yield MarkChanged(command.symbol, mark, basis, rules.unit_value(instrument, mark))
        if rules.refreshes_premium():
            yield from _refresh_premiums(exchange, rules, market)


def _refresh_premiums(exchange: Exchange, rules: Rules, market: Market) -> Iterator[Event]:
    """Let the premiums of resting orders follow the mark, where the venue does so."""
    symbol = market.instrument.symbol
    resting = (*market.book.bids.orders(), *market.book.offers.orders())
    moved = [
        (order, unit)
        for order in sorted(resting, key=lambda o: o.order_id)
        if not exchange.accounts[order.account].is_engine
        and (unit := premium_of_lot(rules, market, order)) != order.premium_unit
    ]
    moved.sort(key=lambda pair: pair[1] > pair[0].premium_unit)  # what falls makes room first
    stands: dict[AccountId, Position] = {}
    changed: list[tuple[OrderId, Money]] = []
    for order, unit in moved:
        account = exchange.accounts[order.account]
        before = stands.get(order.account) or account.positions[symbol]
        after = scratch(before)
        rise = Money((unit - order.premium_unit) * (order.leaves_qty // market.instrument.lot_size))
        if order.side is Side.BUY:
            after.buy_premium += rise
        else:
            after.sell_premium += rise
        locked = order_margin(rules, market, after).premium
        locked -= order_margin(rules, market, before).premium
        free = available(exchange, rules, account, before.currency, instead=before)
        if rise <= 0 or rules.may_raise_premium(locked, free):
            stands[order.account] = after
            changed.append((order.order_id, unit))
    if changed:
        yield PremiumsRefreshed(symbol, tuple(changed))


def sample_impact(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """Once a minute: impact prices, premium index of a perpetual, basis rate of a future."""
    market = exchange.markets[symbol]
    instrument = market.instrument
    index = exchange.indices[instrument.index_symbol].price
    if index is None or market.mark is None:
        return
    coin = _price_of_coin(exchange, instrument)
    bid = rules.impact_price(
        instrument,
        market.book.bids.quantities(),
        thin_price=rules.thin_book_price(instrument, bids=True),
        coin=coin,
    )
    ask = rules.impact_price(
        instrument,
        market.book.offers.quantities(),
        thin_price=rules.thin_book_price(instrument, bids=False),
        coin=coin,
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


def _price_of_coin(exchange: Exchange, instrument: Instrument) -> Price | None:
    """What an XBT costs in the currency that a contract settles in, if anything here tells."""
    for market in exchange.markets.values():
        other = market.instrument
        if other.underlying == "XBT" and other.settl_currency == instrument.settl_currency:
            return exchange.indices[other.index_symbol].price
    return None


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
