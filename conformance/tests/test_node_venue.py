"""A venue in another language does what the reference does, in the part that it declares."""

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solvent_conformance.adapters.conversation import Conversation
from solvent_conformance.adapters.row_order import rows_in_order
from solvent_conformance.adapters.stdio import stdio_venue
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue

MATCHER = Path(__file__).parents[1] / "examples" / "venues" / "matcher.js"
LONGEST = 150
pytestmark = pytest.mark.skipif(
    shutil.which("node") is None, reason="needs node, which is not installed here"
)
ACCOUNTS = ["alice", "bob", "carol"]
CLOCK = "2019-06-03T12:00:00.000Z"


@pytest.fixture(scope="module")
def matcher() -> Iterator[Conversation]:
    with stdio_venue(f"node {MATCHER}") as venue:
        yield venue


def begin(venue: Venue, rulebook: str = "2019-06", symbol: str = "XBTUSD") -> Venue:
    setup = {
        "rulebook": rulebook,
        "instruments": [symbol],
        "accounts": ACCOUNTS,
        "clock": CLOCK,
        "policies": {},
    }
    assert venue.reset(setup).rows == [setup]
    index, reference = {
        "XBTUSD": (".BXBT", "BSTP"),
        "ADAM19": (".BADAXBT", "BTRX"),
        "XBTTOY": (".XBTTOY", "A"),
    }[symbol]
    for account in ACCOUNTS:
        money = {"account": account, "currency": "XBt", "amount": 10**15}
        assert venue.ctl("deposit", money).status == "ok"
    price = {"XBTUSD": "10000", "ADAM19": "0.00001", "XBTTOY": "100"}[symbol]
    spot = {"index": index, "reference": reference, "price": price}
    assert venue.ctl("spot", spot).status == "ok"
    return venue


def place(venue: Venue, account: str, **body: Any) -> Answer:
    return venue.do(Request(account, "POST", "/order", body))


def cancel(venue: Venue, account: str, **body: Any) -> Answer:
    return venue.do(Request(account, "DELETE", "/order", body))


def refusal(answer: Answer) -> tuple[str, str]:
    assert answer.status == "rejected"
    assert answer.error is not None
    return (answer.error["message"], answer.error["name"])


def test_it_is_short_enough_to_read() -> None:
    assert len(MATCHER.read_text().splitlines()) <= LONGEST


def test_the_oldest_order_of_the_best_price_trades_first(matcher: Venue) -> None:
    venue = begin(matcher)
    for account, price in (("alice", "10000.5"), ("bob", "10000"), ("carol", "10000")):
        place(venue, account, symbol="XBTUSD", side="Sell", orderQty=10, price=price)
    [row] = place(venue, "alice", symbol="XBTUSD", orderQty=15, price="10001").rows
    assert (row["side"], row["ordStatus"], row["cumQty"], row["leavesQty"]) == (
        "Buy",
        "Filled",
        15,
        0,
    )
    trades = venue.read("trade").rows
    assert [(t["size"], t["price"], t["side"]) for t in trades] == [
        (10, "10000", "Buy"),
        (5, "10000", "Buy"),
    ]
    makers = [r for r in venue.read("execution").rows if r["lastLiquidityInd"] == "AddedLiquidity"]
    assert [r["account"] for r in makers] == ["bob", "carol"]
    assert venue.read("orderBookL2").rows == [
        {"symbol": "XBTUSD", "side": "Sell", "price": "10000", "size": 5},
        {"symbol": "XBTUSD", "side": "Sell", "price": "10000.5", "size": 10},
    ]


def test_what_it_cannot_trade_at_once_rests_or_is_canceled(matcher: Venue) -> None:
    venue = begin(matcher)
    ioc = {"timeInForce": "ImmediateOrCancel"}
    [row] = place(venue, "alice", symbol="XBTUSD", orderQty=5, price="10000", **ioc).rows
    assert (row["ordStatus"], row["leavesQty"]) == ("Canceled", 0)
    [row] = place(venue, "alice", symbol="XBTUSD", orderQty=5, price="10000").rows
    assert (row["ordStatus"], row["leavesQty"]) == ("New", 5)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({}, "'symbol' is a required arg."),
        ({"symbol": "XBTEUR"}, "Invalid symbol"),
        ({"orderQty": 0}, "Invalid orderQty"),
        ({"orderQty": "ten"}, "Invalid orderQty"),
        ({"orderQty": 10**7 + 1}, "Invalid orderQty"),
        ({"orderQty": 9**400}, "Invalid orderQty"),
        ({"orderQty": -1, "side": "Buy"}, "Invalid orderQty"),
        ({"price": "-1"}, "Invalid price"),
        ({"price": "0"}, "Invalid price"),
        ({"price": "NaN"}, "Invalid price"),
        ({"price": "1" * 400}, "Invalid price"),
        ({"price": ["10000"]}, "Invalid price"),
        ({"price": "1000000.5"}, "Invalid price"),
        ({"price": "10000.3"}, "Invalid price tickSize"),
        ({"price": "10000.00000000001"}, "Invalid price tickSize"),
        ({"orderQty": 0, "price": "10000.3"}, "Invalid orderQty"),
        ({"clOrdID": "used", "price": "10000.3"}, "Invalid price tickSize"),
        ({"clOrdID": "used"}, "Duplicate clOrdID"),
        ({"clOrdID": 5}, "Invalid clOrdID"),
        ({"side": "buy"}, "Invalid side"),
    ],
)
def test_it_refuses_in_the_words_and_the_order_of_the_rules(
    matcher: Venue, body: Row, text: str
) -> None:
    texts = []
    for venue in (matcher, ReferenceVenue()):
        begin(venue)
        place(venue, "alice", symbol="XBTUSD", orderQty=1, price="9000", clOrdID="used")
        before = [venue.read(table).rows for table in ("order", "orderBookL2", "trade")]
        whole = {"symbol": "XBTUSD", "orderQty": 10, "price": "10000", **body} if body else {}
        texts.append(refusal(place(venue, "alice", **whole)))
        assert [venue.read(table).rows for table in ("order", "orderBookL2", "trade")] == before
    assert texts[0][0] == text
    assert texts[0] == texts[1]


