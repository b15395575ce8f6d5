"""Scenes of risk limits: at a step, between two, and at the highest."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene, shows
from solvent_conformance.histories.scenes.steps import (
    XBT,
    make_trade,
    new_order,
    open_world,
    position_request,
)
from solvent_conformance.protocol.history import Step


@scene
@shows("RISK-006")
def highest_tier() -> Iterator[Step]:
    """Risk limits at the account's own, one step above it, and where no rate would be left."""
    yield from open_world(XBT)
    for limit in (1_000_000_000, 1_100_000_000, 10**12):
        yield position_request("alice", "riskLimit", riskLimit=limit)
    yield position_request("alice", "leverage", leverage=1)
    yield new_order("alice", "Buy", 5, "99")


@scene
@shows("RISK-005")
def limits_on_and_between_steps() -> Iterator[Step]:
    """Limits between two steps, at the base, below it, and below what is held."""
    yield from open_world(XBT)
    for limit in (250_000_000, 230_000_000, 300_000_000, 199_999_999):
        yield position_request("alice", "riskLimit", riskLimit=limit)
    yield from make_trade("alice", "bob", 120, "100")
    yield new_order("alice", "Buy", 110, "99")
    for limit in (200_000_000, 400_000_000):
        yield position_request("alice", "riskLimit", riskLimit=limit)


@scene
@shows("RISK-007")
def exactly_at_the_limit() -> Iterator[Step]:
    """Orders whose value is the limit to the satoshi, and one contract more."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 100, "100")
    yield new_order("alice", "Buy", 100, "100")
    yield new_order("alice", "Buy", 1, "100")
    yield new_order("bob", "Sell", 100, "100")
    yield position_request("bob", "riskLimit", riskLimit=300_000_000)
    yield new_order("bob", "Sell", 100, "100")
    yield position_request("bob", "riskLimit", riskLimit=200_000_000)
