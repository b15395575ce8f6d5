"""Scenes of accounts that want out, and whose own orders and empty purses stand in the way."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    RICH,
    XBT,
    make_trade,
    move_index,
    new_order,
    open_world,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step


@scene
def equal_targets() -> Iterator[Step]:
    """Three reduce-only offers at one price rest, and the position shrinks below them."""
    yield from open_world(XBT)
    yield from make_trade("alice", "bob", 40, "100")
    for qty in (10, 14, 16):
        yield new_order("alice", "Sell", qty, "104", inst="ReduceOnly")
    yield from make_trade("bob", "alice", 20, "101")
    yield from make_trade("bob", "alice", 7, "101")
    for price in ("105", "103", "105"):
        yield new_order("alice", "Sell", 13, price, inst="ReduceOnly")


_PURSE = 4_200_000
"""Enough for forty contracts at ten times, and little more."""


def _full() -> Iterator[Step]:
    """Alice and carol hold forty each at ten times and have next to nothing left."""
    yield from open_world(XBT, money=_PURSE)
    yield pay("bob", RICH)
    for account in ("alice", "carol"):
        yield position_request(account, "leverage", leverage=10)
        yield from make_trade(account, "bob", 40, "100")


@scene
def closing_beside_a_target() -> Iterator[Step]:
    """Whoever offers the whole position at a profit still gets out: by a stop, at once, in part."""
    yield from _full()
    yield new_order("alice", "Sell", 40, "104")
    yield new_order("alice", "Sell", None, stop="98", inst="Close")
    yield new_order("carol", "Sell", 40, "105")
    yield new_order("bob", "Buy", 90, "97.5")
    yield new_order("carol", "Sell", 15, inst="ReduceOnly")
    yield new_order("carol", "Sell", None, inst="Close")
    yield from move_index(XBT, "98")


@scene
def room_for_reducing() -> Iterator[Step]:
    """A reduce-only offer beside three others, of which one has to go; then it is for too much."""
    yield from _full()
    yield new_order("alice", "Sell", 10, "105")
    yield new_order("alice", "Sell", 20, "103")
    yield new_order("alice", "Sell", 10, "104")
    yield new_order("alice", "Sell", 10, "106", inst="ReduceOnly")
    yield new_order("carol", "Sell", 40, "103", inst="ReduceOnly")
    yield new_order("carol", "Sell", 25, "102", inst="ReduceOnly")
    yield new_order("carol", "Sell", 40, "104", inst="ReduceOnly")
    yield new_order("carol", "Sell", 40, "101", inst="Close")
    yield new_order("bob", "Buy", 30, "102")


@scene
def closing_below_the_market() -> Iterator[Step]:
    """Whoever sells far below the mark loses more than the margin that is set free, and what is
    missing was locked by a bid.
    """
    yield from _full()
    yield pay("carol", 3_000_000)
    yield new_order("carol", "Buy", 24, "85")
    yield new_order("bob", "Buy", 40, "88")
    yield new_order("carol", "Sell", 40, inst="ReduceOnly")


@scene
def reduce_only() -> Iterator[Step]:
    """Orders that only reduce follow the position that they reduce."""
    yield from open_world(XBT)
    yield from make_trade("alice", "bob", 10, "100")
    yield new_order("alice", "Sell", 6, "110", inst="ReduceOnly")
    yield new_order("alice", "Sell", 4, "105", inst="ReduceOnly")
    yield new_order("carol", "Buy", 3, "99")
    yield new_order("alice", "Sell", 3, "99")
    yield new_order("alice", "Buy", 3, "98", inst="ReduceOnly")
    yield new_order("carol", "Buy", 20, "98")
    yield new_order("alice", "Sell", 12, "98", inst="ReduceOnly")
    yield new_order("bob", "Buy", 4, "97")
    yield new_order("bob", "Buy", None, "99.5", inst="Close")
    yield new_order("carol", "Sell", 5, "99.5")
    yield new_order("carol", "Sell", None, inst="Close")
    yield new_order("alice", "Buy", None, "101", inst="Close")