def test_a_contract_without_a_mark_and_one_that_has_expired(matcher: Venue) -> None:
    venue = begin(matcher, symbol="ADAM19")
    order = {"symbol": "ADAM19", "orderQty": 1, "price": "0.00001237"}
    assert place(venue, "alice", **order).rows[0]["price"] == "0.00001237"
    assert venue.ctl("advance", {"to": "2019-06-28T12:00:00.000Z"}).status == "ok"
    assert place(venue, "alice", **order).error == {
        "message": "Instrument expired",
        "name": "ValidationError",
    }
    venue.reset({"instruments": ["XBTUSD"], "accounts": ["alice"], "clock": CLOCK})
    unmarked = place(venue, "alice", symbol="XBTUSD", orderQty=1, price="1")
    assert refusal(unmarked) == ("Instrument has no mark price", "ValidationError")


def test_an_account_has_so_many_open_orders(matcher: Venue) -> None:
    venue = begin(matcher, "TOY", "XBTTOY")
    order = {"symbol": "XBTTOY", "orderQty": 1, "price": "50"}
    assert [place(venue, "alice", **order).status for _ in range(6)] == ["ok"] * 6
    assert refusal(place(venue, "alice", **order)) == ("Too many open orders", "ValidationError")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/order", {}),
        ("DELETE", "/order/all", {}),
        ("POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": "5"}),
        ("POST", "/order", {"symbol": "XBTUSD", "orderQty": 1, "ordType": "Market"}),
        ("POST", "/order", {"symbol": "XBTUSD", "orderQty": 1, "price": "9", "execInst": "Close"}),
    ],
)
def test_what_it_does_not_have_is_unsupported(
    matcher: Venue, method: str, path: str, body: Row
) -> None:
    venue = begin(matcher)
    assert venue.do(Request("alice", method, path, body)).status == "unsupported"
    assert venue.ctl("freeze", {}).status == "unsupported"
    assert venue.read("margin", "alice").status == "unsupported"
    assert venue.events().status == "unsupported"


def test_it_cancels_as_the_reference_does(matcher: Venue) -> None:
    seen = []
    for venue in (matcher, begin(ReferenceVenue())):
        begin(venue)
        place(venue, "alice", symbol="XBTUSD", orderQty=9, price="9000", clOrdID="mine")
        stranger = "00000000-0000-4000-8000-0000000000ff"
        answers = [
            cancel(venue, "bob", clOrdID="mine"),
            cancel(venue, "alice", clOrdID="mine"),
            cancel(venue, "alice", clOrdID="mine"),
            cancel(venue, "alice", orderID=stranger),
            cancel(venue, "alice", orderID="one"),
            cancel(venue, "alice"),
        ]
        keep = ("clOrdID", "ordStatus", "leavesQty", "ordRejReason", "error")
        seen.append(
            [(a.status, a.error, [{k: r.get(k) for k in keep} for r in a.rows]) for a in answers]
        )
    assert seen[0] == seen[1]


@pytest.mark.parametrize("seed", range(4))
def test_it_and_the_reference_have_the_same_history(matcher: Venue, seed: int) -> None:
    chance = random.Random(seed)
    venues = (begin(matcher), begin(ReferenceVenue()))
    columns = matcher.hello()["columns"]
    milliseconds = 0
    for number in range(120):
        account = chance.choice(ACCOUNTS)
        if chance.random() < 0.15:
            identity = f"00000000-0000-4000-8000-{chance.randrange(1, number + 2):012x}"
            answers = [cancel(venue, account, orderID=identity) for venue in venues]
        elif chance.random() < 0.1:
            milliseconds += chance.randrange(5)
            to = f"2019-06-03T12:00:00.{milliseconds:03}Z"
            answers = [venue.ctl("advance", {"to": to}) for venue in venues]
        else:
            body = {
                "symbol": "XBTUSD",
                "side": chance.choice(["Buy", "Sell"]),
                "orderQty": chance.choice([0, 1, 5, 10, 10**8]),
                "price": chance.choice(["9999.5", "10000", "10000.5", "10000.25"]),
                "timeInForce": chance.choice([None, "ImmediateOrCancel"]),
                "clOrdID": chance.choice(["", f"id{number % 40}"]),
            }
            answers = [place(venue, account, **body) for venue in venues]
        outcomes = [(a.status, a.code, a.error) for a in answers]
        assert outcomes[0] == outcomes[1]
        for table, names in columns.items():
            rows = [
                [{c: row[c] for c in names} for row in rows_in_order(table, venue.read(table).rows)]
                for venue in venues
            ]
            assert rows[0] == rows[1]
