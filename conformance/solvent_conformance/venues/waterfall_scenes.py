"""Scenes of the default waterfall: what a thief would try, and what the fund carries."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.generators.worlds import iso
from solvent_conformance.history import Step, ctl
from solvent_conformance.venues.scenes import (
    ADA,
    ETH,
    NOON,
    RICH,
    XBT,
    asked,
    later,
    moved,
    opened,
    order,
    paid,
    scene,
    spot,
    traded,
)
from solvent_spec.rulebook import instant

EXPIRY = "2019-06-07T12:00:00.000Z"
"""When ADATOY expires."""


def filled_fund(qty: int) -> Iterator[Step]:
    """A long of dave is liquidated and sold to carol far above its bankruptcy price."""
    yield asked("dave", "leverage", leverage=10)
    yield from traded("dave", "bob", qty, "100")
    yield order("carol", "Buy", qty, "95")
    yield from moved(XBT, "95")
    yield order("bob", "Buy", qty, "95")
    yield order("carol", "Sell", qty, "95")
    yield from moved(XBT, "100")


@scene
def truncated_funding() -> Iterator[Step]:
    """Three longs of one contract pay less than the short of three is due, over many instants."""
    yield from opened("XBTUSD", rulebook="2019-06", money=10**6, accounts=4)
    yield from moved("XBTUSD", "10001", "2019-06")
    yield order("dave", "Sell", 3, "10001", "XBTUSD")
    for account in ("alice", "bob", "carol"):
        yield order(account, "Buy", 1, "10001", "XBTUSD")
    for count in range(1, 5):
        yield from moved("XBTUSD", "10001", "2019-06")
        yield from later(count * 8 * 60)
    yield ctl("audit")


@scene
def funding_split() -> Iterator[Step]:
    """Two shorts share what two longs paid, and now and then a satoshi is left of it."""
    yield from opened(XBT, accounts=4)
    yield from moved(XBT, "98.5")
    yield order("carol", "Sell", 6, "98.5")
    yield order("bob", "Buy", 5, "98.5")
    yield order("dave", "Sell", 6, "98.5")
    yield order("alice", "Buy", 7, "98.5")
    yield from later(4, 12)
    prices = ("95", "96.5", "97.5", "94", "99", "93.5", "98", "92", "99.5", "96", "97")
    for count, price in enumerate(prices):
        yield from moved(XBT, price)
        yield from later(20 + 8 * count, 21 + 8 * count)
    yield ctl("audit")


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


@scene
def beyond_its_own_bankruptcy() -> Iterator[Step]:
    """A short that came late, at ten times, faces an order of the engine from long before."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield asked("carol", "leverage", leverage=10)
    yield from traded("alice", "bob", 30, "100")
    yield from moved(XBT, "90")
    yield from moved(XBT, "75")
    yield from traded("bob", "carol", 25, "75")
    yield from moved(XBT, "58")
    yield from moved(XBT, "50")
    yield ctl("audit")


@scene
def engine_on_both_sides() -> Iterator[Step]:
    """The engine holds a long from long before when a short of another account fails."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from filled_fund(180)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 15, "100")
    yield from moved(XBT, "80")
    yield from moved(XBT, "65")
    yield asked("carol", "leverage", leverage=5)
    yield from traded("bob", "carol", 120, "65")
    yield from moved(XBT, "75.5")
    yield from moved(XBT, "93.5")
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
def stop_without_money() -> Iterator[Step]:
    """A stop that would open more than its account can pay is triggered."""
    yield from opened(XBT, money=2 * 10**6)
    yield order("alice", "Buy", 60, stop="101")
    yield order("alice", "Buy", 60, "103", stop="101.5")
    yield from moved(XBT, "102")


@scene
def stop_and_trimming_at_once() -> Iterator[Step]:
    """One trade reduces a position behind a reduce-only offer and triggers a stop that wants it."""
    yield from opened(XBT, money=RICH, accounts=4)
    yield from traded("dave", "bob", 10, "100")
    yield from traded("carol", "bob", 1, "94")
    yield order("dave", "Sell", 10, "96", inst="ReduceOnly")
    yield order("bob", "Buy", 10, stop="95", inst="LastPrice")
    yield order("carol", "Buy", 6, "95")
    yield order("dave", "Sell", 6, "95")


@scene
def two_fundings_at_once() -> Iterator[Step]:
    """A poor long in two perpetuals owes funding in both at one instant."""
    yield from _owed_twice(XBT, ETH)


@scene
def two_fundings_by_symbol() -> Iterator[Step]:
    """The same, where the setup names the contracts in the order of the alphabet."""
    yield from _owed_twice(ETH, XBT)


def _owed_twice(*symbols: str) -> Iterator[Step]:
    yield from opened(*symbols, money=RICH, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield asked("alice", "leverage", ETH, leverage=10)
    yield from traded("alice", "bob", 60, "100")
    yield from traded("alice", "carol", 60, "20", ETH)
    yield paid("alice", -(RICH - 8_000_000))
    for amount in (400_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000):
        yield paid("alice", -amount)
        yield paid("alice", -amount)
    for minute in (4, 5, 11, 12, 13, 19, 20, 21):
        yield from moved(XBT, "100.5" if minute % 2 else "100")
        yield from later(minute)
    yield ctl("audit")


@scene
def index_near_zero() -> Iterator[Step]:
    """The constituents trade at less than half a step of the index's grid, for a few minutes."""
    yield from opened(XBT, money=RICH)
    yield from traded("alice", "bob", 1, "100")
    yield from moved(XBT, "0.004")
    yield from later(1, 4, 5)
    yield ctl("audit")


@scene
def fair_price_below_zero() -> Iterator[Step]:
    """A book at 200 under an index of 900,000 makes a basis rate that outweighs the index."""
    accounts = ["alice", "bob", "carol"]
    setup = {"rulebook": "2019-06", "instruments": ["XBTU19"], "accounts": accounts}
    yield Step("reset", {**setup, "clock": NOON, "policies": {}})
    names = ("BSTP", "GDAX", "KRKN")
    yield from (spot(".BXBT", name, "900000") for name in names)
    for account in accounts:
        yield paid(account, 10**17)
    for account in ("alice", "bob"):
        yield asked(account, "leverage", "XBTU19", leverage="0.01")
    yield asked("alice", "riskLimit", "XBTU19", riskLimit=5_000_000_000)
    yield order("alice", "Buy", 2100, "200", "XBTU19")
    yield order("bob", "Sell", 2100, "200.5", "XBTU19")
    for minute in (1, 2, 3):
        yield from later(minute)
        yield from (spot(".BXBT", name, "900000") for name in names)
    for price in ("950000", "700000", "500000"):
        yield from (spot(".BXBT", name, price) for name in names)
    yield from later(20)
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
