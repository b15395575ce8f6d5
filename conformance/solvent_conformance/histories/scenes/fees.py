"""Scenes of commissions under earlier rules."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import YEAR_17, make_trade, open_world
from solvent_conformance.protocol.history import Step, ctl


@scene
def nearest_commission() -> Iterator[Step]:
    """Under the rules of 2017 fees and rebates go to the nearest satoshi, a half away from zero."""
    noon = f"{YEAR_17}T12:00:00.000Z"
    yield from open_world("XBTUSD", rulebook=YEAR_17, clock=noon, money=10**10)
    for qty, price in ((1, "7142.9"), (3, "8123.4"), (20, "10000"), (17, "9871.3"), (40, "9000")):
        yield from make_trade("alice", "bob", qty, price, "XBTUSD")
        yield from make_trade("bob", "carol", qty, price, "XBTUSD")
    yield ctl("audit")
