"""Scenes of prices, margin, funding and liquidation."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.generators.worlds import iso
from solvent_conformance.history import Step, ctl
from solvent_conformance.venues.scenes import (
    ADA,
    ETH,
    NOON,
    RICH,
    USD,
    XBT,
    amended,
    asked,
    canceled,
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


@scene
def settings() -> Iterator[Step]:
    """Leverage, isolation, risk limits and transfers, with and without a position."""
    yield from opened(XBT, money=10**8)
    yield order("alice", "Buy", 5, "99")
    for leverage in (3, 11, 101, "0.005", 10, "2.5"):
        yield asked("alice", "leverage", leverage=leverage)
    for limit in (300_000_000, 350_000_000, 100_000_000, 500_000_000):
        yield asked("alice", "riskLimit", riskLimit=limit)
    yield asked("alice", "riskLimit", riskLimit=300_000_000)
    yield from traded("alice", "bob", 40, "99.5")
    yield from traded("carol", "bob", 7, "101.5")
    yield order("bob", "Buy", 17, "98")
    yield order("bob", "Sell", 5, "103")
    yield order("carol", "Buy", 4, "101")
    yield order("carol", "Sell", 9, "99")
    for money in (10**6, -(10**6) - 1, -(10**5), 10**9, -(10**7)):
        yield asked("alice", "transferMargin", amount=money)
    yield from moved(XBT, "97")
    yield asked("alice", "transferMargin", amount=-(10**4))
    yield from traded("bob", "alice", 11, "98")
    yield asked("bob", "riskLimit", riskLimit=300_000_000)
    yield asked("carol", "leverage", leverage=5)
    yield asked("bob", "leverage", leverage=2)
    yield asked("carol", "isolate", enabled=False)
    yield asked("carol", "isolate", enabled=True)
    yield asked("alice", "leverage", leverage=0)
    yield from moved(XBT, "104")
    yield from moved(XBT, "99")
    yield asked("bob", "transferMargin", amount=-(10**5))


@scene
def drawing_by_and_by() -> Iterator[Step]:
    """A position in cross margin draws on available margin at one mark after the other."""
    yield from opened(XBT)
    yield from traded("alice", "bob", 33, "100")
    for price in ("99.3", "98.9", "98.2", "97.7"):
        yield from moved(XBT, price)


@scene
def backed_to_the_unit() -> Iterator[Step]:
    """A short in cross margin whose wallet holds its cost, no more, draws at two marks."""
    yield from opened(XBT)
    yield from moved(XBT, "50")
    yield from traded("alice", "bob", 10, "50")
    yield paid("alice", 10**12)
    yield paid("bob", -(RICH - 30_000_000))
    yield paid("bob", -10_005_000)
    for price in ("50.5", "1010", "3030"):
        yield from moved(XBT, price)


@scene
def premium_in_waiting() -> Iterator[Step]:
    """A bid above the mark waits while the mark comes nearer."""
    yield from opened(XBT)
    yield order("alice", "Buy", 7, "104")
    yield from moved(XBT, "101.5")


@scene
def poor_accounts() -> Iterator[Step]:
    """Accounts that can just, or just not, afford what they ask for."""
    yield from opened(XBT, money=2 * 10**6)
    yield order("alice", "Buy", 19, "100")
    yield order("alice", "Buy", 1, "100")
    yield order("alice", "Buy", 1, "99.75")
    yield order("carol", "Buy", 1001, "99.75")
    yield paid("bob", 10**9)
    yield order("bob", "Sell", 10, "100")
    yield order("bob", "Sell", 20, "99.5")
    yield order("carol", "Buy", 18, "112")
    yield order("carol", "Buy", 15, "104")
    yield order("carol", "Buy", 100, ordType="Market")
    yield from moved(XBT, "96")
    yield order("carol", "Sell", 8, "80")
    yield order("alice", "Sell", 4, "80")
    yield order("alice", "Sell", 18, "105")
    yield order("bob", "Buy", 150, "103")


@scene
def amended_by_the_poor() -> Iterator[Step]:
    """An account amends an order to more than half of what it has, and then to more than all."""
    yield from opened(XBT, money=2 * 10**6)
    yield order("alice", "Buy", 14, "99", label="a")
    for qty in (17, 25, 12):
        yield amended("alice", "a", orderQty=qty)
    yield amended("alice", "a", price="99.5")


@scene
def poor_in_two_contracts() -> Iterator[Step]:
    """Accounts whose money is locked in one contract ask for another one."""
    yield from opened(XBT, ETH, money=2 * 10**6)
    yield paid("bob", 10**9)
    yield from traded("alice", "bob", 18, "100")
    yield from moved(XBT, "96")
    yield order("alice", "Buy", 3, "19.5", ETH)
    yield order("carol", "Buy", 5, "20", ETH)
    yield order("bob", "Buy", 150, "103")
    yield order("bob", "Sell", 70, "20", ETH)
    yield asked("bob", "leverage", ETH, leverage=10)
    yield order("alice", "Sell", 4, stop="90")


@scene
def index_and_mark() -> Iterator[Step]:
    """Constituents stray, freeze, go stale; a future's basis follows its book."""
    yield from opened(XBT, ADA, USD, money=10**10)
    yield spot(".XBTTOY", "C", "50")
    yield spot(".XBTTOY", "C", "99.9")
    yield spot(".USDTOY", "A", "101")
    yield spot(".USDTOY", "B", "99.4")
    yield from later(1, 2)
    yield spot(".XBTTOY", "A", "100.3")
    yield spot(".XBTTOY", "B", "131.7")
    yield from later(3)
    yield spot(".XBTTOY", "B", "102")
    yield order("alice", "Buy", 60, "101")
    yield order("alice", "Sell", 20, "101.5")
    yield order("bob", "Sell", 120, "103")
    yield order("bob", "Buy", 120, "90")
    yield from traded("alice", "bob", 10, "101.5")
    yield from later(4, 5)
    yield spot(".ADATOY", "A", "0.000101")
    yield spot(".ADATOY", "B", "0.000102")


