"""Scenes of orders and trades."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solvent_conformance.history import Step, ctl, do
from solvent_conformance.venues.scenes import (
    ADA,
    ETH,
    USD,
    XBT,
    amended,
    asked,
    canceled,
    for_any_purse,
    later,
    moved,
    opened,
    order,
    paid,
    scene,
    traded,
)

_BEFORE_EXPIRY: Final = "2019-06-07T11:50:00.000Z"


@scene
def every_payoff() -> Iterator[Step]:
    """Positions of four contracts are opened at odd prices, cut, turned over and closed."""
    yield from opened(XBT, ETH, ADA, USD)
    prices = {
        XBT: ("97.5", "101.5", "103"),
        ETH: ("19.85", "20.15", "20.3"),
        ADA: ("0.000097", "0.000101", "0.000103"),
        USD: ("97.3", "101.7", "103.1"),
    }
    for symbol, (low, middle, high) in prices.items():
        yield from traded("alice", "bob", 70, low, symbol)
        yield from traded("alice", "carol", 130, middle, symbol)
        yield from traded("bob", "alice", 70, high, symbol)
        yield from moved(symbol, high)
        yield from traded("bob", "alice", 330, middle, symbol, displayQty=0)
        yield from traded("alice", "bob", 200, low, symbol)
        yield from traded("carol", "bob", 130, high, symbol)


@scene
def tied_values() -> Iterator[Step]:
    """A lot is worth half a minor unit at this price, so its rounding is a tie."""
    yield from opened(XBT)
    yield from moved(XBT, "512")
    yield from traded("alice", "bob", 7, "512")


@scene
def precedence() -> Iterator[Step]:
    """Orders queue at three levels, hidden and shown; others sweep them."""
    yield from opened(XBT)
    for account, qty, price in (
        ("alice", 5, "101"), ("bob", 7, "101"), ("carol", 3, "100.5"), ("alice", 4, "102"),
    ):  # fmt: skip # one order a cell
        yield order(account, "Sell", qty, price)
    yield order("bob", "Sell", 6, "100.5", displayQty=0)
    yield order("carol", "Buy", 8, "101.5")
    yield order("carol", "Buy", 3, "100.5")
    yield order("carol", "Buy", 30, "101", tif="ImmediateOrCancel")
    yield order("bob", "Buy", 9, "102", tif="FillOrKill")
    yield order("bob", "Buy", 2, "102", tif="FillOrKill")
    yield order("bob", "Buy", 2, "102", inst="ParticipateDoNotInitiate")
    yield order("bob", "Buy", 2, "99", inst="ParticipateDoNotInitiate")
    yield order("carol", "Buy", 50, ordType="Market")
    yield order("bob", "Sell", 1, "99")
    yield order("bob", "Buy", 2, "98", text="Mine")
    yield order("bob", "Buy", 2, ordType="Market")


@scene
def crossing_oneself() -> Iterator[Step]:
    """Orders of one account cross each other."""
    yield from opened(XBT)
    for price in ("100", "101", "100"):
        yield order("alice", "Sell", 5, price)
        yield order("alice", "Buy", 3, price)
    yield order("alice", "Buy", 9, "101", tif="FillOrKill")


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


@for_any_purse
def as_many_orders_as_may_be() -> Iterator[Step]:
    """An account has two hundred open orders in a contract and asks for one more."""
    yield from opened("XBTUSD", rulebook="2019-06", money=10**12, accounts=2)
    for _ in range(200):
        yield order("alice", "Buy", 100, "7000", "XBTUSD")
    yield order("alice", "Buy", 100, "7000.5", "XBTUSD")
    yield order("bob", "Sell", 300, "7000", "XBTUSD")
    yield order("alice", "Buy", 100, "7000", "XBTUSD")


@for_any_purse
def refusals() -> Iterator[Step]:
    """Limit orders of wrong quantities and prices, one too many, and ones without a side."""
    yield from opened(XBT, money=10**9)
    for qty, price in ((0, "100"), (1001, "100"), (7, "99.75"), (7, "1000.5"), (7, "0")):
        yield order("alice", "Buy", qty, price)
    for _ in range(7):
        yield order("alice", "Buy", 1, "90")
    yield order("bob", None, 3, "90")
    yield order("bob", None, -3, "110")
    yield order("carol", "Buy", 1, "90", symbol="NOTOY")


@for_any_purse
def refusals_of_names() -> Iterator[Step]:
    """A client order id is used again, is as long as it may be, and longer."""
    yield from opened(XBT, money=10**9)
    yield order("alice", "Buy", 1, "90", name="one")
    yield order("alice", "Buy", 1, "90", name="one")
    yield order("bob", "Buy", 1, "90", name="one")
    yield order("alice", "Buy", 1, "90", name="n" * 36)
    yield order("alice", "Buy", 1, "90", name="n" * 37)


@scene
def refusals_of_risk() -> Iterator[Step]:
    """Orders that lift an account to its risk limit and beyond."""
    yield from opened(XBT, money=10**8)
    for _ in range(3):
        yield order("bob", "Buy", 250, "100")
        yield order("bob", "Buy", 150, "100")


@scene
def refusals_of_terms() -> Iterator[Step]:
    """Orders whose stop price, display quantity or instructions do not fit their type."""
    yield from opened(XBT, money=10**8)
    yield order("alice", "Sell", 4, "101", stop="102", ordType="Limit")
    yield order("alice", "Sell", 4, ordType="Market", displayQty=2)
    yield order("alice", "Sell", 4, "101", displayQty=3)
    yield order("alice", "Sell", 4, stop="98.25")
    yield order("alice", "Sell", 4, stop="98")
    yield order("alice", "Sell", 4, "97", stop="98")
    yield order("alice", "Buy", 4, ordType="Market", inst="ParticipateDoNotInitiate")
    yield order("alice", "Buy", 4, "90", inst="MarkPrice")
    for _ in range(3):
        yield order("alice", "Sell", 1, stop="90")


@scene
def refusals_by_the_lot() -> Iterator[Step]:
    """A quantity that is no whole number of lots."""
    yield from opened(USD, money=10**8)
    yield order("alice", "Buy", 15, "100", USD)
    yield order("alice", "Buy", 20, "100", USD)


@scene
def refusals_of_a_future() -> Iterator[Step]:
    """A future is ordered before its expiry and from its expiry on."""
    yield from opened(ADA, money=10**8, clock=_BEFORE_EXPIRY)
    yield order("carol", "Buy", 1, "0.00009", ADA)
    yield from later(9, 10, since=_BEFORE_EXPIRY)
    yield order("carol", "Buy", 1, "0.00009", ADA)


@scene
def stops() -> Iterator[Step]:
    """Stops wait for the mark, the last price and the index, and are triggered in their order."""
    yield from opened(XBT)
    yield from traded("bob", "carol", 20, "100")
    yield order("carol", "Buy", 20, "97")
    yield order("carol", "Sell", 20, "104")
    yield order("alice", "Buy", 3, stop="102")
    yield order("alice", "Sell", 3, stop="98", inst="LastPrice", label="a")
    yield order("bob", "Sell", 4, "97", stop="98", inst="IndexPrice")
    yield order("bob", "Buy", 2, "103", stop="102")
    yield order("bob", "Sell", 2, "96.5", stop="98", inst="LastPrice")
    yield amended("alice", "a", stopPx="98.5", orderQty=2)
    yield from moved(XBT, "101.5")
    yield from moved(XBT, "102")
    yield order("carol", "Buy", 1, "98")
    yield order("bob", "Sell", 1, "98")
    yield from moved(XBT, "98")
    yield order("alice", "Sell", 5, stop="97.5", label="b")
    yield canceled("alice", "b")
    yield from traded("bob", "carol", 40, "98")


@scene
def stops_together() -> Iterator[Step]:
    """Two stops are triggered by one mark, and each finds a price of its own."""
    yield from opened(XBT)
    yield order("carol", "Buy", 3, "98")
    yield order("carol", "Buy", 5, "97")
    yield order("alice", "Sell", 3, stop="99")
    yield order("bob", "Sell", 4, stop="99")
    yield from moved(XBT, "98.5")


@scene
def reducing() -> Iterator[Step]:
    """Orders that only reduce follow the position that they reduce."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 10, "100")
    yield order("alice", "Sell", 6, "110", inst="ReduceOnly")
    yield order("alice", "Sell", 4, "105", inst="ReduceOnly")
    yield order("carol", "Buy", 3, "99")
    yield order("alice", "Sell", 3, "99")
    yield order("alice", "Buy", 3, "98", inst="ReduceOnly")
    yield order("carol", "Buy", 20, "98")
    yield order("alice", "Sell", 12, "98", inst="ReduceOnly")
    yield order("bob", "Buy", 4, "97")
    yield order("bob", "Buy", None, "99.5", inst="Close")
    yield order("carol", "Sell", 5, "99.5")
    yield order("carol", "Sell", None, inst="Close")
    yield order("alice", "Buy", None, "101", inst="Close")


