"""What an order asks of its account is known, or it is absent: no zero stands for a figure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from trading_day import open_venue

from solvent_reference.reckoning.requirements import order_context
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules.orders.context import OrderContext
from solvent_spec.vocabulary.commands import PlaceOrder, Side
from solvent_spec.vocabulary.units import Price

SYMBOL = "XBTTOY"


def context_of(venue: ReferenceVenue, order: PlaceOrder, qty: int) -> OrderContext:
    exchange = venue.engine.exchange
    position = exchange.position(order.account, SYMBOL)
    market = exchange.markets[SYMBOL]
    return order_context(exchange, venue.rules, order, market, position, Side.BUY, qty)


def buy(venue: ReferenceVenue, price: Price | None) -> tuple[PlaceOrder, int]:
    lot = venue.engine.exchange.markets[SYMBOL].instrument.lot_size
    return PlaceOrder("alice", SYMBOL, Side.BUY, lot, price), lot


def mark_of(venue: ReferenceVenue) -> Price:
    mark = venue.engine.exchange.markets[SYMBOL].mark
    assert mark is not None
    return mark


@pytest.mark.tests("ORDR-013")
def test_an_order_has_a_margin_of_its_own() -> None:
    venue = open_venue()
    cover = context_of(venue, *buy(venue, mark_of(venue))).cover
    assert cover is not None
    assert cover.required > 0
    assert cover.increases


def test_without_a_figure_to_reckon_by_there_is_no_cover() -> None:
    venue = open_venue()
    order, lot = buy(venue, mark_of(venue))
    assert context_of(venue, order, 0).cover is None
    assert context_of(venue, order, -lot).cover is None
    assert context_of(venue, replace(order, price=Price(0)), lot).cover is None
    venue.engine.exchange.markets[SYMBOL].mark = None
    assert context_of(venue, order, lot).cover is None


@pytest.mark.tests("ORDR-014")
def test_without_cover_no_guard_of_margin_is_asked() -> None:
    venue = open_venue()
    order, lot = buy(venue, mark_of(venue))
    instrument = venue.engine.exchange.markets[SYMBOL].instrument
    context = context_of(venue, order, lot)
    asked, unasked = (
        [check for check, _ in venue.rules.checked_of_triggered(order, instrument, c, Side.BUY)]
        for c in (context, replace(context, cover=None))
    )
    assert asked == [
        "trading", "risk limit", "liquidation price", "immediate liquidation", "balance",
    ]  # fmt: skip # read as a list
    assert unasked == ["trading"]
