"""Scenes of what contracts are worth, and of lots."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ADA,
    ETH,
    USD,
    XBT,
    make_trade,
    move_index,
    open_world,
)
from solvent_conformance.protocol.history import Step


@scene
def quanto_notionals() -> Iterator[Step]:
    """What a dollar is worth in satoshi follows the index of the coin."""
    yield from open_world(XBT, ETH)
    yield from move_index(XBT, "97.3")
    yield from make_trade("alice", "bob", 10, "20.15", ETH)
    yield from move_index(ETH, "20.4")
    yield from move_index(XBT, "103.7")


@scene
def every_payoff() -> Iterator[Step]:
    """Positions of four contracts are opened at odd prices, cut, turned over and closed."""
    yield from open_world(XBT, ETH, ADA, USD)
    prices = {
        XBT: ("97.5", "101.5", "103"),
        ETH: ("19.85", "20.15", "20.3"),
        ADA: ("0.000097", "0.000101", "0.000103"),
        USD: ("97.3", "101.7", "103.1"),
    }
    for symbol, (low, middle, high) in prices.items():
        yield from make_trade("alice", "bob", 70, low, symbol)
        yield from make_trade("alice", "carol", 130, middle, symbol)
        yield from make_trade("bob", "alice", 70, high, symbol)
        yield from move_index(symbol, high)
        yield from make_trade("bob", "alice", 330, middle, symbol, displayQty=0)
        yield from make_trade("alice", "bob", 200, low, symbol)
        yield from make_trade("carol", "bob", 130, high, symbol)
