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
    constituent_price,
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
)
from solvent_conformance.protocol.history import Step, ctl
from solvent_spec.rulebook import instant


@scene
def index_and_mark() -> Iterator[Step]:
    """Constituents stray, freeze, go stale; a future's basis follows its book."""
    yield from open_world(XBT, ADA, USD, money=10**10)
    yield constituent_price(".XBTTOY", "C", "50")
    yield constituent_price(".XBTTOY", "C", "99.9")
    yield constituent_price(".USDTOY", "A", "101")
    yield constituent_price(".USDTOY", "B", "99.4")
    yield from pass_minutes(1, 2)
    yield constituent_price(".XBTTOY", "A", "100.3")
    yield constituent_price(".XBTTOY", "B", "131.7")
    yield from pass_minutes(3)
    yield constituent_price(".XBTTOY", "B", "102")
    yield new_order("alice", "Buy", 60, "101")
    yield new_order("alice", "Sell", 20, "101.5")
    yield new_order("bob", "Sell", 120, "103")
    yield new_order("bob", "Buy", 120, "90")
    yield from make_trade("alice", "bob", 10, "101.5")
    yield from pass_minutes(4, 5)
    yield constituent_price(".ADATOY", "A", "0.000101")
    yield constituent_price(".ADATOY", "B", "0.000102")


@scene
def between_two_minutes() -> Iterator[Step]:
    """Constituents trade between two whole minutes and between two multiples of five seconds."""
    yield from open_world(XBT)
    for milliseconds, price in ((1_000, "101"), (4_999, "102"), (5_000, "103"), (61_001, "99")):
        yield ctl("advance", {"to": iso(int(instant(NOON)) + milliseconds)})
        yield from move_index(XBT, price)
    yield from pass_minutes(2)


@scene
def come_back() -> Iterator[Step]:
    """Under the rulebook of 2026 an excluded constituent comes back after a while."""
    noon = "2026-01-05T12:00:00.000Z"
    yield from open_world("XBTUSD", rulebook="2026", clock=noon)
    first = list(move_index("XBTUSD", "8000", "2026"))
    index, names = (
        first[0].message["body"]["index"],
        [s.message["body"]["reference"] for s in first],
    )
    yield constituent_price(index, names[0], "7000")
    yield constituent_price(index, names[0], "7500")
    for minute in range(1, 45, 4):
        for name in names[1:]:
            yield constituent_price(index, name, "8000")
        yield constituent_price(index, names[0], "7500" if minute < 14 else "7990")
        yield from pass_minutes(minute, since=noon)


@scene
def index_near_zero() -> Iterator[Step]:
    """The constituents trade at less than half a step of the index's grid, for a few minutes."""
    yield from open_world(XBT, money=RICH)
    yield from make_trade("alice", "bob", 1, "100")
    yield from move_index(XBT, "0.004")
    yield from pass_minutes(1, 4, 5)
    yield ctl("audit")
