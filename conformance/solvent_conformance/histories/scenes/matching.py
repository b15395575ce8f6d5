"""Scenes of priority in the book, and of an account that meets itself."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.histories.scenes.registry import for_any_purse, scene
from solvent_conformance.histories.scenes.steps import USD, XBT, cancel, new_order, open_world
from solvent_conformance.protocol.history import Step


@scene
def price_and_time() -> Iterator[Step]:
    """Orders queue at three levels, hidden and shown; others sweep them."""
    yield from open_world(XBT)
    for account, qty, price in (
        ("alice", 5, "101"), ("bob", 7, "101"), ("carol", 3, "100.5"), ("alice", 4, "102"),
    ):  # fmt: skip # one order a cell
        yield new_order(account, "Sell", qty, price)
    yield new_order("bob", "Sell", 6, "100.5", displayQty=0)
    yield new_order("carol", "Buy", 8, "101.5")
    yield new_order("carol", "Buy", 3, "100.5")
    yield new_order("carol", "Buy", 30, "101", tif="ImmediateOrCancel")
    yield new_order("bob", "Buy", 9, "102", tif="FillOrKill")
    yield new_order("bob", "Buy", 2, "102", tif="FillOrKill")
    yield new_order("bob", "Buy", 2, "102", inst="ParticipateDoNotInitiate")
    yield new_order("bob", "Buy", 2, "99", inst="ParticipateDoNotInitiate")
    yield new_order("carol", "Buy", 50, ordType="Market")
    yield new_order("bob", "Sell", 1, "99")
    yield new_order("bob", "Buy", 2, "98", text="Mine")
    yield new_order("bob", "Buy", 2, ordType="Market")


@scene
def crossing_oneself() -> Iterator[Step]:
    """Orders of one account cross each other."""
    yield from open_world(XBT)
    for price in ("100", "101", "100"):
        yield new_order("alice", "Sell", 5, price)
        yield new_order("alice", "Buy", 3, price)
    yield new_order("alice", "Buy", 9, "101", tif="FillOrKill")


# What any book has to get right, with limit orders that rest until they are canceled, and with
# market orders where there are any: a scene each, in an inverse and in a linear contract, so that
# an engine of one kind is shown them too.


def _level_that_empties(symbol: str, lot: int) -> Iterator[Step]:
    """The only order of a level is canceled; another comes and is met."""
    yield from open_world(symbol)
    yield new_order("alice", "Buy", 3 * lot, "99.5", symbol, label="lone")
    yield new_order("bob", "Buy", 2 * lot, "99", symbol)
    yield cancel("alice", "lone")
    yield new_order("bob", "Buy", lot, "99.5", symbol)
    yield new_order("carol", "Sell", 2 * lot, "99", symbol)


def _uneven_fills(symbol: str, lot: int) -> Iterator[Step]:
    """One order takes a little at one price and much at another, and has one average."""
    yield from open_world(symbol)
    yield new_order("alice", "Sell", lot, "100", symbol)
    yield new_order("bob", "Sell", 3 * lot, "101", symbol)
    yield new_order("carol", "Buy", 5 * lot, "101", symbol)
    yield new_order("alice", "Sell", 2 * lot, "100.5", symbol)


def _one_side_alone(symbol: str, lot: int) -> Iterator[Step]:
    """Each side of the book is empty in turn when an order comes that the other one fills."""
    yield from open_world(symbol)
    yield new_order("alice", "Sell", 2 * lot, "100", symbol)
    yield new_order("bob", "Buy", 2 * lot, "100.5", symbol)
    yield new_order("bob", "Buy", 2 * lot, "100", symbol)
    yield new_order("alice", "Sell", 3 * lot, "99.5", symbol)


def _market_alone(symbol: str, lot: int) -> Iterator[Step]:
    """A market order finds nobody, and somebody comes later."""
    yield from open_world(symbol)
    yield new_order("alice", "Buy", 2 * lot, symbol=symbol, ordType="Market")
    yield new_order("bob", "Sell", 3 * lot, "100", symbol)
    yield new_order("alice", "Buy", 5 * lot, symbol=symbol, ordType="Market")
    yield new_order("carol", "Sell", lot, "99", symbol)


def _less_than_nothing(symbol: str, lot: int) -> Iterator[Step]:
    """An order for less than nothing, and one that meets it if it rests."""
    yield from open_world(symbol)
    yield new_order("alice", "Buy", -lot, "100", symbol)
    yield new_order("bob", "Sell", 5 * lot, "100", symbol)


def _at_no_price(symbol: str, lot: int) -> Iterator[Step]:
    """An order at a price of nothing, and one that would meet it."""
    yield from open_world(symbol)
    yield new_order("alice", "Buy", lot, "0", symbol)
    yield new_order("bob", "Sell", lot, "0.5", symbol)


@for_any_purse
def at_no_price() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _at_no_price(XBT, 1)


@for_any_purse
def at_no_price_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _at_no_price(USD, 10)


@for_any_purse
def level_that_empties() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _level_that_empties(XBT, 1)


@for_any_purse
def level_that_empties_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _level_that_empties(USD, 10)


@for_any_purse
def uneven_fills() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _uneven_fills(XBT, 1)


@for_any_purse
def uneven_fills_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _uneven_fills(USD, 10)


@for_any_purse
def one_side_alone() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _one_side_alone(XBT, 1)


@for_any_purse
def one_side_alone_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _one_side_alone(USD, 10)


@for_any_purse
def market_alone() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _market_alone(XBT, 1)


@for_any_purse
def market_alone_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _market_alone(USD, 10)


@for_any_purse
def less_than_nothing() -> Iterator[Step]:
    """In an inverse contract."""
    yield from _less_than_nothing(XBT, 1)


@for_any_purse
def less_than_nothing_in_tether() -> Iterator[Step]:
    """In a linear contract."""
    yield from _less_than_nothing(USD, 10)
