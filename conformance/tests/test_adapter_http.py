"""A server gives the same rows as a call in process; one that misbehaves is survived."""

import contextlib
import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from solvent_conformance.adapters.api_rows import api_body, exact_json, protocol_rows
from solvent_conformance.adapters.conversation import Conversation
from solvent_conformance.adapters.failures import (
    GarbageAnswer,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.http import http_venue
from solvent_conformance.adapters.row_order import rows_in_order
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.adapters.validation import Misshapen
from solvent_reference.server.application import application
from solvent_reference.server.gateway import Gateway
from solvent_reference.server.listener import in_background
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import TABLES, Answer, Request, Row, Venue

SETUP: Row = {
    "rulebook": "2019-06",
    "instruments": ["XBTUSD", "ADAM19"],
    "accounts": ["ann", "ben"],
    "clock": "2019-06-03T12:00:00.000Z",
    "policies": {},
}


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with in_background(application(Gateway(ReferenceVenue()), control=True)) as url:
        yield url


def conversation(venue: Venue) -> list[Answer]:
    """A little of everything."""

    def do(account: str, method: str, path: str, **body: Any) -> Answer:
        return venue.do(Request(account, method, path, body))

    answers = [venue.reset(SETUP)]
    for account in ("ann", "ben"):
        money = {"account": account, "currency": "XBt", "amount": 10**9}
        answers.append(venue.ctl("deposit", money))
    for reference in ("BSTP", "GDAX", "KRKN"):
        spot = {"index": ".BXBT", "reference": reference, "price": "10000.01"}
        answers.append(venue.ctl("spot", spot))
    ada = {"index": ".BADAXBT", "reference": "BTRX", "price": "0.00001"}
    answers.append(venue.ctl("spot", ada))
    sell = {"symbol": "XBTUSD", "side": "Sell", "orderQty": 30}
    answers += [
        do("ann", "POST", "/order", **sell, price="10001"),
        do("ann", "POST", "/order", **sell, price="10000.5", clOrdID="mine", text="a £ note"),
        do("ben", "POST", "/order", symbol="XBTUSD", orderQty=40, price="10001"),
        do("ben", "POST", "/order", symbol="ADAM19", orderQty=9, price="0.00000713"),
        do("ben", "PUT", "/order", origClOrdID="nothing", orderQty=3),
        do("ben", "POST", "/position/leverage", symbol="XBTUSD", leverage="2.5"),
        do("ben", "POST", "/position/transferMargin", symbol="XBTUSD", amount=100),
        do("ann", "POST", "/order", **sell, price="10000.3"),
        do("ann", "POST", "/order", **sell, price="9000", clOrdID="mine"),
        do("nobody", "POST", "/order", **sell, price="10001"),
        venue.ctl("advance", {"to": "2019-06-03T20:00:00.001Z"}),
        venue.ctl("advance", {"to": "2019-06-03T12:00:00.000Z"}),
        venue.ctl("withdraw", {"account": "ann", "currency": "XBt", "amount": 5}),
        venue.ctl("depth", {"depth": 1}),
        venue.ctl("freeze", {}),
        do("ann", "POST", "/order", **sell, price="10005"),
        do("ann", "POST", "/order", **sell, price="10006"),
        do("ann", "DELETE", "/order/all"),
        venue.ctl("thaw", {}),
        venue.ctl("audit", {}),
    ]
    return answers


def test_the_same_conversation_has_the_same_answers(served: str) -> None:
    reference = ReferenceVenue()
    with http_venue(served) as venue:
        for here, there in zip(conversation(reference), conversation(venue), strict=True):
            assert there == here
        for table in TABLES:
            here, there = reference.read(table), venue.read(table)
            if table == "execution":  # at one instant the order of the accounts decides
                key = "execID"
                here.rows.sort(key=lambda row: row[key])
                there.rows.sort(key=lambda row: row[key])
            if table == "orderBookL2":  # the API numbers its levels, the protocol does not
                assert len({row.pop("id") for row in there.rows}) == len(here.rows)
            assert there.rows == rows_in_order(table, here.rows)
            assert there.status == "ok"
        for table in ("order", "execution", "position", "margin", "wallet"):
            assert venue.read(table, "ann").rows == rows_in_order(
                table, reference.read(table, "ann").rows
            )
        assert (
            venue.read("position", "ben", "XBTUSD").rows
            == reference.read("position", "ben", "XBTUSD").rows
        )
        assert venue.hello() == reference.hello()
        assert venue.events(0).rows == reference.events(0).rows
        assert venue.incidents == []


def test_what_is_unknown_is_unsupported(served: str) -> None:
    with http_venue(served) as venue:
        venue.reset(SETUP)
        assert venue.ctl("no/such", {}).status == "unsupported"
        assert venue.read("no such").status == "unsupported"
        assert venue.do(Request("ann", "POST", "/no/such", {})).status == "unsupported"
        assert venue.do(Request("ann", "POST", "/order", {})).status == "rejected"


def test_the_server_is_fit(served: str) -> None:
    with http_venue(served) as venue:
        assert [step.skipped for step in smoke(venue)] == [""] * 8


def test_more_rows_than_a_page(served: str) -> None:
    with http_venue(served) as venue:
        venue.reset({**SETUP, "instruments": ["XBTUSD"]})
        for account in ("ann", "ben"):
            venue.ctl("deposit", {"account": account, "currency": "XBt", "amount": 10**9})
        venue.ctl("spot", {"index": ".BXBT", "reference": "BSTP", "price": "10000"})
        body = {"symbol": "XBTUSD", "orderQty": 1, "price": "9000"}
        ioc = {**body, "timeInForce": "ImmediateOrCancel"}
        for _ in range(501):
            assert venue.do(Request("ann", "POST", "/order", ioc)).status == "ok"
        rows = venue.read("order").rows
        assert len(rows) == len({row["orderID"] for row in rows}) == 501


def test_numbers_of_the_api_are_read_exactly() -> None:
    raw = b'[{"account":7,"price":7.13e-06,"avgPx":10000,"leverage":0.1,"orderQty":5.0,"x":[1.50]}]'
    assert protocol_rows(exact_json(raw), "order", {7: "ann"}) == [
        {
            "account": "ann",
            "price": "0.00000713",
            "avgPx": "10000",
            "leverage": "0.1",
            "orderQty": 5,
            "x": ["1.5"],
        }
    ]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b'[{"orderQty":5.5}]', "orderQty: expected an integer, got 5.5"),
        (b'[{"orderQty":1e999999}]', "orderQty: expected an integer"),
        (b'[{"price":1e999999}]', "price: a number of more than 60 digits"),
        (b'[{"price":1e-999999999999999999999}]', "is no price and no rate"),
        (b'[{"price":NaN}]', "NaN is no JSON"),
        (b"[5]", "rows[0]: expected an object"),
        (b"\xff", "not UTF-8"),
        (b"[" * 10**5, "nested deeper"),
        (b'{"price":' + b"9" * 5000 + b"}", "not JSON"),
    ],
)
def test_what_is_no_number_of_a_column_is_refused(raw: bytes, text: str) -> None:
    with pytest.raises(Misshapen) as caught:
        protocol_rows(exact_json(raw), "order", {})
    assert text in str(caught.value)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("10000.5", b"10000.5"),
        ("-0.00025", b"-0.00025"),
        ("1e5", b'"1e5"'),
        ("NaN", b'"NaN"'),
        ("01", b'"01"'),
        ('1"', b'"1\\""'),
        (None, b"null"),
        (10000, b"10000"),
        (["1"], b'["1"]'),
    ],
)
def test_a_price_is_printed_as_a_number_and_the_rest_as_it_is(value: Any, printed: bytes) -> None:
    body = api_body({"price": value})
    assert body == b'{"price":' + printed + b"}"


