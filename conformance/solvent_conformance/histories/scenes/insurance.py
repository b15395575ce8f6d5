"""Scenes of the insurance fund: what it gains, spends and carries."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    RICH,
    XBT,
    filled_fund,
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def fund_spends() -> Iterator[Step]:
    """A fund that gained a little meets a liquidation order that would cost it more."""
    yield from open_world(XBT, money=10**9, accounts=4)
    for account in ("alice", "dave"):
        yield position_request(account, "leverage", leverage=10)
        yield from make_trade(account, "bob", 60, "100" if account == "alice" else "97")
    yield new_order("carol", "Buy", 60, "95")
    yield from move_index(XBT, "95")
    yield new_order("carol", "Buy", 5, "86.5")
    yield new_order("carol", "Buy", 55, "70")
    yield from move_index(XBT, "86")
    yield from pass_minutes(1)


@scene
def two_funds() -> Iterator[Step]:
    """Liquidations in two contracts fill two funds."""
    yield from open_world(XBT, ETH, money=10**9)
    for symbol, price, bid, low in ((XBT, "100", "96", "95"), (ETH, "20", "19.2", "19")):
        yield position_request("alice", "leverage", symbol, leverage=10)
        yield from make_trade("alice", "bob", 30, price, symbol)
        yield new_order("carol", "Buy", 30, bid, symbol)
        yield from move_index(symbol, low)


@scene
def junk_bid() -> Iterator[Step]:
    """A bid far below the mark waits for the fund while a liquidation order finds no buyer."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 40, "100")
    yield new_order("carol", "Buy", 40, "40")
    yield from move_index(XBT, "90")
    yield new_order("carol", "Buy", 10, "90.5")
    yield from move_index(XBT, "89")
    yield ctl("audit")


@scene
def carried_by_the_fund() -> Iterator[Step]:
    """The fund carries what nobody buys, gives back when the mark recovers, and gains at last."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 40, "100")
    for price in ("90", "85", "80", "88", "92"):
        yield from move_index(XBT, price)
    yield new_order("carol", "Buy", 15, "91.5")
    yield from pass_minutes(4, 12, 13)
    yield ctl("audit")
