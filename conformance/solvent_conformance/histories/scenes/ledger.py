"""Scenes of money that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, make_trade, move_index, open_world, pay
from solvent_conformance.protocol.history import Step, ctl


@scene
def coming_and_going() -> Iterator[Step]:
    """Money is paid in and out, and the books are audited."""
    yield from open_world(XBT, money=10**7)
    yield from make_trade("alice", "bob", 20, "100")
    yield from move_index(XBT, "110")
    for money in (-(10**7) - 1, -(10**7), -8_100_000, -7_000_000, -1, 5):
        yield pay("alice", money)
        yield pay("bob", money)
    yield ctl("audit")
