"""Scenes of stops: what triggers them, in which order, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    RICH,
    XBT,
    amend,
    cancel,
    make_trade,
    move_index,
    new_order,
    open_world,
)
from solvent_conformance.protocol.history import Step


@scene
def stops() -> Iterator[Step]:
    """Stops wait for the mark, the last price and the index, and are triggered in their order."""
    yield from open_world(XBT)
    yield from make_trade("bob", "carol", 20, "100")
    yield new_order("carol", "Buy", 20, "97")
    yield new_order("carol", "Sell", 20, "104")
    yield new_order("alice", "Buy", 3, stop="102")
    yield new_order("alice", "Sell", 3, stop="98", inst="LastPrice", label="a")
    yield new_order("bob", "Sell", 4, "97", stop="98", inst="IndexPrice")
    yield new_order("bob", "Buy", 2, "103", stop="102")
    yield new_order("bob", "Sell", 2, "96.5", stop="98", inst="LastPrice")
    yield amend("alice", "a", stopPx="98.5", orderQty=2)
    yield from move_index(XBT, "101.5")
    yield from move_index(XBT, "102")
    yield new_order("carol", "Buy", 1, "98")
    yield new_order("bob", "Sell", 1, "98")
    yield from move_index(XBT, "98")
    yield new_order("alice", "Sell", 5, stop="97.5", label="b")
    yield cancel("alice", "b")
    yield from make_trade("bob", "carol", 40, "98")


@scene
def stops_together() -> Iterator[Step]:
    """Two stops are triggered by one mark, and each finds a price of its own."""
    yield from open_world(XBT)
    yield new_order("carol", "Buy", 3, "98")
    yield new_order("carol", "Buy", 5, "97")
    yield new_order("alice", "Sell", 3, stop="99")
    yield new_order("bob", "Sell", 4, stop="99")
    yield from move_index(XBT, "98.5")


@scene
def jump_over_three_stops() -> Iterator[Step]:
    """The mark jumps over three stops, the nearest placed second, and offers wait behind it.

    Only one constituent of the index trades, so that it moves at once.
    """
    opening = list(open_world(XBT, money=10**9))
    silent = [step for step in opening if step.request == "spot"][1:]
    yield from (step for step in opening if step not in silent)
    yield new_order("alice", "Buy", 5, stop="103")
    yield new_order("bob", "Buy", 5, stop="101")
    yield new_order("alice", "Buy", 5, stop="102")
    for price in ("105", "106", "107"):
        yield new_order("carol", "Sell", 5, price)
    yield next(move_index(XBT, "105"))


@scene
def stop_without_money() -> Iterator[Step]:
    """A stop that would open more than its account can pay is triggered."""
    yield from open_world(XBT, money=2 * 10**6)
    yield new_order("alice", "Buy", 60, stop="101")
    yield new_order("alice", "Buy", 60, "103", stop="101.5")
    yield from move_index(XBT, "102")


@scene
def stop_and_trimming_at_once() -> Iterator[Step]:
    """One trade reduces a position behind a reduce-only offer and triggers a stop that wants it."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield from make_trade("dave", "bob", 10, "100")
    yield from make_trade("carol", "bob", 1, "94")
    yield new_order("dave", "Sell", 10, "96", inst="ReduceOnly")
    yield new_order("bob", "Buy", 10, stop="95", inst="LastPrice")
    yield new_order("carol", "Buy", 6, "95")
    yield new_order("dave", "Sell", 6, "95")
