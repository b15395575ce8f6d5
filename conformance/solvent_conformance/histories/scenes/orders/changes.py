"""Scenes of orders that are amended, canceled and renamed, and of what trades meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import XBT, amended, canceled, later, opened, order
from solvent_conformance.protocol.history import Step, do


@scene
def second_thoughts() -> Iterator[Step]:
    """Orders are amended and canceled, one's own and others', open and finished."""
    yield from opened(XBT)
    yield order("alice", "Buy", 10, "99", label="a", text="First")
    yield order("bob", "Buy", 10, "99", label="b")
    yield from later(1)
    yield amended("alice", "a", orderQty=8)
    yield order("carol", "Sell", 4, "99")
    yield from later(2)
    yield amended("alice", "a", orderQty=12)
    yield order("carol", "Sell", 4, "99")
    yield amended("bob", "b", price="98.5")
    yield amended("bob", "b", leavesQty=3, text="Less")
    yield amended("bob", "b", price="98.25")
    yield amended("bob", "b", leavesQty=3)
    yield amended("carol", "b", price="98")
    yield canceled("carol", "b")
    yield amended("alice", "a", orderQty=4)
    yield amended("alice", "a", orderQty=5)
    yield canceled("alice", "a")
    yield canceled("bob", "b", text="Enough")
    yield order("carol", "Buy", 5, "98", label="c")
    yield order("alice", "Sell", 5, "98", label="d")
    yield canceled("carol", "c")
    yield amended("carol", "c", orderQty=9)
    yield order("carol", "Buy", 5, "97", label="e")
    yield do("carol", "DELETE /order/all", {})
    yield order("alice", "Sell", 5, "97")


@scene
def old_and_new_names() -> Iterator[Step]:
    """An order is renamed; it is amended and canceled by its old name and by its new one."""
    yield from opened(XBT)
    yield order("alice", "Buy", 5, "99", name="one")
    yield order("bob", "Buy", 5, "98", name="one")
    yield do("alice", "PUT /order", {"origClOrdID": "one", "clOrdID": "two"})
    yield do("alice", "PUT /order", {"origClOrdID": "one", "orderQty": 4})
    yield do("alice", "DELETE /order", {"clOrdID": "one"})
    yield do("alice", "PUT /order", {"origClOrdID": "two", "orderQty": 3})
    yield order("alice", "Buy", 1, "97", name="one")


@scene
def amending_what_has_traded() -> Iterator[Step]:
    """A part of an order trades, and then its quantity is amended both ways."""
    yield from opened(XBT)
    yield order("alice", "Buy", 10, "99", label="a")
    yield from later(1)
    yield order("bob", "Sell", 4, "99")
    yield amended("alice", "a", orderQty=7)
    yield amended("alice", "a", leavesQty=7)
    yield amended("alice", "a", orderQty=4)
