"""Scenes of the margin of orders: premiums, and accounts that can just not afford them."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    XBT,
    amend,
    make_trade,
    move_index,
    new_order,
    open_world,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step


@scene
def premium_in_waiting() -> Iterator[Step]:
    """A bid above the mark waits while the mark comes nearer."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 7, "104")
    yield from move_index(XBT, "101.5")


@scene
def poor_accounts() -> Iterator[Step]:
    """Accounts that can just, or just not, afford what they ask for."""
    yield from open_world(XBT, money=2 * 10**6)
    yield new_order("alice", "Buy", 19, "100")
    yield new_order("alice", "Buy", 1, "100")
    yield new_order("alice", "Buy", 1, "99.75")
    yield new_order("carol", "Buy", 1001, "99.75")
    yield pay("bob", 10**9)
    yield new_order("bob", "Sell", 10, "100")
    yield new_order("bob", "Sell", 20, "99.5")
    yield new_order("carol", "Buy", 18, "112")
    yield new_order("carol", "Buy", 15, "104")
    yield new_order("carol", "Buy", 100, ordType="Market")
    yield from move_index(XBT, "96")
    yield new_order("carol", "Sell", 8, "80")
    yield new_order("alice", "Sell", 4, "80")
    yield new_order("alice", "Sell", 18, "105")
    yield new_order("bob", "Buy", 150, "103")


@scene
def amended_by_the_poor() -> Iterator[Step]:
    """An account amends an order to more than half of what it has, and then to more than all."""
    yield from open_world(XBT, money=2 * 10**6)
    yield new_order("alice", "Buy", 14, "99", label="a")
    for qty in (17, 25, 12):
        yield amend("alice", "a", orderQty=qty)
    yield amend("alice", "a", price="99.5")


@scene
def poor_in_two_contracts() -> Iterator[Step]:
    """Accounts whose money is locked in one contract ask for another one."""
    yield from open_world(XBT, ETH, money=2 * 10**6)
    yield pay("bob", 10**9)
    yield from make_trade("alice", "bob", 18, "100")
    yield from move_index(XBT, "96")
    yield new_order("alice", "Buy", 3, "19.5", ETH)
    yield new_order("carol", "Buy", 5, "20", ETH)
    yield new_order("bob", "Buy", 150, "103")
    yield new_order("bob", "Sell", 70, "20", ETH)
    yield position_request("bob", "leverage", ETH, leverage=10)
    yield new_order("alice", "Sell", 4, stop="90")


@scene
def premium_beyond_the_purse() -> Iterator[Step]:
    """Bids at the mark wait while it falls, and have not the money for all of their premium."""
    yield from open_world(XBT, money=3_260_000)
    yield pay("bob", 10**9)
    yield new_order("alice", "Buy", 20, "100")
    yield new_order("alice", "Buy", 10, "100")
    yield new_order("bob", "Buy", 10, "100")
    for price in ("99.4", "99.7", "99", "99.6", "100.5"):
        yield from move_index(XBT, price)
