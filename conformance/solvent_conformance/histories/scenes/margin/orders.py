"""Scenes of the margin of orders: premiums, and accounts that can just not afford them."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    XBT,
    amended,
    asked,
    moved,
    opened,
    order,
    paid,
    traded,
)
from solvent_conformance.protocol.history import Step


@scene
def premium_in_waiting() -> Iterator[Step]:
    """A bid above the mark waits while the mark comes nearer."""
    yield from opened(XBT)
    yield order("alice", "Buy", 7, "104")
    yield from moved(XBT, "101.5")


@scene
def poor_accounts() -> Iterator[Step]:
    """Accounts that can just, or just not, afford what they ask for."""
    yield from opened(XBT, money=2 * 10**6)
    yield order("alice", "Buy", 19, "100")
    yield order("alice", "Buy", 1, "100")
    yield order("alice", "Buy", 1, "99.75")
    yield order("carol", "Buy", 1001, "99.75")
    yield paid("bob", 10**9)
    yield order("bob", "Sell", 10, "100")
    yield order("bob", "Sell", 20, "99.5")
    yield order("carol", "Buy", 18, "112")
    yield order("carol", "Buy", 15, "104")
    yield order("carol", "Buy", 100, ordType="Market")
    yield from moved(XBT, "96")
    yield order("carol", "Sell", 8, "80")
    yield order("alice", "Sell", 4, "80")
    yield order("alice", "Sell", 18, "105")
    yield order("bob", "Buy", 150, "103")


@scene
def amended_by_the_poor() -> Iterator[Step]:
    """An account amends an order to more than half of what it has, and then to more than all."""
    yield from opened(XBT, money=2 * 10**6)
    yield order("alice", "Buy", 14, "99", label="a")
    for qty in (17, 25, 12):
        yield amended("alice", "a", orderQty=qty)
    yield amended("alice", "a", price="99.5")


@scene
def poor_in_two_contracts() -> Iterator[Step]:
    """Accounts whose money is locked in one contract ask for another one."""
    yield from opened(XBT, ETH, money=2 * 10**6)
    yield paid("bob", 10**9)
    yield from traded("alice", "bob", 18, "100")
    yield from moved(XBT, "96")
    yield order("alice", "Buy", 3, "19.5", ETH)
    yield order("carol", "Buy", 5, "20", ETH)
    yield order("bob", "Buy", 150, "103")
    yield order("bob", "Sell", 70, "20", ETH)
    yield asked("bob", "leverage", ETH, leverage=10)
    yield order("alice", "Sell", 4, stop="90")


@scene
def premium_beyond_the_purse() -> Iterator[Step]:
    """Bids at the mark wait while it falls, and have not the money for all of their premium."""
    yield from opened(XBT, money=3_260_000)
    yield paid("bob", 10**9)
    yield order("alice", "Buy", 20, "100")
    yield order("alice", "Buy", 10, "100")
    yield order("bob", "Buy", 10, "100")
    for price in ("99.4", "99.7", "99", "99.6", "100.5"):
        yield from moved(XBT, price)