@scene
def between_two_minutes() -> Iterator[Step]:
    """Constituents trade between two whole minutes and between two multiples of five seconds."""
    yield from opened(XBT)
    for milliseconds, price in ((1_000, "101"), (4_999, "102"), (5_000, "103"), (61_001, "99")):
        yield ctl("advance", {"to": iso(int(instant(NOON)) + milliseconds)})
        yield from moved(XBT, price)
    yield from later(2)


@scene
def basis_of_a_future() -> Iterator[Step]:
    """A future's basis rate follows its book while that is liquid, and stays when it is not."""
    yield from opened(ADA, money=10**10)
    for account in ("alice", "bob", "carol"):
        yield asked(account, "riskLimit", ADA, riskLimit=82_000_000)
    yield from later(1)
    for number in range(5):
        yield order("alice", "Buy", 1000, "0.000103", ADA, label=f"a{number}")
        yield order("bob", "Sell", 1000, "0.000105", ADA)
    for bids in ("0.000101", "0.000099"):
        for _ in range(3):
            yield order("carol", "Buy", 1000, bids, ADA)
    yield from later(2, 3)
    yield spot(".ADATOY", "A", "0.000102")
    yield from later(4)
    for number in range(3):
        yield canceled("alice", f"a{number}")
    yield from later(5, 60 * 24)


@scene
def quanto_notionals() -> Iterator[Step]:
    """What a dollar is worth in satoshi follows the index of the coin."""
    yield from opened(XBT, ETH)
    yield from moved(XBT, "97.3")
    yield from traded("alice", "bob", 10, "20.15", ETH)
    yield from moved(ETH, "20.4")
    yield from moved(XBT, "103.7")


