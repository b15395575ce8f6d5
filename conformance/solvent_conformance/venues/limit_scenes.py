"""Scenes of what an account may set, close and back: tiers, added margin, shorts of one coin."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.history import Step
from solvent_conformance.venues.scenes import XBT, asked, moved, opened, order, scene, traded


@scene
def highest_tier() -> Iterator[Step]:
    """Risk limits at the account's own, one step above it, and where no rate would be left."""
    yield from opened(XBT)
    for limit in (1_000_000_000, 1_100_000_000, 10**12):
        yield asked("alice", "riskLimit", riskLimit=limit)
    yield asked("alice", "leverage", leverage=1)
    yield order("alice", "Buy", 5, "99")


@scene
def added_margin_stays() -> Iterator[Step]:
    """Margin is added to a position; then its risk limit and its leverage are set again."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "99.5")
    yield asked("alice", "transferMargin", amount=10**6)
    yield asked("alice", "riskLimit", riskLimit=300_000_000)
    yield asked("alice", "leverage", leverage=10)
    yield asked("alice", "isolate", enabled=True)
    yield asked("alice", "leverage", leverage=5)


@scene
def refused_by_the_engine() -> Iterator[Step]:
    """What the risk limit forbids is refused, then less is bid for under the same name."""
    yield from opened(XBT)
    yield order("alice", "Buy", 220, "100", name="mine")
    yield order("alice", "Buy", 10, "99.7")
    yield order("alice", "Buy", 5, "100", name="mine")


@scene
def backed_short() -> Iterator[Step]:
    """A short at one times holds its whole cost while the price goes up and up, and closes."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=1)
    yield from traded("bob", "alice", 40, "100")
    for price in ("150", "400", "900"):
        yield from moved(XBT, price)
    yield from traded("alice", "bob", 15, "900")
    yield asked("alice", "transferMargin", amount=10**5)
