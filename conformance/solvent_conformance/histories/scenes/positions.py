"""Scenes of positions that are turned over."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, asked, opened, traded
from solvent_conformance.protocol.history import Step


@scene
def turned_over_with_added_margin() -> Iterator[Step]:
    """A position with added margin is turned over, and the other side of it closed."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=5)
    yield from traded("alice", "bob", 10, "100")
    yield asked("alice", "transferMargin", amount=1_000_000)
    yield from traded("bob", "alice", 25, "100")
    yield from traded("alice", "bob", 15, "101")