@scene
def funding() -> Iterator[Step]:
    """Longs and shorts exchange funding, at rates that are capped and change."""
    yield from opened(XBT, USD, money=10**9)
    yield from traded("alice", "bob", 33, "100.5")
    yield from traded("carol", "bob", 17, "99.5")
    yield from traded("bob", "alice", 150, "100.5", USD)
    yield from traded("bob", "carol", 190, "99.5", USD)
    yield order("alice", "Buy", 150, "101", label="a")
    yield order("bob", "Sell", 150, "101.5", label="b")
    yield from later(1, 3, 4, 5)
    yield from moved(XBT, "99")
    yield from later(9, 11)
    yield from moved(XBT, "98")
    yield from moved(USD, "97.7")
    yield from later(12, 13)
    yield order("carol", "Sell", 150, "101")
    yield order("carol", "Sell", 150, "92.5")
    yield order("alice", "Buy", 150, "92")
    for price in ("101", "103", "100"):
        yield from moved(XBT, price)
    yield from moved(USD, "101")
    yield from later(14, 19, 20, 21, 27)
    yield from moved(XBT, "102")
    yield from moved(USD, "101")
    yield from later(28, 29)


@scene
def funding_turns() -> Iterator[Step]:
    """The premium goes from far above the mark to far below it within an interval."""
    yield from opened(XBT, money=10**10)
    yield from traded("alice", "bob", 10, "100")
    yield order("alice", "Buy", 150, "108", label="a")
    yield from later(1, 2, 3, 4)
    yield canceled("alice", "a")
    yield from moved(XBT, "100")
    yield order("bob", "Sell", 150, "92")
    yield from later(6)
    yield from moved(XBT, "100")
    yield from later(8)
    yield from moved(XBT, "100")
    yield from later(10, 12, 13)
    yield from moved(XBT, "100")
    yield from later(15, 20)


@scene
def funding_unpaid() -> Iterator[Step]:
    """A long whose value has grown far beyond its margin cannot pay its funding."""
    yield from opened(ETH, money=10**10)
    yield asked("alice", "leverage", ETH, leverage=10)
    yield from traded("alice", "bob", 50, "20", ETH)
    yield from traded("carol", "bob", 7, "20", ETH)
    yield paid("alice", -(10**10) + 1_050_000)
    yield paid("alice", -40_000)
    yield asked("carol", "riskLimit", ETH, riskLimit=200_000_000)
    yield asked("bob", "riskLimit", ETH, riskLimit=200_000_000)
    yield from moved(ETH, "80")
    yield order("carol", "Buy", 150, "90", ETH)
    for minute in (1, 3, 4, 5, 7, 9, 11):
        yield from later(minute)
        yield from moved(ETH, "80")
    yield from later(12, 13)


@scene
def funding_of_the_poor() -> Iterator[Step]:
    """A payer who has little left pays from its position, and receivers share what there is."""
    yield from opened(XBT, money=2_060_000, accounts=4)
    yield paid("bob", 10**9)
    yield paid("dave", 10**9)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 19, "100")
    yield from traded("dave", "bob", 3, "100")
    yield order("dave", "Buy", 150, "109")
    yield order("bob", "Sell", 150, "109.5")
    for minute in range(1, 60):
        if minute % 2:
            yield from moved(XBT, "100")
        yield from later(minute)


@scene
def funding_from_the_fund() -> Iterator[Step]:
    """A fund that gained from a liquidation stands by while a long cannot pay its funding."""
    yield from opened(ETH, money=10**10, accounts=4)
    for account in ("bob", "carol"):
        yield asked(account, "riskLimit", ETH, riskLimit=200_000_000)
    yield asked("dave", "leverage", ETH, leverage=10)
    yield from traded("dave", "bob", 30, "20", ETH)
    yield order("carol", "Buy", 30, "19.2", ETH)
    yield from moved(ETH, "18.6")
    yield from moved(ETH, "20")
    yield asked("alice", "leverage", ETH, leverage=10)
    yield from traded("alice", "bob", 50, "20", ETH)
    yield paid("alice", -(10**10) + 1_050_000)
    yield paid("alice", -40_000)
    yield from moved(ETH, "80")
    yield order("carol", "Buy", 150, "90", ETH)
    yield order("bob", "Sell", 130, "91", ETH)
    for minute in (1, 3, 4, 5, 7, 9, 11):
        yield from later(minute)
        yield from moved(ETH, "80")
    yield from later(12, 13)


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
def late_fill() -> Iterator[Step]:
    """A bid that waited is taken only after the mark has fallen far below it."""
    yield from opened(XBT, money=10**9)
    yield asked("alice", "leverage", leverage=10)
    yield order("alice", "Buy", 50, "100")
    yield order("carol", "Buy", 80, "92")
    yield from moved(XBT, "94.5")
    yield order("bob", "Sell", 20, "100")


