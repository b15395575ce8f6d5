"""Scenes of indices: constituents that stray, freeze, go stale and come back."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.generators.worlds import iso
from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ADA,
    NOON,
    RICH,
    USD,
    XBT,
    later,
    moved,
    opened,
    order,
    spot,
    traded,
)
from solvent_conformance.protocol.history import Step, ctl
from solvent_spec.rulebook import instant


@scene
def index_and_mark() -> Iterator[Step]:
    """Constituents stray, freeze, go stale; a future's basis follows its book."""
    yield from opened(XBT, ADA, USD, money=10**10)
    yield spot(".XBTTOY", "C", "50")
    yield spot(".XBTTOY", "C", "99.9")
    yield spot(".USDTOY", "A", "101")
    yield spot(".USDTOY", "B", "99.4")
    yield from later(1, 2)
    yield spot(".XBTTOY", "A", "100.3")
    yield spot(".XBTTOY", "B", "131.7")
    yield from later(3)
    yield spot(".XBTTOY", "B", "102")
    yield order("alice", "Buy", 60, "101")
    yield order("alice", "Sell", 20, "101.5")
    yield order("bob", "Sell", 120, "103")
    yield order("bob", "Buy", 120, "90")
    yield from traded("alice", "bob", 10, "101.5")
    yield from later(4, 5)
    yield spot(".ADATOY", "A", "0.000101")
    yield spot(".ADATOY", "B", "0.000102")


@scene
def between_two_minutes() -> Iterator[Step]:
    """Constituents trade between two whole minutes and between two multiples of five seconds."""
    yield from opened(XBT)
    for milliseconds, price in ((1_000, "101"), (4_999, "102"), (5_000, "103"), (61_001, "99")):
        yield ctl("advance", {"to": iso(int(instant(NOON)) + milliseconds)})
        yield from moved(XBT, price)
    yield from later(2)


@scene
def come_back() -> Iterator[Step]:
    """Under the rulebook of 2026 an excluded constituent comes back after a while."""
    noon = "2026-01-05T12:00:00.000Z"
    yield from opened("XBTUSD", rulebook="2026", clock=noon)
    first = list(moved("XBTUSD", "8000", "2026"))
    index, names = (
        first[0].message["body"]["index"],
        [s.message["body"]["reference"] for s in first],
    )
    yield spot(index, names[0], "7000")
    yield spot(index, names[0], "7500")
    for minute in range(1, 45, 4):
        for name in names[1:]:
            yield spot(index, name, "8000")
        yield spot(index, names[0], "7500" if minute < 14 else "7990")
        yield from later(minute, since=noon)


@scene
def index_near_zero() -> Iterator[Step]:
    """The constituents trade at less than half a step of the index's grid, for a few minutes."""
    yield from opened(XBT, money=RICH)
    yield from traded("alice", "bob", 1, "100")
    yield from moved(XBT, "0.004")
    yield from later(1, 4, 5)
    yield ctl("audit")
