"""Scenes of commissions under earlier rules."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl

YEAR_17 = "2017-06-01"
"""Commissions went to the nearest satoshi then, and takeovers stood on a grid of their own."""


@scene
def nearest_commission() -> Iterator[Step]:
    """Under the rules of 2017 fees and rebates go to the nearest satoshi, a half away from zero."""
    noon = f"{YEAR_17}T12:00:00.000Z"
    yield from open_world("XBTUSD", rulebook=YEAR_17, clock=noon, money=10**10)
    for qty, price in ((1, "7142.9"), (3, "8123.4"), (20, "10000"), (17, "9871.3"), (40, "9000")):
        yield from make_trade("alice", "bob", qty, price, "XBTUSD")
        yield from make_trade("bob", "carol", qty, price, "XBTUSD")
    yield ctl("audit")


@scene
def takeovers_of_2017() -> Iterator[Step]:
    """Under the rules of 2017 a long and a short at ten times are taken over."""
    noon = f"{YEAR_17}T12:00:00.000Z"
    yield from open_world("XBTUSD", rulebook=YEAR_17, clock=noon, money=10**10, accounts=4)
    for account in ("alice", "carol"):
        yield position_request(account, "leverage", "XBTUSD", leverage=10)
    yield from make_trade("alice", "bob", 1000, "8000", "XBTUSD")
    yield new_order("bob", "Buy", 300, "7100", "XBTUSD")
    yield new_order("dave", "Buy", 200, "7050", "XBTUSD")
    yield from move_index("XBTUSD", "7290", YEAR_17)
    yield from move_index("XBTUSD", "7250", YEAR_17)
    yield from move_index("XBTUSD", "7200", YEAR_17)
    yield from make_trade("dave", "carol", 1000, "7200", "XBTUSD")
    yield from move_index("XBTUSD", "7980", YEAR_17)
    yield from move_index("XBTUSD", "8100", YEAR_17)
    yield from pass_minutes(1, 2, since=noon)
    yield ctl("audit")
