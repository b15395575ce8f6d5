"""Scenes of positions that fail, and of the engine that takes them over."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.generators.worlds import iso
from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ADA,
    ETH,
    EXPIRY,
    RICH,
    XBT,
    asked,
    later,
    moved,
    opened,
    order,
    paid,
    traded,
)
from solvent_conformance.protocol.history import Step, ctl
from solvent_spec.rulebook import instant


@scene
def liquidation() -> Iterator[Step]:
    """Positions fail one after the other; the engine sells them, the fund gains and spends."""
    yield from opened(XBT, ETH, money=30 * 10**6, accounts=4)
    yield paid("bob", 10**9)
    for account in ("alice", "carol", "dave"):
        yield asked(account, "leverage", leverage=10)
        yield from traded(account, "bob", 100, "100")
    yield order("alice", "Buy", 5, "80")
    yield order("alice", "Buy", 5, "15", ETH)
    yield order("carol", "Sell", 5, "125")
    yield order("bob", "Buy", 120, "97.5")
    yield from moved(XBT, "99")
    yield order("bob", "Buy", 40, "91")
    yield order("bob", "Sell", 1, "97.5")
    yield from moved(XBT, "95")
    yield order("bob", "Buy", 30, "93")
    yield from moved(XBT, "94")
    yield from moved(XBT, "92")
    yield order("bob", "Buy", 30, "91.5")
    yield from moved(XBT, "90")
    yield from later(1)
    yield ctl("audit")


@scene
def last_price_far_off() -> Iterator[Step]:
    """Trades happen far from the mark, which does not move."""
    yield from opened(XBT, money=20 * 10**6)
    yield paid("bob", 10**9)
    yield paid("carol", 10**9)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 50, "100")
    yield from traded("carol", "bob", 1, "92")
    yield from moved(XBT, "99.5")


@scene
def breaching_together() -> Iterator[Step]:
    """Three accounts breach at one mark, the second one deepest, and a bid is there for one."""
    yield from opened(XBT, money=10**9, accounts=4)
    for account, qty in (("alice", 30), ("carol", 50), ("dave", 40)):
        yield asked(account, "leverage", leverage=10)
        yield from traded(account, "bob", qty, "100")
    yield order("bob", "Buy", 60, "93")
    yield from moved(XBT, "94")
    yield from moved(XBT, "90")


@scene
def coarse_tick() -> Iterator[Step]:
    """Near twenty dollars a tick is worth more than the margin of a position at 45 times."""
    yield from opened("XBTUSD", rulebook="2019-06", money=10**12, accounts=4)
    yield from moved("XBTUSD", "20", "2019-06")
    yield asked("bob", "leverage", "XBTUSD", leverage=70)
    yield asked("alice", "leverage", "XBTUSD", leverage=45)
    yield from traded("carol", "bob", 100, "20", "XBTUSD")
    yield from moved("XBTUSD", "20.18", "2019-06")
    yield from traded("alice", "carol", 100, "20.5", "XBTUSD")
    yield from moved("XBTUSD", "20.14", "2019-06")
    yield from moved("XBTUSD", "20.04", "2019-06")
    yield ctl("audit")


@scene
def expiring_engine() -> Iterator[Step]:
    """The engine still offers what it took over when the contract expires, and prices go on."""
    eve = iso(int(instant(EXPIRY)) - 4 * 60_000)
    yield from opened(ADA, clock=eve, accounts=4)
    yield asked("alice", "leverage", ADA, leverage=5)
    yield from traded("alice", "bob", 100, "0.0001", ADA)
    yield from traded("carol", "bob", 20, "0.0001", ADA)
    yield from moved(ADA, "0.000088")
    yield from later(1, 2, 3, since=eve)
    yield from moved(ADA, "0.000086")
    yield from later(4, since=eve)
    yield from moved(ADA, "0.00006")
    yield from later(5, since=eve)
    yield from moved(ADA, "0.00004")
    yield from later(6, since=eve)
    yield ctl("audit")


@scene
def stop_and_liquidation_at_once() -> Iterator[Step]:
    """One mark passes a stop and the liquidation price of a long, beside a reduce-only offer."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 30, "100")
    yield from traded("dave", "bob", 10, "100")
    yield order("alice", "Sell", 30, stop="96")
    yield order("carol", "Buy", 25, "94")
    yield order("dave", "Sell", 10, "104", inst="ReduceOnly")
    yield order("dave", "Sell", 4, stop="96")
    yield from moved(XBT, "94.5")
    yield ctl("audit")


@scene
def gone_by_one_mark() -> Iterator[Step]:
    """One mark carries a long far beyond its bankruptcy, with nothing in the fund."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield paid("bob", 10**9)
    yield asked("alice", "leverage", leverage=10)
    yield asked("dave", "leverage", leverage=10)
    yield from traded("alice", "bob", 60, "100")
    yield from traded("alice", "dave", 40, "99")
    yield from moved(XBT, "20")
    yield ctl("audit")
