"""Scenes of positions that fail, and of the engine that takes them over."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.generators.worlds import iso
from solvent_conformance.histories.scenes.registry import scene, shows
from solvent_conformance.histories.scenes.steps import (
    ADA,
    ETH,
    EXPIRY,
    RICH,
    XBT,
    YEAR_17,
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl
from solvent_spec.rulebook import instant


@scene
def liquidation() -> Iterator[Step]:
    """Positions fail one after the other; the engine sells them, the fund gains and spends."""
    yield from open_world(XBT, ETH, money=30 * 10**6, accounts=4)
    yield pay("bob", 10**9)
    for account in ("alice", "carol", "dave"):
        yield position_request(account, "leverage", leverage=10)
        yield from make_trade(account, "bob", 100, "100")
    yield new_order("alice", "Buy", 5, "80")
    yield new_order("alice", "Buy", 5, "15", ETH)
    yield new_order("carol", "Sell", 5, "125")
    yield new_order("bob", "Buy", 120, "97.5")
    yield from move_index(XBT, "99")
    yield new_order("bob", "Buy", 40, "91")
    yield new_order("bob", "Sell", 1, "97.5")
    yield from move_index(XBT, "95")
    yield new_order("bob", "Buy", 30, "93")
    yield from move_index(XBT, "94")
    yield from move_index(XBT, "92")
    yield new_order("bob", "Buy", 30, "91.5")
    yield from move_index(XBT, "90")
    yield from pass_minutes(1)
    yield ctl("audit")


@scene
def last_price_far_off() -> Iterator[Step]:
    """Trades happen far from the mark, which does not move."""
    yield from open_world(XBT, money=20 * 10**6)
    yield pay("bob", 10**9)
    yield pay("carol", 10**9)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 50, "100")
    yield from make_trade("carol", "bob", 1, "92")
    yield from move_index(XBT, "99.5")


@scene
@shows("LIQD-006")
def breaching_together() -> Iterator[Step]:
    """Three accounts breach at one mark, the second one deepest, and a bid is there for one."""
    yield from open_world(XBT, money=10**9, accounts=4)
    for account, qty in (("alice", 30), ("carol", 50), ("dave", 40)):
        yield position_request(account, "leverage", leverage=10)
        yield from make_trade(account, "bob", qty, "100")
    yield new_order("bob", "Buy", 60, "93")
    yield from move_index(XBT, "94")
    yield from move_index(XBT, "90")


@scene
def coarse_tick() -> Iterator[Step]:
    """Near twenty dollars a tick is worth more than the margin of a position at 45 times."""
    yield from open_world("XBTUSD", rulebook="2019-06", money=10**12, accounts=4)
    yield from move_index("XBTUSD", "20", "2019-06")
    yield position_request("bob", "leverage", "XBTUSD", leverage=70)
    yield position_request("alice", "leverage", "XBTUSD", leverage=45)
    yield from make_trade("carol", "bob", 100, "20", "XBTUSD")
    yield from move_index("XBTUSD", "20.18", "2019-06")
    yield from make_trade("alice", "carol", 100, "20.5", "XBTUSD")
    yield from move_index("XBTUSD", "20.14", "2019-06")
    yield from move_index("XBTUSD", "20.04", "2019-06")
    yield ctl("audit")


@scene
@shows("LIQD-009", "LIQD-010")
def expiring_engine() -> Iterator[Step]:
    """The engine still offers what it took over when the contract expires, and prices go on."""
    eve = iso(int(instant(EXPIRY)) - 4 * 60_000)
    yield from open_world(ADA, clock=eve, accounts=4)
    yield position_request("alice", "leverage", ADA, leverage=5)
    yield from make_trade("alice", "bob", 100, "0.0001", ADA)
    yield from make_trade("carol", "bob", 20, "0.0001", ADA)
    yield from move_index(ADA, "0.000088")
    yield from pass_minutes(1, 2, 3, since=eve)
    yield from move_index(ADA, "0.000086")
    yield from pass_minutes(4, since=eve)
    yield from move_index(ADA, "0.00006")
    yield from pass_minutes(5, since=eve)
    yield from move_index(ADA, "0.00004")
    yield from pass_minutes(6, since=eve)
    yield ctl("audit")


@scene
def stop_and_liquidation_at_once() -> Iterator[Step]:
    """One mark passes a stop and the liquidation price of a long, beside a reduce-only offer."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 30, "100")
    yield from make_trade("dave", "bob", 10, "100")
    yield new_order("alice", "Sell", 30, stop="96")
    yield new_order("carol", "Buy", 25, "94")
    yield new_order("dave", "Sell", 10, "104", inst="ReduceOnly")
    yield new_order("dave", "Sell", 4, stop="96")
    yield from move_index(XBT, "94.5")
    yield ctl("audit")


@scene
def gone_by_one_mark() -> Iterator[Step]:
    """One mark carries a long far beyond its bankruptcy, with nothing in the fund."""
    yield from open_world(XBT, money=RICH, accounts=4)
    yield pay("bob", 10**9)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("dave", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 60, "100")
    yield from make_trade("alice", "dave", 40, "99")
    yield from move_index(XBT, "20")
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
    yield new_order("dave", "Buy", 100, "7273", "XBTUSD")  # the engine offers on the next tick
    yield from move_index("XBTUSD", "7250", YEAR_17)
    yield from move_index("XBTUSD", "7200", YEAR_17)
    yield from make_trade("dave", "carol", 1000, "7200", "XBTUSD")
    yield from move_index("XBTUSD", "7980", YEAR_17)
    yield new_order("dave", "Sell", 100, "7999", "XBTUSD")
    yield from move_index("XBTUSD", "8100", YEAR_17)
    yield from pass_minutes(1, 2, since=noon)
    yield ctl("audit")
