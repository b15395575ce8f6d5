"""Decisions about contracts that expire."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.deleveraging import close_holdings
from solvent_reference.decisions.orders.endings import end
from solvent_reference.state.exchange import Exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import Event
from solvent_spec.vocabulary.units import Symbol


def expire(exchange: Exchange, rules: Rules, symbol: Symbol) -> Iterator[Event]:
    """From its expiry on a contract has no open orders, and the engine holds nothing of it."""
    market = exchange.markets[symbol]
    expiry = market.instrument.expiry
    if expiry is None or exchange.now < expiry:
        return
    yield from close_holdings(exchange, rules, market)
    waiting = tuple(market.stops.values())
    resting = tuple(market.book.bids.orders()) + tuple(market.book.offers.orders())
    for order in sorted(waiting + resting, key=lambda o: o.order_id):
        yield end(rules, order, "Instrument expired")
