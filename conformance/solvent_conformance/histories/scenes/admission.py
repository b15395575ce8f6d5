"""Scenes of a queue that fills to its depth and beyond."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    XBT,
    cancel,
    make_trade,
    new_order,
    open_world,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl, do


@scene
def overload() -> Iterator[Step]:
    """The queue fills to its depth and beyond while the engine stands still."""
    yield from open_world(XBT)
    yield from make_trade("alice", "bob", 10, "100")
    yield new_order("bob", "Buy", 5, "98", label="a")
    yield new_order("bob", "Sell", 5, "104", label="z")
    yield ctl("freeze")
    yield new_order("alice", "Sell", 4, "98", label="b")
    yield new_order("carol", "Sell", 4, "98", label="c")
    yield cancel("bob", "a")
    yield new_order("carol", "Buy", 4, "99", label="d")
    yield position_request("alice", "leverage", leverage=5)
    yield new_order("alice", None, None, inst="Close", label="e")
    yield new_order("alice", "Sell", 3, inst="Close", label="f")
    yield cancel("bob", "z")
    yield do("carol", "DELETE /order/all", {})
    yield ctl("thaw")
    yield new_order("carol", "Buy", 1, "97")
    yield ctl("depth", {"depth": 1})
    yield ctl("freeze")
    yield new_order("carol", "Buy", 1, "96")
    yield new_order("carol", "Buy", 1, "95")
    yield ctl("thaw")
