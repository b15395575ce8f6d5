"""Scenes of how refusals are told."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, amend, new_order, open_world
from solvent_conformance.protocol.history import Step


@scene
def refused_by_the_engine() -> Iterator[Step]:
    """What the risk limit forbids is refused, then less is bid for under the same name."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 220, "100", name="mine")
    yield new_order("alice", "Buy", 10, "99.7")
    yield new_order("alice", "Buy", 5, "100", name="mine")


@scene
def names_of_refusals() -> Iterator[Step]:
    """Refusals of which no body was recorded: two of the order itself, two of the account."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 0, "99")
    yield new_order("alice", "Buy", 5, "99", displayQty=7)
    yield new_order("alice", "Buy", 5, "99", label="a")
    yield amend("alice", "a", price="99")
    for price in ("98", "97", "96", "95", "94", "93"):
        yield new_order("alice", "Buy", 1, price)
