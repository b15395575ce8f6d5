"""Scenes of funding: who pays, who receives, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import scene
from solvent_conformance.histories.scenes.steps import (
    ETH,
    RICH,
    USD,
    XBT,
    cancel,
    make_trade,
    move_index,
    new_order,
    open_world,
    pass_minutes,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step, ctl


@scene
def funding() -> Iterator[Step]:
    """Longs and shorts exchange funding, at rates that are capped and change."""
    yield from open_world(XBT, USD, money=10**9)
    yield from make_trade("alice", "bob", 33, "100.5")
    yield from make_trade("carol", "bob", 17, "99.5")
    yield from make_trade("bob", "alice", 150, "100.5", USD)
    yield from make_trade("bob", "carol", 190, "99.5", USD)
    yield new_order("alice", "Buy", 150, "101", label="a")
    yield new_order("bob", "Sell", 150, "101.5", label="b")
    yield from pass_minutes(1, 3, 4, 5)
    yield from move_index(XBT, "99")
    yield from pass_minutes(9, 11)
    yield from move_index(XBT, "98")
    yield from move_index(USD, "97.7")
    yield from pass_minutes(12, 13)
    yield new_order("carol", "Sell", 150, "101")
    yield new_order("carol", "Sell", 150, "92.5")
    yield new_order("alice", "Buy", 150, "92")
    for price in ("101", "103", "100"):
        yield from move_index(XBT, price)
    yield from move_index(USD, "101")
    yield from pass_minutes(14, 19, 20, 21, 27)
    yield from move_index(XBT, "102")
    yield from move_index(USD, "101")
    yield from pass_minutes(28, 29)


@scene
def funding_turns() -> Iterator[Step]:
    """The premium goes from far above the mark to far below it within an interval."""
    yield from open_world(XBT, money=10**10)
    yield from make_trade("alice", "bob", 10, "100")
    yield new_order("alice", "Buy", 150, "108", label="a")
    yield from pass_minutes(1, 2, 3, 4)
    yield cancel("alice", "a")
    yield from move_index(XBT, "100")
    yield new_order("bob", "Sell", 150, "92")
    yield from pass_minutes(6)
    yield from move_index(XBT, "100")
    yield from pass_minutes(8)
    yield from move_index(XBT, "100")
    yield from pass_minutes(10, 12, 13)
    yield from move_index(XBT, "100")
    yield from pass_minutes(15, 20)


@scene
def funding_unpaid() -> Iterator[Step]:
    """A long whose value has grown far beyond its margin cannot pay its funding."""
    yield from open_world(ETH, money=10**10)
    yield position_request("alice", "leverage", ETH, leverage=10)
    yield from make_trade("alice", "bob", 50, "20", ETH)
    yield from make_trade("carol", "bob", 7, "20", ETH)
    yield pay("alice", -(10**10) + 1_050_000)
    yield pay("alice", -40_000)
    yield position_request("carol", "riskLimit", ETH, riskLimit=200_000_000)
    yield position_request("bob", "riskLimit", ETH, riskLimit=200_000_000)
    yield from move_index(ETH, "80")
    yield new_order("carol", "Buy", 150, "90", ETH)
    for minute in (1, 3, 4, 5, 7, 9, 11):
        yield from pass_minutes(minute)
        yield from move_index(ETH, "80")
    yield from pass_minutes(12, 13)


@scene
def funding_of_the_poor() -> Iterator[Step]:
    """A payer who has little left pays from its position, and receivers share what there is."""
    yield from open_world(XBT, money=2_060_000, accounts=4)
    yield pay("bob", 10**9)
    yield pay("dave", 10**9)
    yield position_request("alice", "leverage", leverage=10)
    yield from make_trade("alice", "bob", 19, "100")
    yield from make_trade("dave", "bob", 3, "100")
    yield new_order("dave", "Buy", 150, "109")
    yield new_order("bob", "Sell", 150, "109.5")
    for minute in range(1, 60):
        if minute % 2:
            yield from move_index(XBT, "100")
        yield from pass_minutes(minute)


@scene
def funding_from_the_fund() -> Iterator[Step]:
    """A fund that gained from a liquidation stands by while a long cannot pay its funding."""
    yield from open_world(ETH, money=10**10, accounts=4)
    for account in ("bob", "carol"):
        yield position_request(account, "riskLimit", ETH, riskLimit=200_000_000)
    yield position_request("dave", "leverage", ETH, leverage=10)
    yield from make_trade("dave", "bob", 30, "20", ETH)
    yield new_order("carol", "Buy", 30, "19.2", ETH)
    yield from move_index(ETH, "18.6")
    yield from move_index(ETH, "20")
    yield position_request("alice", "leverage", ETH, leverage=10)
    yield from make_trade("alice", "bob", 50, "20", ETH)
    yield pay("alice", -(10**10) + 1_050_000)
    yield pay("alice", -40_000)
    yield from move_index(ETH, "80")
    yield new_order("carol", "Buy", 150, "90", ETH)
    yield new_order("bob", "Sell", 130, "91", ETH)
    for minute in (1, 3, 4, 5, 7, 9, 11):
        yield from pass_minutes(minute)
        yield from move_index(ETH, "80")
    yield from pass_minutes(12, 13)


@scene
def truncated_funding() -> Iterator[Step]:
    """Three longs of one contract pay less than the short of three is due, over many instants."""
    yield from open_world("XBTUSD", rulebook="2019-06", money=10**6, accounts=4)
    yield from move_index("XBTUSD", "10001", "2019-06")
    yield new_order("dave", "Sell", 3, "10001", "XBTUSD")
    for account in ("alice", "bob", "carol"):
        yield new_order(account, "Buy", 1, "10001", "XBTUSD")
    for count in range(1, 5):
        yield from move_index("XBTUSD", "10001", "2019-06")
        yield from pass_minutes(count * 8 * 60)
    yield ctl("audit")


@scene
def funding_split() -> Iterator[Step]:
    """Two shorts share what two longs paid, and now and then a satoshi is left of it."""
    yield from open_world(XBT, accounts=4)
    yield from move_index(XBT, "98.5")
    yield new_order("carol", "Sell", 6, "98.5")
    yield new_order("bob", "Buy", 5, "98.5")
    yield new_order("dave", "Sell", 6, "98.5")
    yield new_order("alice", "Buy", 7, "98.5")
    yield from pass_minutes(4, 12)
    prices = ("95", "96.5", "97.5", "94", "99", "93.5", "98", "92", "99.5", "96", "97")
    for count, price in enumerate(prices):
        yield from move_index(XBT, price)
        yield from pass_minutes(20 + 8 * count, 21 + 8 * count)
    yield ctl("audit")


@scene
def two_fundings_at_once() -> Iterator[Step]:
    """A poor long in two perpetuals owes funding in both at one instant."""
    yield from _owed_twice(XBT, ETH)


@scene
def two_fundings_by_symbol() -> Iterator[Step]:
    """The same, where the setup names the contracts in the order of the alphabet."""
    yield from _owed_twice(ETH, XBT)


def _owed_twice(*symbols: str) -> Iterator[Step]:
    yield from open_world(*symbols, money=RICH, accounts=4)
    yield position_request("alice", "leverage", leverage=10)
    yield position_request("alice", "leverage", ETH, leverage=10)
    yield from make_trade("alice", "bob", 60, "100")
    yield from make_trade("alice", "carol", 60, "20", ETH)
    yield pay("alice", -(RICH - 8_000_000))
    for amount in (400_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000):
        yield pay("alice", -amount)
        yield pay("alice", -amount)
    for minute in (4, 5, 11, 12, 13, 19, 20, 21):
        yield from move_index(XBT, "100.5" if minute % 2 else "100")
        yield from pass_minutes(minute)
    yield ctl("audit")
