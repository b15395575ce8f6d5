"""Decisions about marks and what is sampled for them each minute."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.reckoning.margin import available, order_margin, premium_of_lot
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import MarkMarket
from solvent_spec.vocabulary.events import Event, ImpactSampled, MarkChanged, PremiumsRefreshed
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import AccountId, Money, OrderId, Price, Rate, Symbol


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
        after = before.scratch()
        rise = Money((unit - order.premium_unit) * (order.leaves_qty // market.instrument.lot_size))
        totals = after.orders_of(order.side)
        after.keep_orders_of(order.side, totals._replace(premium=totals.premium + rise))
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
