"""Scenes of what an account may set, add and take out again."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    XBT,
    make_trade,
    move_index,
    new_order,
    open_world,
    position_request,
)
from solvent_conformance.protocol.history import Step


@scene
def settings() -> Iterator[Step]:
    """Leverage, isolation, risk limits and transfers, with and without a position."""
    yield from open_world(XBT, money=10**8)
    yield new_order("alice", "Buy", 5, "99")
    for leverage in (3, 11, 101, "0.005", 10, "2.5"):
        yield position_request("alice", "leverage", leverage=leverage)
    for limit in (300_000_000, 350_000_000, 100_000_000, 500_000_000):
        yield position_request("alice", "riskLimit", riskLimit=limit)
    yield position_request("alice", "riskLimit", riskLimit=300_000_000)
    yield from make_trade("alice", "bob", 40, "99.5")
    yield from make_trade("carol", "bob", 7, "101.5")
    yield new_order("bob", "Buy", 17, "98")
    yield new_order("bob", "Sell", 5, "103")
    yield new_order("carol", "Buy", 4, "101")
    yield new_order("carol", "Sell", 9, "99")
    for money in (10**6, -(10**6) - 1, -(10**5), 10**9, -(10**7)):
        yield position_request("alice", "transferMargin", amount=money)
    yield from move_index(XBT, "97")
    yield position_request("alice", "transferMargin", amount=-(10**4))
    yield from make_trade("bob", "alice", 11, "98")
    yield position_request("bob", "riskLimit", riskLimit=300_000_000)
    yield position_request("carol", "leverage", leverage=5)
    yield position_request("bob", "leverage", leverage=2)
    yield position_request("carol", "isolate", enabled=False)
    yield position_request("carol", "isolate", enabled=True)
    yield position_request("alice", "leverage", leverage=0)
    yield from move_index(XBT, "104")
    yield from move_index(XBT, "99")
    yield position_request("bob", "transferMargin", amount=-(10**5))


@scene
def odd_extra_margin() -> Iterator[Step]:
    """An isolated position with an odd sum of extra margin is halved."""
    yield from open_world(XBT, money=10**9)
    yield position_request("alice", "leverage", leverage=2)
    yield from make_trade("alice", "bob", 2, "100")
    yield position_request("alice", "transferMargin", amount=101)
    yield from make_trade("bob", "alice", 1, "100")


@scene
def added_margin_stays() -> Iterator[Step]:
    """Margin is added to a position; then its risk limit and its leverage are set again."""
    yield from open_world(XBT)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 40, "99.5")
    yield position_request("alice", "transferMargin", amount=10**6)
    yield position_request("alice", "riskLimit", riskLimit=300_000_000)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("alice", "isolate", enabled=True)
    yield position_request("alice", "leverage", leverage=5)


@scene
def taken_out_at_a_loss() -> Iterator[Step]:
    """Added margin is taken out again while it covers a loss, in part."""
    yield from open_world(XBT)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 40, "100")
    yield position_request("alice", "transferMargin", amount=3 * 10**6)
    yield from move_index(XBT, "93")
    for money in (2_100_000, 1_500_000):
        yield position_request("alice", "transferMargin", amount=-money)
    yield from move_index(XBT, "96")
    for money in (1_250_000, 250_000):
        yield position_request("alice", "transferMargin", amount=-money)
    yield from move_index(XBT, "106")
    yield position_request("alice", "transferMargin", amount=-2_000_000)