@scene
def sale_beyond_bankruptcy() -> Iterator[Step]:
    """A long that has nothing else sells at the market, where bids lie below its bankruptcy."""
    yield from opened(XBT, money=1_200_000)
    yield paid("bob", 10**9)
    yield asked("alice", "leverage", leverage=10)
    yield from traded("alice", "bob", 10, "100")
    yield order("bob", "Buy", 3, "97")
    yield order("bob", "Buy", 30, "80")
    yield order("alice", "Sell", 10, ordType="Market")


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
def deleveraging() -> Iterator[Step]:
    """What neither book nor fund can close is closed against the best ranked positions."""
    yield from opened(XBT, ETH, money=10**9, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield asked("dave", "leverage", leverage=10)
    yield from traded("alice", "bob", 60, "100")
    yield from traded("carol", "dave", 30, "101.5")
    yield from traded("alice", "carol", 50, "100.5")
    yield from traded("alice", "dave", 30, "98.5")
    yield order("bob", "Buy", 5, "80")
    yield order("carol", "Buy", 5, "70")
    yield order("dave", "Buy", 5, "80")
    yield order("bob", "Buy", 5, "15", ETH)
    yield from moved(XBT, "96")
    yield from moved(XBT, "85")
    yield from later(1)
    yield ctl("audit")


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
def line_of_two() -> Iterator[Step]:
    """Two shorts of different profit and leverage wait in line while a small long fails."""
    yield from opened(XBT, money=10**9, accounts=4)
    yield asked("alice", "leverage", leverage=10)
    yield asked("dave", "leverage", leverage=10)
    yield from traded("alice", "bob", 20, "101")
    yield from traded("carol", "bob", 10, "101")
    yield from traded("carol", "dave", 30, "99")
    yield order("bob", "Buy", 27, "70")
    yield order("dave", "Buy", 27, "70")
    yield from moved(XBT, "84")
    yield from later(1)


@scene
def equal_scores() -> Iterator[Step]:
    """Two shorts of one price and one leverage, and a long that fails and is smaller than both."""
    yield from opened(XBT, money=10**9, accounts=4)
    for account in ("alice", "bob", "carol"):
        yield asked(account, "leverage", leverage=10)
    yield from traded("alice", "bob", 10, "100")
    yield from traded("alice", "carol", 30, "100")
    yield order("alice", "Sell", 20, "100")
    yield order("dave", "Buy", 20, "100")
    yield from moved(XBT, "85")


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
def odd_extra_margin() -> Iterator[Step]:
    """An isolated position with an odd sum of extra margin is halved."""
    yield from opened(XBT, money=10**9)
    yield asked("alice", "leverage", leverage=2)
    yield from traded("alice", "bob", 2, "100")
    yield asked("alice", "transferMargin", amount=101)
    yield from traded("bob", "alice", 1, "100")


@scene
def come_back() -> Iterator[Step]:
    """Under the rulebook of 2026 an excluded constituent comes back after a while."""
    noon = "2026-01-05T12:00:00.000Z"
    yield from opened("XBTUSD", rulebook="2026", clock=noon)
    first = list(moved("XBTUSD", "8000", "2026"))
    index, names = (
        first[0].message["body"]["index"],
        [s.message["body"]["reference"] for s in first],
    )
    yield spot(index, names[0], "7000")
    yield spot(index, names[0], "7500")
    for minute in range(1, 45, 4):
        for name in names[1:]:
            yield spot(index, name, "8000")
        yield spot(index, names[0], "7500" if minute < 14 else "7990")
        yield from later(minute, since=noon)


@scene
def turned_over_with_added_margin() -> Iterator[Step]:
    """A position with added margin is turned over, and the other side of it closed."""
    yield from opened(XBT)
    yield asked("alice", "leverage", leverage=5)
    yield from traded("alice", "bob", 10, "100")
    yield asked("alice", "transferMargin", amount=1_000_000)
    yield from traded("bob", "alice", 25, "100")
    yield from traded("alice", "bob", 15, "101")
