"""Scenes of ties: values and prices that lie between two units."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, make_trade, move_index, open_world
from solvent_conformance.protocol.history import Step


@scene
def ties_of_the_grid() -> Iterator[Step]:
    """An index lies between an even step and an odd one, then between an odd and an even."""
    yield from open_world(XBT)
    for price in ("100.005", "100.015"):
        yield from move_index(XBT, price)


@scene
def tied_values() -> Iterator[Step]:
    """A lot is worth half a minor unit at this price, so its rounding is a tie."""
    yield from open_world(XBT)
    yield from move_index(XBT, "512")
    yield from make_trade("alice", "bob", 7, "512")
