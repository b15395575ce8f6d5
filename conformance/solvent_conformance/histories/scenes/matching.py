"""Scenes of priority in the book, and of an account that meets itself."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, new_order, open_world
from solvent_conformance.protocol.history import Step


@scene
def price_and_time() -> Iterator[Step]:
    """Orders queue at three levels, hidden and shown; others sweep them."""
    yield from open_world(XBT)
    for account, qty, price in (
        ("alice", 5, "101"), ("bob", 7, "101"), ("carol", 3, "100.5"), ("alice", 4, "102"),
    ):  # fmt: skip # one order a cell
        yield new_order(account, "Sell", qty, price)
    yield new_order("bob", "Sell", 6, "100.5", displayQty=0)
    yield new_order("carol", "Buy", 8, "101.5")
    yield new_order("carol", "Buy", 3, "100.5")
    yield new_order("carol", "Buy", 30, "101", tif="ImmediateOrCancel")
    yield new_order("bob", "Buy", 9, "102", tif="FillOrKill")
    yield new_order("bob", "Buy", 2, "102", tif="FillOrKill")
    yield new_order("bob", "Buy", 2, "102", inst="ParticipateDoNotInitiate")
    yield new_order("bob", "Buy", 2, "99", inst="ParticipateDoNotInitiate")
    yield new_order("carol", "Buy", 50, ordType="Market")
    yield new_order("bob", "Sell", 1, "99")
    yield new_order("bob", "Buy", 2, "98", text="Mine")
    yield new_order("bob", "Buy", 2, ordType="Market")


@scene
def crossing_oneself() -> Iterator[Step]:
    """Orders of one account cross each other."""
    yield from open_world(XBT)
    for price in ("100", "101", "100"):
        yield new_order("alice", "Sell", 5, price)
        yield new_order("alice", "Buy", 3, price)
    yield new_order("alice", "Buy", 9, "101", tif="FillOrKill")
