"""Scenes of a queue that fills to its depth and beyond."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, asked, canceled, opened, order, traded
from solvent_conformance.protocol.history import Step, ctl, do


@scene
def overload() -> Iterator[Step]:
    """The queue fills to its depth and beyond while the engine stands still."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 10, "100")
    yield order("bob", "Buy", 5, "98", label="a")
    yield order("bob", "Sell", 5, "104", label="z")
    yield ctl("freeze")
    yield order("alice", "Sell", 4, "98", label="b")
    yield order("carol", "Sell", 4, "98", label="c")
    yield canceled("bob", "a")
    yield order("carol", "Buy", 4, "99", label="d")
    yield asked("alice", "leverage", leverage=5)
    yield order("alice", None, None, inst="Close", label="e")
    yield order("alice", "Sell", 3, inst="Close", label="f")
    yield canceled("bob", "z")
    yield do("carol", "DELETE /order/all", {})
    yield ctl("thaw")
    yield order("carol", "Buy", 1, "97")
    yield ctl("depth", {"depth": 1})
    yield ctl("freeze")
    yield order("carol", "Buy", 1, "96")
    yield order("carol", "Buy", 1, "95")
    yield ctl("thaw")
