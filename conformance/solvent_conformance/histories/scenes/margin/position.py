"""Scenes of the margin of positions: what they draw, keep and give back."""

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
def drawing_by_and_by() -> Iterator[Step]:
    """A position in cross margin draws on available margin at one mark after the other."""
    yield from open_world(XBT)
    yield from make_trade("alice", "bob", 33, "100")
    for price in ("99.3", "98.9", "98.2", "97.7"):
        yield from move_index(XBT, price)


@scene
def backed_to_the_unit() -> Iterator[Step]:
    """A short in cross margin whose wallet holds its cost, no more, draws at two marks."""
    yield from open_world(XBT)
    yield from move_index(XBT, "50")
    yield from make_trade("alice", "bob", 10, "50")
    yield pay("alice", 10**12)
    yield pay("bob", -(RICH - 30_000_000))
    yield pay("bob", -10_005_000)
    for price in ("50.5", "1010", "3030"):
        yield from move_index(XBT, price)


@scene
def late_fill() -> Iterator[Step]:
    """A bid that waited is taken only after the mark has fallen far below it."""
    yield from open_world(XBT, money=10**9)
    yield position_request("alice", "leverage", leverage=10)
    yield new_order("alice", "Buy", 50, "100")
    yield new_order("carol", "Buy", 80, "92")
    yield from move_index(XBT, "94.5")
    yield new_order("bob", "Sell", 20, "100")


@scene
def sale_beyond_bankruptcy() -> Iterator[Step]:
    """A long that has nothing else sells at the market, where bids lie below its bankruptcy."""
    yield from open_world(XBT, money=1_200_000)
    yield pay("bob", 10**9)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 10, "100")
    yield new_order("bob", "Buy", 3, "97")
    yield new_order("bob", "Buy", 30, "80")
    yield new_order("alice", "Sell", 10, ordType="Market")


@scene
def backed_short() -> Iterator[Step]:
    """A short at one times holds its whole cost while the price goes up and up, and closes."""
    yield from open_world(XBT)
    yield position_request("alice", "leverage", leverage=1)
    yield from make_trade("bob", "alice", 40, "100")
    for price in ("150", "400", "900"):
        yield from move_index(XBT, price)
    yield from make_trade("alice", "bob", 15, "900")
    yield position_request("alice", "transferMargin", amount=10**5)


@scene
def drawn_and_recovered() -> Iterator[Step]:
    """A cross position draws at one mark, does not need it at the next, and is reduced."""
    yield from open_world(XBT)
    yield from make_trade("alice", "bob", 33, "100")
    for price in ("98", "99.2", "98.7", "101"):
        yield from move_index(XBT, price)
    yield from make_trade("bob", "alice", 11, "101")


_SHARED = ("XBTUSD", "XBTM19")
"""Two contracts of one index."""


def _drawing_at_once(symbols: tuple[str, ...]) -> Iterator[Step]:
    yield from open_world(*symbols, rulebook="2019-06", money=10**10)
    for symbol in _SHARED:
        yield from make_trade("alice", "bob", 10_000, "8000", symbol)
    yield pay("alice", -(10**10) + 4_000_000)
    for price in ("7980", "7945", "7990", "7930"):
        yield from move_index("XBTUSD", price, "2019-06")


@scene
def one_index_two_losses() -> Iterator[Step]:
    """Two cross positions lose at the same marks, and there is not enough for both."""
    yield from _drawing_at_once(_SHARED)


@scene
def one_index_two_losses_by_symbol() -> Iterator[Step]:
    """The same, where the setup names the contracts in the order of the alphabet."""
    yield from _drawing_at_once(tuple(sorted(_SHARED)))
