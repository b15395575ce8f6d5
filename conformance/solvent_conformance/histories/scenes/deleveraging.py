"""Scenes of the line in which the best ranked positions are closed."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    RICH,
    XBT,
    filled_fund,
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def deleveraging() -> Iterator[Step]:
    """What neither book nor fund can close is closed against the best ranked positions."""
    yield from open_world(XBT, ETH, money=10**9, accounts=4)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("dave", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 60, "100")
    yield from make_trade("carol", "dave", 30, "101.5")
    yield from make_trade("alice", "carol", 50, "100.5")
    yield from make_trade("alice", "dave", 30, "98.5")
    yield new_order("bob", "Buy", 5, "80")
    yield new_order("carol", "Buy", 5, "70")
    yield new_order("dave", "Buy", 5, "80")
    yield new_order("bob", "Buy", 5, "15", ETH)
    yield from move_index(XBT, "96")
    yield from move_index(XBT, "85")
    yield from pass_minutes(1)
    yield ctl("audit")


@scene
def line_of_two() -> Iterator[Step]:
    """Two shorts of different profit and leverage wait in line while a small long fails."""
    yield from open_world(XBT, money=10**9, accounts=4)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("dave", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 20, "101")
    yield from make_trade("carol", "bob", 10, "101")
    yield from make_trade("carol", "dave", 30, "99")
    yield new_order("bob", "Buy", 27, "70")
    yield new_order("dave", "Buy", 27, "70")
    yield from move_index(XBT, "84")
    yield from pass_minutes(1)


@scene
def equal_scores() -> Iterator[Step]:
    """Two shorts of one price and one leverage, and a long that fails and is smaller than both."""
    yield from open_world(XBT, money=10**9, accounts=4)
    for account in ("alice", "bob", "carol"):
        yield position_request(account, "leverage", leverage=10)
    yield from make_trade("alice", "bob", 10, "100")
    yield from make_trade("alice", "carol", 30, "100")
    yield new_order("alice", "Sell", 20, "100")
    yield new_order("dave", "Buy", 20, "100")
    yield from move_index(XBT, "85")


@scene
def beyond_its_own_bankruptcy() -> Iterator[Step]:
    """A short that came late, at ten times, faces an order of the engine from long before."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("carol", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 30, "100")
    yield from move_index(XBT, "90")
    yield from move_index(XBT, "75")
    yield from make_trade("bob", "carol", 25, "75")
    yield from move_index(XBT, "58")
    yield from move_index(XBT, "50")
    yield ctl("audit")


@scene
def engine_on_both_sides() -> Iterator[Step]:
    """The engine holds a long from long before when a short of another account fails."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 15, "100")
    yield from move_index(XBT, "80")
    yield from move_index(XBT, "65")
    yield position_request("carol", "leverage", leverage=5)
    yield from make_trade("bob", "carol", 120, "65")
    yield from move_index(XBT, "75.5")
    yield from move_index(XBT, "93.5")
    yield ctl("audit")
