"""What an author of a venue asked, and the text answers now: the reference does what it says."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest

from solvent_conformance.pages.demonstration import (
    answer_of_request,
    granted_rows,
    opened_world,
    refusal_parts,
)
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import Symbol

NAMED = "first"
BUY: Row = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 10, "price": "99.5"}
SELL: Row = {**BUY, "side": "Sell"}
NO_ORDER = "00000000-0000-0000-0000-000000000000"


class Author:
    """Somebody who asks the reference instead of reading it."""

    def __init__(self) -> None:
        self.venue: ReferenceVenue = opened_world()
        self.seconds: Iterator[int] = count(1)

    def asks(self, request: str, body: Row, account: str = "alice") -> Row:
        """The first row that answers a request that is granted."""
        return granted_rows(answer_of_request(self.venue, account, request, body))[0]

    def is_refused(self, request: str, body: Row) -> str:
        """The text that refuses a request."""
        return refusal_parts(answer_of_request(self.venue, "alice", request, body))[0]

    def waits(self) -> None:
        """A second passes, in which nothing is due."""
        to = f"2019-06-03T12:00:{next(self.seconds):02}.000Z"
        granted_rows(self.venue.ctl("advance", {"to": to}))

    def trades(self, bid: Row, offer: Row) -> None:
        """Bob rests what alice then takes."""
        self.asks("POST /order", offer, "bob")
        self.asks("POST /order", bid)

    def holds(self, account: str = "alice") -> Row:
        """The position of an account."""
        return granted_rows(self.venue.read("position", account))[0]

    def prints(self, price: str, *references: str) -> str:
        """The index after some constituents have printed a price."""
        for reference in references:
            body: Row = {"index": ".XBTTOY", "reference": reference, "price": price}
            granted_rows(self.venue.ctl("spot", body))
        return str(granted_rows(self.venue.read("instrument"))[0]["indicativeSettlePrice"])


@pytest.fixture
def author() -> Author:
    return Author()


@pytest.fixture
def resting(author: Author) -> Row:
    """The row of an order that was placed a second ago."""
    row = author.asks("POST /order", {**BUY, "clOrdID": NAMED})
    author.waits()
    return row


@pytest.mark.tests("ORDR-032", "ORDR-035")
def test_a_name_alone_is_amended_without_a_trace_but_the_name(author: Author, resting: Row) -> None:
    row = author.asks("PUT /order", {"origClOrdID": NAMED, "clOrdID": "second"})
    assert row["clOrdID"] == "second"
    assert (row["text"], row["transactTime"]) == (resting["text"], resting["transactTime"])


@pytest.mark.tests("ORDR-032", "ORDR-035")
@pytest.mark.parametrize(
    ("body", "columns"),
    [
        ({"orderQty": 8, "clOrdID": "second"}, "orderQty"),
        ({"leavesQty": 8}, "leavesQty"),
        ({"orderQty": 10, "price": "99"}, "price"),
        ({"price": "99", "orderQty": 8}, "orderQty price"),
    ],
)
def test_an_amendment_names_what_is_another_than_before(
    author: Author, resting: Row, body: Row, columns: str
) -> None:
    row = author.asks("PUT /order", {"origClOrdID": NAMED, **body})
    assert row["text"] == f"Amended {columns}: Amended via API.\nSubmitted via API."
    assert row["transactTime"] == "2019-06-03T12:00:01.000Z" != resting["transactTime"]


@pytest.mark.tests("ORDR-038")
def test_an_amendment_to_nothing_is_a_cancel(author: Author, resting: Row) -> None:
    body: Row = {"origClOrdID": NAMED, "orderQty": 0, "price": "90", "text": "enough"}
    row = author.asks("PUT /order", {**body, "clOrdID": "second"})
    changed = {"ordStatus": "Canceled", "leavesQty": 0, "workingIndicator": False}
    changed["text"] = "Canceled: Canceled via API.\nSubmitted via API."
    changed["timestamp"] = "2019-06-03T12:00:01.000Z"
    assert row == {**resting, **changed}


@pytest.mark.tests("ORDR-009", "ORDR-049")
def test_a_former_name_finds_the_order_and_is_used_up(author: Author, resting: Row) -> None:
    author.asks("PUT /order", {"origClOrdID": NAMED, "clOrdID": "second"})
    assert author.is_refused("POST /order", {**BUY, "clOrdID": NAMED}) == "Duplicate clOrdID"
    row = author.asks("DELETE /order", {"clOrdID": NAMED})
    assert (row["orderID"], row["ordStatus"]) == (resting["orderID"], "Canceled")
    assert author.is_refused("PUT /order", {"origClOrdID": NAMED, "price": "99"}) == (
        "Invalid ordStatus"
    )


@pytest.mark.tests("ORDR-045", "ORDR-008", "MTCH-007")
@pytest.mark.parametrize("tif", ["GoodTillCancel", "ImmediateOrCancel", "FillOrKill"])
def test_a_market_order_never_rests(author: Author, tif: str) -> None:
    body: Row = {"symbol": "XBTTOY", "orderQty": 5, "ordType": "Market", "timeInForce": tif}
    row = author.asks("POST /order", body)
    assert (row["ordStatus"], row["leavesQty"], row["price"]) == ("Canceled", 0, None)
    assert author.venue.read("orderBookL2").rows == []


@pytest.mark.tests("MARG-030", "MARG-019")
def test_cross_margin_is_asked_for_as_zero_and_shown_as_the_tier(author: Author) -> None:
    row = author.asks("POST /position/leverage", {"symbol": "XBTTOY", "leverage": "0"})
    assert (row["leverage"], row["initMarginReq"], row["crossMargin"]) == ("10", "0.1", True)


@pytest.mark.tests("MARG-024")
def test_a_leverage_that_does_not_end_has_twelve_decimals(author: Author) -> None:
    author.trades(BUY, SELL)
    row = granted_rows(author.venue.read("margin", "alice"))[0]
    assert len(row["marginLeverage"].partition(".")[2]) == 12


@pytest.mark.tests("MARG-014", "MARG-027")
def test_a_position_that_goes_back_to_cross_draws_in_the_same_request(author: Author) -> None:
    author.asks("POST /position/leverage", {"symbol": "XBTTOY", "leverage": "3"})
    author.trades({**BUY, "price": "100"}, {**SELL, "price": "100"})
    author.prints("95", "A", "B", "C")
    lost = author.holds()["unrealisedPnl"]
    assert author.holds()["posCross"] == 0
    row = author.asks("POST /position/leverage", {"symbol": "XBTTOY", "leverage": "0"})
    assert row["posCross"] == -lost > 0


@pytest.mark.tests("ORDR-013")
@pytest.mark.parametrize(
    ("request_name", "field"),
    [("POST /position/leverage", {"leverage": "2"}), ("POST /position/riskLimit", None)],
)
def test_a_setting_is_refused_with_what_is_missing(
    author: Author, request_name: str, field: Row | None
) -> None:
    author.trades({**BUY, "orderQty": 100}, {**SELL, "orderQty": 100})
    free = granted_rows(author.venue.read("margin", "alice"))[0]["withdrawableMargin"]
    money: Row = {"account": "alice", "currency": "XBt", "amount": free - 1000}
    granted_rows(author.venue.ctl("withdraw", money))
    body: Row = {"symbol": "XBTTOY", **(field or {"riskLimit": 900_000_000})}
    missing = int(author.is_refused(request_name, body).split()[-3])
    granted_rows(author.venue.ctl("deposit", {**money, "amount": missing - 1}))
    assert author.is_refused(request_name, body).endswith(", 1 XBt required")
    granted_rows(author.venue.ctl("deposit", {**money, "amount": 1}))
    author.asks(request_name, body)


@pytest.mark.tests("POSN-006", "MARG-018")
def test_what_cannot_be_lost_is_lost_at_a_minor_unit(author: Author) -> None:
    author.asks("POST /position/leverage", {"symbol": "XBTTOY", "leverage": "1"}, "bob")
    author.trades({**BUY, "price": "100"}, {**SELL, "price": "100"})
    row = author.holds("bob")
    assert (row["bankruptPrice"], row["liquidationPrice"]) == ("100000000", "100000000")


@pytest.mark.tests("POSN-009")
def test_a_position_that_turns_over_books_nothing(author: Author) -> None:
    author.trades(BUY, SELL)
    author.trades({**SELL, "orderQty": 20, "price": "101"}, {**BUY, "orderQty": 20, "price": "101"})
    row = author.holds()
    assert (row["currentQty"], row["prevRealisedPnl"], row["rebalancedPnl"]) == (-10, 0, 0)
    assert row["realisedPnl"] > 0
    author.trades({**BUY, "price": "101"}, {**SELL, "price": "101"})
    row = author.holds()
    assert (row["prevRealisedPnl"], row["rebalancedPnl"]) == (
        row["realisedPnl"],
        -row["realisedPnl"],
    )


@pytest.mark.tests("INDX-002")
def test_who_strays_is_found_anew_at_each_price(author: Author) -> None:
    assert author.prints("512", "A") == "100"
    assert author.prints("512", "B") == "512"
    assert author.prints("100", "B") == "100"
    assert author.prints("100", "A") == "100"
    assert author.prints("101.5", "A") == "100.5"


@pytest.mark.tests("FUND-001", "FUND-014", "LIQD-008")
def test_a_rate_of_zero_leaves_no_row(author: Author) -> None:
    """Nor does an order that is placed, amended or canceled; a trade of it has an empty text."""
    author.asks("POST /order", {**BUY, "price": "90", "clOrdID": NAMED})
    author.asks("PUT /order", {"origClOrdID": NAMED, "price": "91"})
    author.asks("DELETE /order", {"clOrdID": NAMED})
    author.trades(BUY, SELL)
    granted_rows(author.venue.ctl("advance", {"to": "2019-06-03T12:04:00.000Z"}))
    executions = granted_rows(author.venue.read("execution", "alice"))
    assert [(row["execType"], row["text"]) for row in executions] == [("Trade", "")]
    assert author.venue.read("funding").rows == []
    granted_rows(author.venue.ctl("advance", {"to": "2019-06-03T12:12:00.000Z"}))
    funded = granted_rows(author.venue.read("execution", "alice"))[-1]
    assert (funded["orderID"], funded["timeInForce"]) == (NO_ORDER, "AtTheClose")
    assert len(author.venue.read("funding").rows) == 1


@pytest.mark.tests("FUND-004", "FUND-019")
def test_the_sample_of_a_funding_instant_belongs_to_the_interval_that_ends(author: Author) -> None:
    market = author.venue.engine.exchange.markets[Symbol("XBTTOY")]
    seen = {}
    for clock in ("12:03", "12:04", "12:05"):
        granted_rows(author.venue.ctl("advance", {"to": f"2019-06-03T{clock}:00.000Z"}))
        seen[clock] = market.premium_samples
    assert seen == {"12:03": 3, "12:04": 0, "12:05": 1}
