"""Whoever writes into the state of a venue stops it at the next command, also where sums hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from trading_day import open_venue, place

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL, FEES, wallet
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Request
from solvent_spec.vocabulary.units import AccountId, Currency, Money, OrderId, price_of

XBT = Currency("XBt")
SYMBOL = "XBTTOY"
ALICE, BOB = AccountId("alice"), AccountId("bob")


def traded() -> ReferenceVenue:
    """Alice is long five and bids for ten more; bob is short five; fees were paid."""
    venue = open_venue(1, symbols=(SYMBOL,), money=(10**9,))
    place(venue, "bob", SYMBOL, side="Sell", orderQty=5, price="50")
    place(venue, "alice", SYMBOL, side="Buy", orderQty=5, price="50")
    place(venue, "alice", SYMBOL, side="Buy", orderQty=10, price="45")
    return venue


def no_margin(exchange: Exchange) -> None:
    position = exchange.accounts[ALICE].positions[SYMBOL]
    position.margin = replace(position.margin, initial=Money(0))


def free_order(exchange: Exchange) -> None:
    (order,) = exchange.accounts[ALICE].positions[SYMBOL].open_orders.values()
    order.unit = Money(0)


def free_orders(exchange: Exchange) -> None:
    position = exchange.accounts[ALICE].positions[SYMBOL]
    position.buys = position.buys._replace(cost=Money(0))


def owed_loss(exchange: Exchange) -> None:
    position = exchange.accounts[ALICE].positions[SYMBOL]
    position.margin = replace(position.margin, loss=Money(-1))


def more_on_both_sides(exchange: Exchange) -> None:
    exchange.accounts[ALICE].positions[SYMBOL].qty += 1
    exchange.accounts[BOB].positions[SYMBOL].qty -= 1
    exchange.markets[SYMBOL].open_interest += 1


def balanced_edit(exchange: Exchange) -> None:
    balances = exchange.ledger.by_currency[XBT]
    balances[wallet(ALICE)] += Money(1)
    balances[wallet(BOB)] -= Money(1)


def posting_from_fees(exchange: Exchange) -> None:
    exchange.ledger.post(XBT, FEES, Money(-1))
    exchange.ledger.post(XBT, wallet(ALICE), Money(1))


def posting_from_outside(exchange: Exchange) -> None:
    exchange.ledger.post(XBT, EXTERNAL, Money(-(10**6)))
    exchange.ledger.post(XBT, wallet(ALICE), Money(10**6))


def edit_in_bulk(exchange: Exchange) -> None:
    balances = exchange.ledger.by_currency[XBT]
    names = (wallet(ALICE), wallet(BOB))
    balances.update({names[0]: balances[names[0]] + 1, names[1]: balances[names[1]] - 1})


def less_interest(exchange: Exchange) -> None:
    exchange.markets[SYMBOL].open_interest -= 1


def traded_more(exchange: Exchange) -> None:
    exchange.orders[OrderId(1)].cum_qty += 1


def fewer_open(exchange: Exchange) -> None:
    exchange.open_orders -= 1


TAMPERING = [
    edit_in_bulk,
    less_interest,
    traded_more,
    fewer_open,
    no_margin,
    free_order,
    free_orders,
    owed_loss,
    more_on_both_sides,
    balanced_edit,
    posting_from_fees,
    posting_from_outside,
]


@pytest.mark.tests("LEDG-019", "LEDG-004")
@pytest.mark.parametrize("tamper", TAMPERING)
def test_the_next_command_of_somebody_else_stops_the_venue(
    tamper: Callable[[Exchange], None],
) -> None:
    venue = traded()
    tamper(venue.engine.exchange)
    answer = venue.do(Request("carol", "DELETE", "/order/all", {}))
    assert answer.status == "errored"
    assert "venue stopped" in answer.error["message"]
    assert place(venue, "bob", SYMBOL, side="Buy", orderQty=1, price="40").status == "errored"


@pytest.mark.tests("LEDG-008", "LEDG-011", "LEDG-012", "LEDG-013", "LEDG-014")
@pytest.mark.parametrize("tamper", TAMPERING)
def test_the_audit_from_scratch_finds_it_without_any_seal(
    tamper: Callable[[Exchange], None],
) -> None:
    venue = traded()
    assert venue.engine.audit() == ""
    tamper(venue.engine.exchange)
    venue.engine.exchange.seal()
    assert venue.ctl("audit", {}).status == "errored"


def swapped_positions(exchange: Exchange) -> None:
    exchange.accounts[ALICE].positions[SYMBOL] = exchange.accounts[BOB].positions[SYMBOL]


def lost_position(exchange: Exchange) -> None:
    exchange.accounts[ALICE].positions.pop(SYMBOL)


def lost_from_book(exchange: Exchange) -> None:
    (order,) = exchange.accounts[ALICE].positions[SYMBOL].open_orders.values()
    exchange.markets[SYMBOL].book.bids.remove(order)


def lost_history(exchange: Exchange) -> None:
    exchange.history.pop()


@pytest.mark.tests("LEDG-008")
@pytest.mark.parametrize("tamper", [swapped_positions, lost_position, lost_from_book, lost_history])
def test_the_audit_from_scratch_finds_what_was_taken_out(
    tamper: Callable[[Exchange], None],
) -> None:
    venue = traded()
    tamper(venue.engine.exchange)
    assert venue.ctl("audit", {}).status == "errored"


@pytest.mark.tests("LEDG-019")
def test_a_market_that_somebody_wrote_to_stops_the_venue() -> None:
    venue = traded()
    venue.engine.exchange.markets[SYMBOL].mark = price_of("200")
    answer = venue.do(Request("carol", "DELETE", "/order/all", {}))
    assert answer.status == "errored"


@pytest.mark.tests("LEDG-012", "LEDG-013", "LEDG-014", "LEDG-017")
@pytest.mark.parametrize("tamper", [no_margin, free_orders, owed_loss, more_on_both_sides])
def test_a_command_that_wrote_wrongly_is_found_by_what_it_changed(
    tamper: Callable[[Exchange], None],
) -> None:
    venue = traded()
    exchange = venue.engine.exchange
    changed = dict(exchange.changed)
    tamper(exchange)
    exchange.sealed = exchange.ledger.postings
    found = venue.engine.changes()
    assert changed == {}
    assert found


@pytest.mark.tests("LEDG-017")
def test_a_wallet_below_the_margins_of_its_positions_is_found() -> None:
    venue = traded()
    exchange = venue.engine.exchange
    taken = exchange.ledger.balance(XBT, wallet(ALICE)) - 1
    exchange.ledger.post(XBT, wallet(ALICE), -taken)
    exchange.ledger.post(XBT, FEES, taken)
    assert "wallet_covers_margins" in venue.engine.changes()
