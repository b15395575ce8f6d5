"""Scenes of the mark and of impact prices: bases, thin books, other currencies."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene, shows
from solvent_conformance.histories.scenes.steps import (
    ADA,
    NOON,
    USD,
    cancel,
    constituent_price,
    make_trade,
    new_order,
    open_world,
    pass_minutes,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def basis_of_a_future() -> Iterator[Step]:
    """A future's basis rate follows its book while that is liquid, and stays when it is not."""
    yield from open_world(ADA, money=10**10)
    for account in ("alice", "bob", "carol"):
        yield position_request(account, "riskLimit", ADA, riskLimit=82_000_000)
    yield from pass_minutes(1)
    for number in range(5):
        yield new_order("alice", "Buy", 1000, "0.000103", ADA, label=f"a{number}")
        yield new_order("bob", "Sell", 1000, "0.000105", ADA)
    for bids in ("0.000101", "0.000099"):
        for _ in range(3):
            yield new_order("carol", "Buy", 1000, bids, ADA)
    yield from pass_minutes(2, 3)
    yield constituent_price(".ADATOY", "A", "0.000102")
    yield from pass_minutes(4)
    for number in range(3):
        yield cancel("alice", f"a{number}")
    yield from pass_minutes(5, 60 * 24)


@scene
def basis_of_a_perpetual() -> Iterator[Step]:
    """A perpetual's basis is read an hour after a funding instant, and an hour before the next."""
    before_noon = "2019-06-03T11:50:00.000Z"
    yield from open_world("XBTUSD", rulebook="2019-06", clock=before_noon, money=10**10)
    yield from make_trade("alice", "bob", 100, "8000", "XBTUSD")
    yield from pass_minutes(10, 70, 430, since=before_noon)


@scene
@shows("MARK-014")
def book_in_tether() -> Iterator[Step]:
    """Two levels on each side: many tether over the margin rate, and less than an XBT."""
    yield from open_world(USD)
    for price, qty in (("99", 2500), ("95", 100)):
        yield new_order("alice", "Buy", qty, price, USD)
    for price, qty in (("101", 2500), ("105", 100)):
        yield new_order("bob", "Sell", qty, price, USD)
    yield from pass_minutes(1)


@scene
def fair_price_below_zero() -> Iterator[Step]:
    """A book at 200 under an index of 900,000 makes a basis rate that outweighs the index."""
    accounts = ["alice", "bob", "carol"]
    setup = {"rulebook": "2019-06", "instruments": ["XBTU19"], "accounts": accounts}
    yield Step("reset", {**setup, "clock": NOON, "policies": {}})
    names = ("BSTP", "GDAX", "KRKN")
    yield from (constituent_price(".BXBT", name, "900000") for name in names)
    for account in accounts:
        yield pay(account, 10**17)
    for account in ("alice", "bob"):
        yield position_request(account, "leverage", "XBTU19", leverage="0.01")
    yield position_request("alice", "riskLimit", "XBTU19", riskLimit=5_000_000_000)
    yield new_order("alice", "Buy", 2100, "200", "XBTU19")
    yield new_order("bob", "Sell", 2100, "200.5", "XBTU19")
    for minute in (1, 2, 3):
        yield from pass_minutes(minute)
        yield from (constituent_price(".BXBT", name, "900000") for name in names)
    for price in ("950000", "700000", "500000"):
        yield from (constituent_price(".BXBT", name, price) for name in names)
    yield from pass_minutes(20)
    yield ctl("audit")
