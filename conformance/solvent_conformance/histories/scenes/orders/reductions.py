"""Scenes of accounts that want out, and whose own orders and empty purses stand in the way."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    RICH,
    XBT,
    asked,
    moved,
    opened,
    order,
    paid,
    traded,
)
from solvent_conformance.protocol.history import Step


@scene
def equal_targets() -> Iterator[Step]:
    """Three reduce-only offers at one price rest, and the position shrinks below them."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 40, "100")
    for qty in (10, 14, 16):
        yield order("alice", "Sell", qty, "104", inst="ReduceOnly")
    yield from traded("bob", "alice", 20, "101")
    yield from traded("bob", "alice", 7, "101")
    for price in ("105", "103", "105"):
        yield order("alice", "Sell", 13, price, inst="ReduceOnly")


_PURSE = 4_200_000
"""Enough for forty contracts at ten times, and little more."""


def _full() -> Iterator[Step]:
    """Alice and carol hold forty each at ten times and have next to nothing left."""
    yield from opened(XBT, money=_PURSE)
    yield paid("bob", RICH)
    for account in ("alice", "carol"):
        yield asked(account, "leverage", leverage=10)
        yield from traded(account, "bob", 40, "100")


@scene
def closing_beside_a_target() -> Iterator[Step]:
    """Whoever offers the whole position at a profit still gets out: by a stop, at once, in part."""
    yield from _full()
    yield order("alice", "Sell", 40, "104")
    yield order("alice", "Sell", None, stop="98", inst="Close")
    yield order("carol", "Sell", 40, "105")
    yield order("bob", "Buy", 90, "97.5")
    yield order("carol", "Sell", 15, inst="ReduceOnly")
    yield order("carol", "Sell", None, inst="Close")
    yield from moved(XBT, "98")


@scene
def room_for_reducing() -> Iterator[Step]:
    """A reduce-only offer beside three others, of which one has to go; then it is for too much."""
    yield from _full()
    yield order("alice", "Sell", 10, "105")
    yield order("alice", "Sell", 20, "103")
    yield order("alice", "Sell", 10, "104")
    yield order("alice", "Sell", 10, "106", inst="ReduceOnly")
    yield order("carol", "Sell", 40, "103", inst="ReduceOnly")
    yield order("carol", "Sell", 25, "102", inst="ReduceOnly")
    yield order("carol", "Sell", 40, "104", inst="ReduceOnly")
    yield order("carol", "Sell", 40, "101", inst="Close")
    yield order("bob", "Buy", 30, "102")


@scene
def closing_below_the_market() -> Iterator[Step]:
    """Whoever sells far below the mark loses more than the margin that is set free, and what is
    missing was locked by a bid.
    """
    yield from _full()
    yield paid("carol", 3_000_000)
    yield order("carol", "Buy", 24, "85")
    yield order("bob", "Buy", 40, "88")
    yield order("carol", "Sell", 40, inst="ReduceOnly")


@scene
def reducing() -> Iterator[Step]:
    """Orders that only reduce follow the position that they reduce."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 10, "100")
    yield order("alice", "Sell", 6, "110", inst="ReduceOnly")
    yield order("alice", "Sell", 4, "105", inst="ReduceOnly")
    yield order("carol", "Buy", 3, "99")
    yield order("alice", "Sell", 3, "99")
    yield order("alice", "Buy", 3, "98", inst="ReduceOnly")
    yield order("carol", "Buy", 20, "98")
    yield order("alice", "Sell", 12, "98", inst="ReduceOnly")
    yield order("bob", "Buy", 4, "97")
    yield order("bob", "Buy", None, "99.5", inst="Close")
    yield order("carol", "Sell", 5, "99.5")
    yield order("carol", "Sell", None, inst="Close")
    yield order("alice", "Buy", None, "101", inst="Close")
