"""Scenes of the insurance fund: what it gains, spends and carries."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    RICH,
    XBT,
    asked,
    filled_fund,
    later,
    moved,
    opened,
    order,
    traded,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def fund_spends() -> Iterator[Step]:
    """A fund that gained a little meets a liquidation order that would cost it more."""
    yield from opened(XBT, money=10**9, accounts=4)
    for account in ("alice", "dave"):
        yield asked(account, "leverage", leverage=10)
        yield from traded(account, "bob", 60, "100" if account == "alice" else "97")
    yield order("carol", "Buy", 60, "95")
    yield from moved(XBT, "95")
    yield order("carol", "Buy", 5, "86.5")
    yield order("carol", "Buy", 55, "70")
    yield from moved(XBT, "86")
    yield from later(1)


@scene
def two_funds() -> Iterator[Step]:
    """Liquidations in two contracts fill two funds."""
    yield from opened(XBT, ETH, money=10**9)
    for symbol, price, bid, low in ((XBT, "100", "96", "95"), (ETH, "20", "19.2", "19")):
        yield asked("alice", "leverage", symbol, leverage=10)
        yield from traded("alice", "bob", 30, price, symbol)
        yield order("carol", "Buy", 30, bid, symbol)
        yield from moved(symbol, low)


@scene
def junk_bid() -> Iterator[Step]:
    """A bid far below the mark waits for the fund while a liquidation order finds no buyer."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "100")
    yield order("carol", "Buy", 40, "40")
    yield from moved(XBT, "90")
    yield order("carol", "Buy", 10, "90.5")
    yield from moved(XBT, "89")
    yield ctl("audit")


@scene
def carried_by_the_fund() -> Iterator[Step]:
    """The fund carries what nobody buys, gives back when the mark recovers, and gains at last."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 40, "100")
    for price in ("90", "85", "80", "88", "92"):
        yield from moved(XBT, price)
    yield order("carol", "Buy", 15, "91.5")
    yield from later(4, 12, 13)
    yield ctl("audit")