@scene
def overload() -> Iterator[Step]:
    """The queue fills to its depth and beyond while the engine stands still."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 10, "100")
    yield order("bob", "Buy", 5, "98", label="a")
    yield order("bob", "Sell", 5, "104", label="z")
    yield ctl("freeze")
    yield order("alice", "Sell", 4, "98", label="b")
    yield order("carol", "Sell", 4, "98", label="c")
    yield canceled("bob", "a")
    yield order("carol", "Buy", 4, "99", label="d")
    yield asked("alice", "leverage", leverage=5)
    yield order("alice", None, None, inst="Close", label="e")
    yield order("alice", "Sell", 3, inst="Close", label="f")
    yield canceled("bob", "z")
    yield do("carol", "DELETE /order/all", {})
    yield ctl("thaw")
    yield order("carol", "Buy", 1, "97")
    yield ctl("depth", {"depth": 1})
    yield ctl("freeze")
    yield order("carol", "Buy", 1, "96")
    yield order("carol", "Buy", 1, "95")
    yield ctl("thaw")


@scene
def coming_and_going() -> Iterator[Step]:
    """Money is paid in and out, and the books are audited."""
    yield from opened(XBT, money=10**7)
    yield from traded("alice", "bob", 20, "100")
    yield from moved(XBT, "110")
    for money in (-(10**7) - 1, -(10**7), -8_100_000, -7_000_000, -1, 5):
        yield paid("alice", money)
        yield paid("bob", money)
    yield ctl("audit")


@scene
def late_rules() -> Iterator[Step]:
    """Under the rulebook of 2026 a market order stays near the touch."""
    noon = "2026-01-05T12:00:00.000Z"
    yield from opened("XBTUSD", rulebook="2026", clock=noon)
    for price in ("8000", "8300", "8500"):
        yield order("alice", "Sell", 100, price, "XBTUSD", label=price)
        yield order("alice", "Buy", 100, str(15_900 - int(price)), "XBTUSD")
    yield order("bob", "Buy", 300, symbol="XBTUSD", ordType="Market")
    yield order("bob", "Sell", 300, symbol="XBTUSD", ordType="Market")
    yield amended("alice", "8000", price="8100")
    yield canceled("alice", "8000")


@scene
def jump_over_three_stops() -> Iterator[Step]:
    """The mark jumps over three stops, the nearest placed second, and offers wait behind it.

    Only one constituent of the index trades, so that it moves at once.
    """
    opening = list(opened(XBT, money=10**9))
    silent = [step for step in opening if step.request == "spot"][1:]
    yield from (step for step in opening if step not in silent)
    yield order("alice", "Buy", 5, stop="103")
    yield order("bob", "Buy", 5, stop="101")
    yield order("alice", "Buy", 5, stop="102")
    for price in ("105", "106", "107"):
        yield order("carol", "Sell", 5, price)
    yield next(moved(XBT, "105"))


@scene
def names_of_refusals() -> Iterator[Step]:
    """Refusals of which no body was recorded: two of the order itself, two of the account."""
    yield from opened(XBT)
    yield order("alice", "Buy", 0, "99")
    yield order("alice", "Buy", 5, "99", displayQty=7)
    yield order("alice", "Buy", 5, "99", label="a")
    yield amended("alice", "a", price="99")
    for price in ("98", "97", "96", "95", "94", "93"):
        yield order("alice", "Buy", 1, price)


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
