"""Scenes of orders that are refused, for their terms, their names or the day."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import for_any_purse, scene
from solvent_conformance.histories.scenes.steps import (
    ADA,
    BEFORE_EXPIRY,
    USD,
    XBT,
    amend,
    cancel,
    new_order,
    open_world,
    pass_minutes,
    pay,
)
from solvent_conformance.protocol.history import Step


@scene
def unpriced_and_unaffordable() -> Iterator[Step]:
    """Market orders for too much: into an empty book, and where the touch is off the mark."""
    yield from open_world(XBT, money=2 * 10**6)
    yield pay("bob", 10**9)
    yield new_order("alice", "Buy", 40, ordType="Market")
    yield new_order("bob", "Sell", 90, "110")
    yield new_order("bob", "Buy", 90, "93")
    yield new_order("alice", "Buy", 40, ordType="Market")
    yield new_order("alice", "Sell", 40, ordType="Market")


@for_any_purse
def as_many_orders_as_may_be() -> Iterator[Step]:
    """An account has two hundred open orders in a contract and asks for one more."""
    yield from open_world("XBTUSD", rulebook="2019-06", money=10**12, accounts=2)
    for _ in range(200):
        yield new_order("alice", "Buy", 100, "7000", "XBTUSD")
    yield new_order("alice", "Buy", 100, "7000.5", "XBTUSD")
    yield new_order("bob", "Sell", 300, "7000", "XBTUSD")
    yield new_order("alice", "Buy", 100, "7000", "XBTUSD")


@for_any_purse
def refusals() -> Iterator[Step]:
    """Limit orders of wrong quantities and prices, one too many, and ones without a side."""
    yield from open_world(XBT, money=10**9)
    for qty, price in ((0, "100"), (1001, "100"), (7, "99.75"), (7, "1000.5"), (7, "0")):
        yield new_order("alice", "Buy", qty, price)
    for _ in range(7):
        yield new_order("alice", "Buy", 1, "90")
    yield new_order("bob", None, 3, "90")
    yield new_order("bob", None, -3, "110")
    yield new_order("carol", "Buy", 1, "90", symbol="NOTOY")


@for_any_purse
def refusals_of_names() -> Iterator[Step]:
    """A client order id is used again, is as long as it may be, and longer."""
    yield from open_world(XBT, money=10**9)
    yield new_order("alice", "Buy", 1, "90", name="one")
    yield new_order("alice", "Buy", 1, "90", name="one")
    yield new_order("bob", "Buy", 1, "90", name="one")
    yield new_order("alice", "Buy", 1, "90", name="n" * 36)
    yield new_order("alice", "Buy", 1, "90", name="n" * 37)


@scene
def refusals_of_risk() -> Iterator[Step]:
    """Orders that lift an account to its risk limit and beyond."""
    yield from open_world(XBT, money=10**8)
    for _ in range(3):
        yield new_order("bob", "Buy", 250, "100")
        yield new_order("bob", "Buy", 150, "100")


@scene
def refusals_of_terms() -> Iterator[Step]:
    """Orders whose stop price, display quantity or instructions do not fit their type."""
    yield from open_world(XBT, money=10**8)
    yield new_order("alice", "Sell", 4, "101", stop="102", ordType="Limit")
    yield new_order("alice", "Sell", 4, ordType="Market", displayQty=2)
    yield new_order("alice", "Sell", 4, "101", displayQty=3)
    yield new_order("alice", "Sell", 4, stop="98.25")
    yield new_order("alice", "Sell", 4, stop="98")
    yield new_order("alice", "Sell", 4, "97", stop="98")
    yield new_order("alice", "Buy", 4, ordType="Market", inst="ParticipateDoNotInitiate")
    yield new_order("alice", "Buy", 4, "90", inst="MarkPrice")
    for _ in range(3):
        yield new_order("alice", "Sell", 1, stop="90")


@scene
def refusals_by_the_lot() -> Iterator[Step]:
    """A quantity that is no whole number of lots."""
    yield from open_world(USD, money=10**8)
    yield new_order("alice", "Buy", 15, "100", USD)
    yield new_order("alice", "Buy", 20, "100", USD)


@scene
def refusals_of_a_future() -> Iterator[Step]:
    """A future is ordered before its expiry and from its expiry on."""
    yield from open_world(ADA, money=10**8, clock=BEFORE_EXPIRY)
    yield new_order("carol", "Buy", 1, "0.00009", ADA)
    yield from pass_minutes(9, 10, since=BEFORE_EXPIRY)
    yield new_order("carol", "Buy", 1, "0.00009", ADA)


@scene
def late_rules() -> Iterator[Step]:
    """Under the rulebook of 2026 a market order stays near the touch."""
    noon = "2026-01-05T12:00:00.000Z"
    yield from open_world("XBTUSD", rulebook="2026", clock=noon)
    for price in ("8000", "8300", "8500"):
        yield new_order("alice", "Sell", 100, price, "XBTUSD", label=price)
        yield new_order("alice", "Buy", 100, str(15_900 - int(price)), "XBTUSD")
    yield new_order("bob", "Buy", 300, symbol="XBTUSD", ordType="Market")
    yield new_order("bob", "Sell", 300, symbol="XBTUSD", ordType="Market")
    yield amend("alice", "8000", price="8100")
    yield cancel("alice", "8000")
