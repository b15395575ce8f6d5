"""The shell around any venue: keys and signatures, statuses, reads, and the control routes."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from solvent_reference.server.application import application, is_loopback
from solvent_reference.server.gateway import Gateway
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.wire.operations import OPERATIONS
from solvent_spec.wire.rows import ROWS

NOW = 1_559_563_200
SETUP = {
    "rulebook": "2019-06",
    "instruments": ["XBTUSD"],
    "accounts": ["alice", "bob"],
    "clock": "2019-06-03T12:00:00.000Z",
    "policies": {},
}


def row_of(identity: str, account: str = "alice", **columns: Any) -> Row:
    usual = {"symbol": "XBTUSD", "price": "9000.5", "orderQty": 10, "ordStatus": "New"}
    instant = "2019-06-03T12:00:00.000Z"
    return {"orderID": identity, "account": account, **usual, "timestamp": instant, **columns}


@dataclass
class ScriptedVenue:
    """Answers what it is told to, and remembers what it was asked."""

    answer: Answer = field(default_factory=lambda: Answer("ok", [row_of("1")]))
    tables: dict[str, list[Row]] = field(default_factory=dict)
    thawed: list[Row] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)

    def hello(self) -> Row:
        return {"protocol": 1, "name": "scripted", "version": "1"}

    def reset(self, setup: Row) -> Answer:
        return Answer("ok", [setup])

    def do(self, request: Request) -> Answer:
        self.asked.append(request)
        return self.answer

    def ctl(self, verb: str, body: Row) -> Answer:
        return Answer("ok", self.thawed if verb == "thaw" else [body])

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        rows = self.tables.get(table, [])
        return Answer("ok", [r for r in rows if account in {None, r.get("account")}])

    def events(self, cursor: int = 0) -> Answer:
        return Answer("ok", [{"seq": cursor + 1}])

    def bye(self) -> None:
        return None


@dataclass
class Desk:
    """A client that signs."""

    venue: ScriptedVenue
    gateway: Gateway
    http: TestClient

    def send(
        self,
        verb: str,
        path: str,
        body: bytes = b"",
        account: str = "alice",
        *,
        expires: int = NOW + 5,
        tamper: Callable[[dict[str, str]], None] = lambda _: None,
        kind: str = "application/json",
    ) -> Any:
        key = self.gateway.keys.rows()[account]
        target = f"/api/v1{path}"
        text = Rules(DEFAULT).signature(key["secret"], verb, target, str(expires), body.decode())
        headers = {"api-key": key["id"], "api-expires": str(expires), "api-signature": text}
        if body:
            headers["content-type"] = kind
        tamper(headers)
        return self.http.request(verb, target, content=body, headers=headers)


@pytest.fixture
def desk() -> Desk:
    venue = ScriptedVenue()
    gateway = Gateway(venue)
    client = TestClient(application(gateway, control=True, clock=lambda: NOW))
    assert client.post("/conformance/reset", json=SETUP).status_code == 200
    return Desk(venue, gateway, client)


ORDER = b'{"symbol":"XBTUSD","orderQty":10,"price":9000.5}'


def error_of(response: Any) -> tuple[int, str, str]:
    error = response.json()["error"]
    assert set(response.json()) == {"error"}
    assert set(error) == {"message", "name"}
    return response.status_code, error["message"], error["name"]


@pytest.mark.tests("APIC-004")
def test_a_signed_order_reaches_the_venue_in_the_words_of_the_protocol(desk: Desk) -> None:
    response = desk.send("POST", "/order", ORDER)
    assert response.status_code == 200
    assert desk.venue.asked == [
        Request("alice", "POST", "/order", {"symbol": "XBTUSD", "orderQty": 10, "price": "9000.5"})
    ]
    assert response.text.startswith('{"orderID":"1","account":100001,"symbol":"XBTUSD"')
    assert '"price":9000.5,' in response.text


@pytest.mark.tests("APIC-004")
@pytest.mark.parametrize(
    ("tamper", "status", "message"),
    [
        (lambda h: h.clear(), 401, "Authorization Required"),
        (lambda h: h.update({"api-key": "nobody"}), 401, "Invalid API Key."),
        (lambda h: h.update({"api-signature": "0" * 64}), 401, "Signature not valid."),
        (lambda h: h.update({"api-signature": "\u00e9".encode()}), 401, "Signature not valid."),
        (lambda h: h.update({"api-expires": "1559563299"}), 401, "Signature not valid."),
        (lambda h: h.pop("api-expires"), 401, "Signature not valid."),
        (lambda h: h.pop("api-signature"), 401, "Signature not valid."),
    ],
)
def test_a_request_that_is_not_signed_rightly_reaches_no_venue(
    desk: Desk, tamper: Any, status: int, message: str
) -> None:
    response = desk.send("POST", "/order", ORDER, tamper=tamper)
    assert error_of(response) == (status, message, "HTTPError")
    assert desk.venue.asked == []


@pytest.mark.tests("APIC-004")
def test_a_signature_covers_query_and_body(desk: Desk) -> None:
    assert desk.send("GET", "/order?count=5&filter=%7B%22open%22%3A+true%7D").status_code == 200
    key = desk.gateway.keys.rows()["alice"]
    signed = Rules(DEFAULT).signature(
        key["secret"], "GET", "/api/v1/order?count=5", str(NOW + 5), ""
    )
    headers = {"api-key": key["id"], "api-expires": str(NOW + 5), "api-signature": signed}
    response = desk.http.get("/api/v1/order?count=6", headers=headers)
    assert error_of(response) == (401, "Signature not valid.", "HTTPError")


def test_an_expired_request_is_told_the_time(desk: Desk) -> None:
    text = f"This request has expired - `expires` is in the past. Current time: {NOW}"
    response = desk.send("POST", "/order", ORDER, expires=NOW)
    assert error_of(response) == (400, text, "HTTPError")
    assert desk.venue.asked == []


def test_a_new_reset_makes_new_keys(desk: Desk) -> None:
    before = desk.gateway.keys.rows()["alice"]
    answer = desk.http.post("/conformance/reset", json=SETUP).json()
    keys = answer["rows"][0]["keys"]
    assert answer["status"] == "ok"
    assert [keys[name]["number"] for name in ("alice", "bob")] == [100_001, 100_002]
    assert keys["alice"]["secret"] != before["secret"]


@pytest.mark.parametrize("body", [b'{"orderID":"1"}', b"orderID=1"])
def test_a_delete_has_a_body(desk: Desk, body: bytes) -> None:
    kind = "application/json" if body[:1] == b"{" else "application/x-www-form-urlencoded"
    response = desk.send("DELETE", "/order", body, kind=kind)
    assert isinstance(response.json(), list)
    assert desk.venue.asked[0].body == {"orderID": "1"}


def test_a_delete_without_a_body_takes_its_fields_from_the_query(desk: Desk) -> None:
    assert desk.send("DELETE", "/order?orderID=1").status_code == 200
    assert desk.venue.asked[0].body == {"orderID": "1"}


@pytest.mark.tests("APIC-001", "APIC-002", "ADMN-008")
@pytest.mark.parametrize(
    "answer",
    [
        Answer("rejected", [], {"message": "Invalid orderQty", "name": "HTTPError"}, 400),
        Answer("rejected", [], {"message": "Invalid orderQty", "name": "HTTPError"}, 200),
        Answer("shed", [], {"message": "overloaded", "name": "HTTPError"}, 503),
        Answer("unsupported", [], {"message": "no stops", "name": "Unsupported"}, 501),
        Answer("errored", [], {"message": "broken", "name": "Errored"}, 500),
    ],
)
def test_a_venue_is_shown_refusing_as_it_refuses(desk: Desk, answer: Answer) -> None:
    desk.venue.answer = answer
    error = answer.error or {}
    told = error_of(desk.send("POST", "/order", ORDER))
    assert told == (answer.code, error["message"], error["name"])


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "/api/v1/stats"),
        ("DELETE", "/api/v1/stats"),
        ("PATCH", "/api/v1/order"),
        ("GET", "/api/v1/trade/"),
        ("GET", "/"),
    ],
)
def test_what_is_not_served_is_not_found(desk: Desk, verb: str, path: str) -> None:
    """Recorded: also a method that a path does not have."""
    assert error_of(desk.http.request(verb, path)) == (404, "Not Found", "HTTPError")


def test_a_large_body_is_refused(desk: Desk) -> None:
    body = b'{"symbol":"XBTUSD","text":"' + b"x" * 70_000 + b'"}'
    status, message, _ = error_of(desk.send("POST", "/order", body))
    assert (status, message) == (400, "Body is larger than 65536 bytes.")
    assert desk.venue.asked == []


def test_a_body_that_is_no_text_is_refused(desk: Desk) -> None:
    response = desk.http.post("/api/v1/order", content=b"\xff\xfe")
    assert error_of(response)[:2] == (400, "Body is not UTF-8.")


def test_public_tables_need_no_key_and_private_ones_do(desk: Desk) -> None:
    for operation in OPERATIONS:
        query = "?symbol=XBTUSD" if operation.path == "/orderBook/L2" else ""
        response = desk.http.request(operation.method, f"/api/v1{operation.path}{query}")
        assert response.status_code == (401 if operation.private else 200), operation.request


@pytest.mark.tests("APIC-005")
def test_an_account_sees_its_own_rows(desk: Desk) -> None:
    desk.venue.tables["order"] = [row_of("1"), row_of("2", "bob")]
    assert [r["account"] for r in desk.send("GET", "/order").json()] == [100_001]
    assert [r["orderID"] for r in desk.send("GET", "/order", account="bob").json()] == ["2"]


def test_a_table_is_filtered_ordered_and_cut(desk: Desk) -> None:
    desk.venue.tables["order"] = [
        row_of(str(n), price=f"{9000 + n}.5", timestamp=f"2019-06-03T12:00:0{n}.000Z")
        | {"ordStatus": "New" if n % 2 else "Filled"}
        for n in range(6)
    ]

    def ids(query: str) -> list[str]:
        return [row["orderID"] for row in desk.send("GET", f"/order?{query}").json()]

    assert ids("count=2&start=1") == ["1", "2"]
    assert ids("count=2&reverse=true") == ["5", "4"]
    assert ids('filter={"open":true}'.replace('"', "%22")) == ["1", "3", "5"]
    assert ids("filter=%7B%22ordStatus.isTerminated%22%3A+true%7D") == ["0", "2", "4"]
    assert ids("filter=%7B%22price%22%3A9002.50%7D") == ["2"]
    assert ids("filter=%7B%22orderID%22%3A%5B%221%22%2C%224%22%5D%7D") == ["1", "4"]
    assert ids("startTime=2019-06-03T12:00:02Z&endTime=2019-06-03T14:00:03%2B02:00") == ["2", "3"]
    assert ids("symbol=xbtusd&count=1") == ["0"]
    assert ids("symbol=ETHUSD") == []
    rows = desk.send("GET", "/order?columns=price&count=1").json()
    assert rows == [{"orderID": "0", "price": 9000.5}]


@pytest.mark.parametrize("query", ["count=1001", "count=-1", "start=-1", "startTime=noon"])
def test_a_parameter_out_of_range_is_refused(desk: Desk, query: str) -> None:
    assert error_of(desk.send("GET", f"/order?{query}"))[0] == 400


def test_the_book_stands_from_the_highest_price_down(desk: Desk) -> None:
    desk.venue.tables["orderBookL2"] = [
        {"symbol": "XBTUSD", "side": side, "price": price, "size": 1}
        for side, price in [("Buy", "9"), ("Buy", "8.5"), ("Sell", "10"), ("Sell", "10.5")]
    ]
    book = desk.http.get("/api/v1/orderBook/L2?symbol=XBTUSD").json(parse_float=Decimal)
    assert [str(row["price"]) for row in book] == ["10.5", "10", "9", "8.5"]
    near = desk.http.get("/api/v1/orderBook/L2?symbol=XBTUSD&depth=1").json()
    assert [row["price"] for row in near] == [10, 9]
    missing = desk.http.get("/api/v1/orderBook/L2")
    assert error_of(missing) == (400, "'symbol' is a required arg.", "HTTPError")


def test_margin_is_one_row_or_all(desk: Desk) -> None:
    desk.venue.tables["margin"] = [
        {"account": "alice", "currency": currency, "marginLeverage": "0.125"}
        for currency in ("XBt", "USDt")
    ]
    assert desk.send("GET", "/user/margin").json()["currency"] == "XBt"
    assert desk.send("GET", "/user/margin?currency=USDt").json()["marginLeverage"] == 0.125
    assert len(desk.send("GET", "/user/margin?currency=all").json()) == 2
    assert error_of(desk.send("GET", "/user/margin?currency=EUR"))[1] == "Invalid currency"


def test_a_queued_request_has_a_ticket(desk: Desk) -> None:
    desk.venue.answer = Answer("queued", ticket=7, code=202)
    response = desk.send("POST", "/order", ORDER)
    assert (response.status_code, response.json()) == (202, {"ticket": 7})


def test_a_request_may_wait_for_the_thaw_while_reads_are_served(desk: Desk) -> None:
    desk.venue.answer = Answer("queued", ticket=7, code=202)
    desk.venue.thawed = [{"ticket": 7, "status": "ok", "rows": [row_of("9")], "error": None}]
    with desk.http, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(
            desk.send, "POST", "/order", ORDER, tamper=lambda h: h.update(prefer="wait")
        )
        while not desk.gateway._waiting:
            assert desk.http.get("/api/v1/instrument").status_code == 200
        assert not waiting.done()
        assert desk.http.post("/conformance/ctl/thaw").status_code == 200
        assert waiting.result(timeout=10).json()["orderID"] == "9"


def test_a_request_that_waits_at_a_reset_is_shed(desk: Desk) -> None:
    desk.venue.answer = Answer("queued", ticket=7, code=202)
    with desk.http, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(
            desk.send, "POST", "/order", ORDER, tamper=lambda h: h.update(prefer="wait")
        )
        while not desk.gateway._waiting:
            assert desk.http.get("/api/v1/instrument").status_code == 200
        desk.http.post("/conformance/reset", json=SETUP)
        assert error_of(waiting.result(timeout=10))[0] == 503


def test_the_control_routes_speak_the_protocol(desk: Desk) -> None:
    hello = desk.http.get("/conformance/hello").json()
    assert hello == {
        "status": "ok",
        "rows": [{"protocol": 1, "name": "scripted", "version": "1"}],
        "error": None,
    }
    spot = {"index": ".BXBT", "reference": "KRKN", "price": "8550.5"}
    assert desk.http.post("/conformance/ctl/spot", json=spot).json()["rows"] == [spot]
    loose = desk.http.post("/conformance/ctl/spot", content=b'{"price":8550.50}')
    assert loose.json()["rows"] == [{"price": "8550.5"}]
    assert desk.http.get("/conformance/events?cursor=4").json()["rows"] == [{"seq": 5}]
    assert desk.http.get("/conformance/ledger").json()["rows"] == []
    assert error_of(desk.http.get("/conformance/events?cursor=-1"))[0] == 400
    assert error_of(desk.http.post("/conformance/reset", content=b"[]"))[0] == 400


def test_the_control_routes_are_in_test_builds_only() -> None:
    client = TestClient(application(Gateway(ScriptedVenue())))
    for path in ("hello", "ledger", "events"):
        assert client.get(f"/conformance/{path}").status_code == 404
    assert client.post("/conformance/reset", json=SETUP).status_code == 404


def test_loopback_is_this_machine_only() -> None:
    assert [is_loopback(h) for h in ("127.0.0.1", "127.8.8.8", "::1", "localhost")] == [True] * 4
    assert [is_loopback(h) for h in ("0.0.0.0", "::", "10.0.0.1", "example.org", "")] == [False] * 5  # noqa: S104 - nothing is bound here


def test_the_document_is_served(desk: Desk) -> None:
    document = desk.http.get("/api/v1/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert set(document["components"]["schemas"]) >= {model.__name__ for model in ROWS.values()}
    assert desk.http.get("/api/v1/").json()["name"] == "Solvent"


def test_our_own_mistake_is_logged_and_answered(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(ScriptedVenue):
        def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
            raise ZeroDivisionError

    client = TestClient(application(Gateway(Broken())), raise_server_exceptions=False)
    assert client.get("/api/v1/trade").status_code == 500
    assert "GET /api/v1/trade failed" in caplog.text


def test_a_row_travels_without_loss(desk: Desk) -> None:
    desk.venue.answer = Answer(
        "ok", [row_of("1", price="0.0000000001", text="é\u2028", cumQty=10**18)]
    )
    text = desk.send("POST", "/order", ORDER).text
    row = json.loads(text, parse_float=Decimal)
    assert row["price"] == Decimal("0.0000000001")
    assert (row["text"], row["cumQty"]) == ("é\u2028", 10**18)
