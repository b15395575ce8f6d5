"""The audit stops the venue over a single satoshi, whoever moved it."""

from __future__ import annotations

import random

import pytest
from trading_day import ACCOUNTS, advance, move_mark, open_venue, place, trade

from solvent_reference.state.digest import digest
from solvent_reference.state.ledger import FEES, wallet
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Request
from solvent_spec.vocabulary.units import AccountId, Currency, Money

XBT = Currency("XBt")


def tampered() -> ReferenceVenue:
    venue = open_venue(1, money=(10**9,))
    place(venue, "alice", "XBTTOY", side="Buy", orderQty=10, price="50")
    return venue


def is_stopped(venue: ReferenceVenue) -> bool:
    """Whether the venue stopped, and stays stopped, and says why."""
    answers = [
        place(venue, "carol", "XBTTOY", side="Buy", orderQty=1, price="40"),
        venue.do(Request("bob", "DELETE", "/order/all", {})),
        advance(venue, 60_000),
    ]
    return all(a.status == "errored" and "venue stopped" in a.error["message"] for a in answers)


@pytest.mark.tests("LEDG-004", "LEDG-001")
@pytest.mark.parametrize("change", [1, -1, 10**6])
def test_an_edited_balance_stops_the_venue_at_the_next_audit(change: int) -> None:
    venue = tampered()
    balances = venue.engine.exchange.ledger.by_currency[XBT]
    balances[wallet(AccountId("alice"))] += Money(change)
    assert is_stopped(venue)


@pytest.mark.tests("LEDG-004")
def test_two_edits_that_cancel_stop_the_venue_too() -> None:
    venue = tampered()
    balances = venue.engine.exchange.ledger.by_currency[XBT]
    balances[wallet(AccountId("alice"))] += Money(1)
    balances[FEES] = balances.get(FEES, Money(0)) - Money(1)
    assert is_stopped(venue)


@pytest.mark.tests("LEDG-004")
def test_an_edit_that_hides_from_the_running_totals_is_found_from_scratch() -> None:
    venue = tampered()
    balances = venue.engine.exchange.ledger.by_currency[XBT]
    dict.__setitem__(balances, wallet(AccountId("alice")), Money(1))
    assert place(venue, "bob", "XBTTOY", side="Buy", orderQty=1, price="40").status == "ok"
    answer = venue.ctl("audit", {})
    assert answer.status == "errored"
    assert "money_is_conserved" in answer.error["message"]


@pytest.mark.tests("LEDG-004")
def test_a_stopped_venue_changes_nothing() -> None:
    venue = tampered()
    venue.engine.exchange.ledger.by_currency[XBT][wallet(AccountId("bob"))] += Money(1)
    place(venue, "bob", "XBTTOY", side="Buy", orderQty=1, price="40")
    before = digest(venue.engine.exchange)
    place(venue, "bob", "XBTTOY", side="Sell", orderQty=1, price="60")
    assert digest(venue.engine.exchange) == before
    for answer in (venue.read("order"), venue.ctl("freeze", {}), venue.ctl("audit", {})):
        assert answer.status == "errored"
    assert venue.reset({"accounts": ["alice"]}).status == "ok"


@pytest.mark.tests("LEDG-001", "LEDG-002", "LEDG-003", "LEDG-008")
@pytest.mark.parametrize("seed", range(12))
def test_a_day_of_trading_leaves_nothing_to_find(seed: int) -> None:
    venue = open_venue(seed)
    for answer in trade(venue, random.Random(seed), 120):
        assert answer.status != "errored", answer
        assert venue.engine.audit() == ""
        exchange = venue.engine.exchange
        for account in exchange.accounts.values():
            for currency in exchange.ledger.by_currency:
                locked = sum(
                    p.margin.initial + p.margin.commission + p.margin.cross - p.margin.loss
                    for p in account.positions.values()
                    if p.currency == currency
                )
                balance = exchange.ledger.balance(currency, account.wallet_key)
                assert account.is_engine or balance >= locked


@pytest.mark.tests("LEDG-003", "LIQD-001", "LIQD-003", "ADLV-003")
@pytest.mark.parametrize("crash", [10, 50, 90, 99, 101, 110, 200, 290])
def test_no_price_move_makes_a_balance_negative(crash: int) -> None:
    venue = open_venue(3, symbols=("XBTTOY",), money=(10**9,))
    tick = venue.engine.exchange.markets["XBTTOY"].instrument.tick_size
    for account in ACCOUNTS:
        body = {"symbol": "XBTTOY", "leverage": 10}
        venue.do(Request(account, "POST", "/position/leverage", body))
    place(venue, "alice", "XBTTOY", side="Buy", orderQty=500, price="50")
    place(venue, "bob", "XBTTOY", side="Sell", orderQty=500, price="50")
    place(venue, "carol", "XBTTOY", side="Buy", orderQty=100, price="49")
    move_mark(venue, "XBTTOY", tick * crash)
    assert venue.engine.audit() == ""
    quantities = [p["currentQty"] for p in venue.read("position").rows]
    engine = sum(
        r["leavesQty"] * (1 if r["side"] == "Sell" else -1) for r in venue.read("liquidation").rows
    )
    assert sum(quantities) + engine == 0
