"""Scenes of what an account may set, add and take out again."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, asked, moved, opened, order, traded
from solvent_conformance.protocol.history import Step


@scene
def settings() -> Iterator[Step]:
    """Leverage, isolation, risk limits and transfers, with and without a position."""
    yield from opened(XBT, money=10**8)
    yield order("alice", "Buy", 5, "99")
    for leverage in (3, 11, 101, "0.005", 10, "2.5"):
        yield asked("alice", "leverage", leverage=leverage)
    for limit in (300_000_000, 350_000_000, 100_000_000, 500_000_000):
        yield asked("alice", "riskLimit", riskLimit=limit)
    yield asked("alice", "riskLimit", riskLimit=300_000_000)
    yield from traded("alice", "bob", 40, "99.5")
    yield from traded("carol", "bob", 7, "101.5")
    yield order("bob", "Buy", 17, "98")
    yield order("bob", "Sell", 5, "103")
    yield order("carol", "Buy", 4, "101")
    yield order("carol", "Sell", 9, "99")
    for money in (10**6, -(10**6) - 1, -(10**5), 10**9, -(10**7)):
        yield asked("alice", "transferMargin", amount=money)
    yield from moved(XBT, "97")
    yield asked("alice", "transferMargin", amount=-(10**4))
    yield from traded("bob", "alice", 11, "98")
    yield asked("bob", "riskLimit", riskLimit=300_000_000)
    yield asked("carol", "leverage", leverage=5)
    yield asked("bob", "leverage", leverage=2)
    yield asked("carol", "isolate", enabled=False)
    yield asked("carol", "isolate", enabled=True)
    yield asked("alice", "leverage", leverage=0)
    yield from moved(XBT, "104")
    yield from moved(XBT, "99")
    yield asked("bob", "transferMargin", amount=-(10**5))


@scene
def odd_extra_margin() -> Iterator[Step]:
    """An isolated position with an odd sum of extra margin is halved."""
    yield from opened(XBT, money=10**9)
    yield asked("alice", "leverage", leverage=2)
    yield from traded("alice", "bob", 2, "100")
    yield asked("alice", "transferMargin", amount=101)
    yield from traded("bob", "alice", 1, "100")


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
def taken_out_at_a_loss() -> Iterator[Step]:
    """Added margin is taken out again while it covers a loss, in part."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "100")
    yield asked("alice", "transferMargin", amount=3 * 10**6)
    yield from moved(XBT, "93")
    for money in (2_100_000, 1_500_000):
        yield asked("alice", "transferMargin", amount=-money)
    yield from moved(XBT, "96")
    for money in (1_250_000, 250_000):
        yield asked("alice", "transferMargin", amount=-money)
    yield from moved(XBT, "106")
    yield asked("alice", "transferMargin", amount=-2_000_000)
