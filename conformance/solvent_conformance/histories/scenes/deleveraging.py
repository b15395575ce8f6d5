"""Scenes of the line in which the best ranked positions are closed."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    RICH,
    XBT,
    asked,
    filled_fund,
    later,
    moved,
    opened,
    order,
    traded,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def deleveraging() -> Iterator[Step]:
    """What neither book nor fund can close is closed against the best ranked positions."""
    yield from opened(XBT, ETH, money=10**9, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield asked("dave", "leverage", leverage=10)
    yield from traded("alice", "bob", 60, "100")
    yield from traded("carol", "dave", 30, "101.5")
    yield from traded("alice", "carol", 50, "100.5")
    yield from traded("alice", "dave", 30, "98.5")
    yield order("bob", "Buy", 5, "80")
    yield order("carol", "Buy", 5, "70")
    yield order("dave", "Buy", 5, "80")
    yield order("bob", "Buy", 5, "15", ETH)
    yield from moved(XBT, "96")
    yield from moved(XBT, "85")
    yield from later(1)
    yield ctl("audit")


@scene
def line_of_two() -> Iterator[Step]:
    """Two shorts of different profit and leverage wait in line while a small long fails."""
    yield from opened(XBT, money=10**9, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield asked("dave", "leverage", leverage=10)
    yield from traded("alice", "bob", 20, "101")
    yield from traded("carol", "bob", 10, "101")
    yield from traded("carol", "dave", 30, "99")
    yield order("bob", "Buy", 27, "70")
    yield order("dave", "Buy", 27, "70")
    yield from moved(XBT, "84")
    yield from later(1)


@scene
def equal_scores() -> Iterator[Step]:
    """Two shorts of one price and one leverage, and a long that fails and is smaller than both."""
    yield from opened(XBT, money=10**9, accounts=4)
    for account in ("alice", "bob", "carol"):
        yield asked(account, "leverage", leverage=10)
    yield from traded("alice", "bob", 10, "100")
    yield from traded("alice", "carol", 30, "100")
    yield order("alice", "Sell", 20, "100")
    yield order("dave", "Buy", 20, "100")
    yield from moved(XBT, "85")


@scene
def beyond_its_own_bankruptcy() -> Iterator[Step]:
    """A short that came late, at ten times, faces an order of the engine from long before."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield asked("carol", "leverage", leverage=10)
    yield from traded("alice", "bob", 30, "100")
    yield from moved(XBT, "90")
    yield from moved(XBT, "75")
    yield from traded("bob", "carol", 25, "75")
    yield from moved(XBT, "58")
    yield from moved(XBT, "50")
    yield ctl("audit")


@scene
def engine_on_both_sides() -> Iterator[Step]:
    """The engine holds a long from long before when a short of another account fails."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 15, "100")
    yield from moved(XBT, "80")
    yield from moved(XBT, "65")
    yield asked("carol", "leverage", leverage=5)
    yield from traded("bob", "carol", 120, "65")
    yield from moved(XBT, "75.5")
    yield from moved(XBT, "93.5")
    yield ctl("audit")