Reply = Callable[[socket.socket, bytes], None]


@pytest.fixture
def odd_server() -> Iterator[Callable[[Reply], str]]:
    """A server that answers `reset` well, and everything else with a given trick."""
    listening = socket.create_server(("127.0.0.1", 0))
    tricks: list[Reply] = []

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while request := connection.recv(2**16):
                if b"/conformance/reset" in request.split(b"\r\n", 1)[0]:
                    keys = {"ann": {"id": "key", "secret": "s", "number": 1}}
                    row = {"accounts": ["ann"], "keys": keys}
                    answer(connection, json.dumps({"status": "ok", "rows": [row]}).encode())
                else:
                    tricks[0](connection, request)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()

    def start(trick: Reply) -> str:
        tricks.append(trick)
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    yield start
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join(5)


def answer(connection: socket.socket, body: bytes, code: int = 200) -> None:
    head = f"HTTP/1.1 {code} X\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    connection.sendall(head + body)


def drip(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 X\r\n")
    while True:
        connection.sendall(b"x-more: 1\r\n")
        time.sleep(0.05)


def sleep(_: socket.socket, __: bytes) -> None:
    time.sleep(2)


def greet(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"hello\r\n\r\n")


def close(connection: socket.socket, _: bytes) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def half(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{")
    connection.shutdown(socket.SHUT_RDWR)


def says(body: bytes, code: int = 200) -> Reply:
    return lambda connection, _: answer(connection, body, code)


def flood(connection: socket.socket, _: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 X\r\ncontent-length: 99999999999\r\n\r\n")
    while True:
        connection.sendall(b" " * 2**16)


def begun(url: str, deadline: float = 5.0) -> Conversation:
    venue = http_venue(url, deadline)
    assert venue.reset({"accounts": ["ann"]}).rows == [{"accounts": ["ann"]}]
    return venue


ERROR = b'{"error":{"message":"no","name":"HTTPError"}}'


@pytest.mark.parametrize(
    ("trick", "kind", "text"),
    [
        (close, VenueCrashed, "closed the connection"),
        (half, VenueCrashed, "in the middle of an answer"),
        (sleep, VenueHung, "no answer within 0.5 s"),
        (drip, VenueHung, "no answer within 0.5 s"),
        (greet, GarbageAnswer, "no HTTP: BadStatusLine"),
        (says(b"<html>"), GarbageAnswer, "not JSON"),
        (says(b"\xff"), GarbageAnswer, "not UTF-8"),
        (says(b""), GarbageAnswer, "not JSON"),
        (says(b"[[]]"), GarbageAnswer, "rows[0]: expected an object, got list"),
        (says(b'{"orderQty":1.5}'), GarbageAnswer, "orderQty: expected an integer"),
        (says(b'{"price":"1e5"}'), GarbageAnswer, "price: expected a canonical decimal string"),
        (says(b'{"timestamp":5}'), GarbageAnswer, "timestamp: expected an instant"),
        (says(b"{}", 400), GarbageAnswer, "expected an error with a message and a name"),
        (says(b"{}", 202), GarbageAnswer, "ticket: a queued request needs one"),
        (flood, GarbageAnswer, "an answer of more than 16777216 bytes"),
    ],
)
def test_a_server_that_misbehaves_is_survived(
    odd_server: Callable[[Reply], str], trick: Reply, kind: type[VenueFailure], text: str
) -> None:
    patience = 0.5 if kind is VenueHung else 5.0
    venue = begun(odd_server(trick), patience)
    with pytest.raises(VenueFailure) as caught:
        venue.do(Request("ann", "POST", "/order", {"price": "1.5"}))
    assert type(caught.value) is kind
    assert text in str(caught.value)
    assert str(caught.value).startswith(f"{kind.kind}: do POST /order of ann: ")
    assert '> POST /api/v1/order {"price":1.5}' in caught.value.transcript
    json.dumps(caught.value.verdict())
    with pytest.raises(VenueCrashed, match="reset first"):
        venue.hello()
    assert venue.reset({"accounts": ["ann"]}).status == "ok"
    venue.bye()


@pytest.mark.parametrize(
    ("code", "body", "status"),
    [
        (400, ERROR, "rejected"),
        (401, ERROR, "rejected"),
        (404, ERROR, "rejected"),
        (429, ERROR, "errored"),
        (500, ERROR, "errored"),
        (501, ERROR, "unsupported"),
        (502, ERROR, "errored"),
        (503, ERROR, "shed"),
        (202, b'{"ticket":5}', "queued"),
    ],
)
def test_a_code_has_a_status(
    odd_server: Callable[[Reply], str], code: int, body: bytes, status: str
) -> None:
    with begun(odd_server(says(body, code))) as venue:
        given = venue.do(Request("ann", "POST", "/order", {}))
        assert (given.status, given.code) == (status, code)
        assert given.ticket == (5 if status == "queued" else None)


def test_a_connection_that_was_closed_while_idle_is_no_failure(
    odd_server: Callable[[Reply], str],
) -> None:
    def once(connection: socket.socket, _: bytes) -> None:
        answer(connection, b"{}")
        connection.shutdown(socket.SHUT_RDWR)

    with begun(odd_server(once)) as venue:
        for _ in range(3):
            assert venue.do(Request("ann", "POST", "/order", {})).status == "ok"
            channel: Any = venue.channel
            assert select.select([channel._connection._connection.sock], [], [], 5)[0]
        assert venue.incidents == []


def in_parts(*parts: bytes, closes: bool = True) -> Reply:
    def reply(connection: socket.socket, _: bytes) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            connection.sendall(part)
            time.sleep(0.02)
        if closes:
            connection.shutdown(socket.SHUT_RDWR)

    return reply


@pytest.mark.parametrize(
    "reply",
    [
        in_parts(b"HTTP/1.1 200 X\r\nconnection: close\r\ncontent-length: 2\r\n\r\n", b"{", b"}"),
        in_parts(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n", b"{", b"}"),
        in_parts(b"HTTP/1.1 200 X\r\n", b"\r\n", b"{", b"}"),
        in_parts(b"HTTP/1.0 200 X\r\n\r\n", b"{}"),
        in_parts(b"HTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n", b"{}"),
        in_parts(
            b"HTTP/1.1 200 X\r\ntransfer-encoding: chunked\r\n\r\n1\r\n{",
            b"\r\n1\r\n}\r\n0\r\n\r\n",
        ),
        in_parts(
            b"HTTP/1.1 100 X\r\n\r\nHTTP/1.1 103 X\r\nlink: <a>\r\n\r\n",
            b"HTTP/1.1 102 X\r\n\r\nHTTP/1.1 200 X\r\ncontent-length: 2\r\n\r\n{}",
            closes=False,
        ),
    ],
    ids=["length", "no length", "no head", "old", "unannounced", "chunks", "interim"],
)
def test_a_server_that_closes_or_sends_in_parts_is_right(
    odd_server: Callable[[Reply], str], reply: Reply
) -> None:
    with begun(odd_server(reply)) as venue:
        for _ in range(3):
            assert venue.do(Request("ann", "POST", "/order", {})).status == "ok"
        assert venue.incidents == []


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (in_parts(b"HTTP/1.1 101 X\r\n\r\n", b"{}"), "another protocol"),
        (in_parts(b"HTTP/1.1 103 X\r\n\r\n" * 40, b"{}"), "interim answers"),
        (says(b'{"orderID":"a","orderID":"b"}'), "stands twice"),
        (says(b'{"text":"\\ud800"}'), "lone surrogate"),
    ],
)
def test_a_server_that_talks_past_the_question_is_garbage(
    odd_server: Callable[[Reply], str], reply: Reply, told: str
) -> None:
    with begun(odd_server(reply)) as venue, pytest.raises(GarbageAnswer, match=told):
        venue.do(Request("ann", "POST", "/order", {}))


def test_a_redirect_is_an_answer_and_is_not_followed(odd_server: Callable[[Reply], str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as elsewhere:
        there = elsewhere.getsockname()[1]
        head = f"HTTP/1.1 307 X\r\nlocation: http://127.0.0.1:{there}/\r\ncontent-length: 2\r\n\r\n"
        url = odd_server(in_parts(head.encode() + b"{}", closes=False))
        with begun(url) as venue, pytest.raises(GarbageAnswer, match="beside code 307"):
            venue.do(Request("ann", "POST", "/order", {}))
        assert select.select([elsewhere], [], [], 0.1)[0] == []


def test_a_page_of_more_rows_than_were_asked_for_is_garbage(
    odd_server: Callable[[Reply], str],
) -> None:
    page = b"[" + b"{}," * 600 + b"{}]"
    told = "a page of 601 rows, where 500 were asked for"
    with begun(odd_server(says(page))) as venue, pytest.raises(GarbageAnswer, match=told):
        venue.read("trade")


def test_no_server_is_a_crash_that_says_where() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    venue = http_venue(f"http://127.0.0.1:{port}")
    with pytest.raises(VenueCrashed, match=f"cannot be reached at 127.0.0.1:{port}"):
        venue.hello()
    venue.bye()


def test_a_server_without_control_routes_says_so(odd_server: Callable[[Reply], str]) -> None:
    with begun(odd_server(says(ERROR, 404))) as venue:
        assert venue.ctl("advance", {}).status == "unsupported"
        with pytest.raises(GarbageAnswer, match="hello: expected ok with one row, got unsupported"):
            venue.hello()
