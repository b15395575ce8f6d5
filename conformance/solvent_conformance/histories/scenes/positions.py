"""Scenes of positions that are turned over."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, make_trade, open_world, position_request
from solvent_conformance.protocol.history import Step


@scene
def turned_over_with_added_margin() -> Iterator[Step]:
    """A position with added margin is turned over, and the other side of it closed."""
    yield from open_world(XBT)
    yield position_request("alice", "leverage", leverage=5)
    yield from make_trade("alice", "bob", 10, "100")
    yield position_request("alice", "transferMargin", amount=1_000_000)
    yield from make_trade("bob", "alice", 25, "100")
    yield from make_trade("alice", "bob", 15, "101")
