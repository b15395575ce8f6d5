"""Scenes of money that comes and goes."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, moved, opened, paid, traded
from solvent_conformance.protocol.history import Step, ctl


@scene
def coming_and_going() -> Iterator[Step]:
    """Money is paid in and out, and the books are audited."""
    yield from opened(XBT, money=10**7)
    yield from traded("alice", "bob", 20, "100")
    yield from moved(XBT, "110")
    for money in (-(10**7) - 1, -(10**7), -8_100_000, -7_000_000, -1, 5):
        yield paid("alice", money)
        yield paid("bob", money)
    yield ctl("audit")
