"""Scenes of orders that are amended, canceled and renamed, and of what trades meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    XBT,
    amend,
    cancel,
    new_order,
    open_world,
    pass_minutes,
)
from solvent_conformance.protocol.history import Step, do


@scene
def second_thoughts() -> Iterator[Step]:
    """Orders are amended and canceled, one's own and others', open and finished."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 10, "99", label="a", text="First")
    yield new_order("bob", "Buy", 10, "99", label="b")
    yield from pass_minutes(1)
    yield amend("alice", "a", orderQty=8)
    yield new_order("carol", "Sell", 4, "99")
    yield from pass_minutes(2)
    yield amend("alice", "a", orderQty=12)
    yield new_order("carol", "Sell", 4, "99")
    yield amend("bob", "b", price="98.5")
    yield amend("bob", "b", leavesQty=3, text="Less")
    yield amend("bob", "b", price="98.25")
    yield amend("bob", "b", leavesQty=3)
    yield amend("carol", "b", price="98")
    yield cancel("carol", "b")
    yield amend("alice", "a", orderQty=4)
    yield amend("alice", "a", orderQty=5)
    yield cancel("alice", "a")
    yield cancel("bob", "b", text="Enough")
    yield new_order("carol", "Buy", 5, "98", label="c")
    yield new_order("alice", "Sell", 5, "98", label="d")
    yield cancel("carol", "c")
    yield amend("carol", "c", orderQty=9)
    yield new_order("carol", "Buy", 5, "97", label="e")
    yield do("carol", "DELETE /order/all", {})
    yield new_order("alice", "Sell", 5, "97")


@scene
def old_and_new_names() -> Iterator[Step]:
    """An order is renamed; it is amended and canceled by its old name and by its new one."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 5, "99", name="one")
    yield new_order("bob", "Buy", 5, "98", name="one")
    yield do("alice", "PUT /order", {"origClOrdID": "one", "clOrdID": "two"})
    yield do("alice", "PUT /order", {"origClOrdID": "one", "orderQty": 4})
    yield do("alice", "DELETE /order", {"clOrdID": "one"})
    yield do("alice", "PUT /order", {"origClOrdID": "two", "orderQty": 3})
    yield new_order("alice", "Buy", 1, "97", name="one")


@scene
def amending_what_has_traded() -> Iterator[Step]:
    """A part of an order trades, and then its quantity is amended both ways."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 10, "99", label="a")
    yield from pass_minutes(1)
    yield new_order("bob", "Sell", 4, "99")
    yield amend("alice", "a", orderQty=7)
    yield amend("alice", "a", leavesQty=7)
    yield amend("alice", "a", orderQty=4)
