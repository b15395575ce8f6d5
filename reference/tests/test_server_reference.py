"""The reference behind HTTP: what is wrong is refused and changes nothing, what is right trades."""

import json
import subprocess
import sys
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from solvent_reference.server.application import application
from solvent_reference.server.demonstration import ACCOUNTS, Demonstration
from solvent_reference.server.gateway import Gateway
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import TABLES
from solvent_spec.wire.operations import OPERATIONS
from solvent_spec.wire.rows import ROWS

NOW = 1_559_563_200


class Desk:
    """A venue with the demonstration's market, and a client that signs for its accounts."""

    def __init__(self, rulebook: str = "2019-06") -> None:
        self.venue = ReferenceVenue()
        self.gateway = Gateway(self.venue)
        self.seconds = 0.0
        self.demonstration = Demonstration(self.gateway, rulebook, seconds=lambda: self.seconds)
        self.demonstration.open()
        app = application(self.gateway, control=True, clock=lambda: NOW)
        self.http = TestClient(app, raise_server_exceptions=False)

    def send(
        self, verb: str, path: str, body: bytes | dict[str, Any] = b"", by: str = "demo2"
    ) -> Any:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        key = self.gateway.keys.rows()[by]
        target, expires = f"/api/v1{path}", str(NOW + 60)
        text = Rules(DEFAULT).signature(key["secret"], verb, target, expires, raw.decode())
        headers = {"api-key": key["id"], "api-expires": expires, "api-signature": text}
        if raw:
            headers["content-type"] = "application/json"
        return self.http.request(verb, target, content=raw, headers=headers)

    def tables(self) -> dict[str, Any]:
        return {table: self.venue.read(table).rows for table in TABLES}


@pytest.fixture
def desk() -> Desk:
    return Desk()


ORDER = {"symbol": "XBTUSD", "side": "Buy", "orderQty": 10, "price": 8000}
DIGITS = "9" * 400

BAD = [
    ("POST", "/order", b"{", "Malformed JSON"),
    ("POST", "/order", b"[]", "must be a JSON object"),
    ("POST", "/order", b"", "'symbol' is a required arg."),
    ("POST", "/order", ORDER | {"symbol": "NOSUCH"}, "Invalid symbol"),
    ("POST", "/order", ORDER | {"symbol": 7}, "'symbol' must be a text"),
    ("POST", "/order", ORDER | {"side": "Hold"}, "Invalid side"),
    ("POST", "/order", ORDER | {"side": None, "orderQty": 0}, "Invalid orderQty"),
    ("POST", "/order", ORDER | {"orderQty": -10}, "Invalid orderQty"),
    ("POST", "/order", ORDER | {"orderQty": "10"}, "'orderQty' must be a whole number"),
    ("POST", "/order", ORDER | {"orderQty": 1.5}, "'orderQty' must be a whole number"),
    ("POST", "/order", ORDER | {"orderQty": 10**8}, "Invalid orderQty"),
    ("POST", "/order", ORDER | {"price": 8000.25}, "Invalid price tickSize"),
    ("POST", "/order", ORDER | {"price": -1}, "Invalid price"),
    ("POST", "/order", ORDER | {"price": 0}, "Invalid price"),
    ("POST", "/order", ORDER | {"price": True}, "'price' must be a number"),
    ("POST", "/order", ORDER | {"price": "8000"}, "'price' must be a number"),
    ("POST", "/order", ORDER | {"ordType": "Pegged"}, "ordType"),
    ("POST", "/order", ORDER | {"timeInForce": "Day"}, "timeInForce"),
    ("POST", "/order", ORDER | {"execInst": "Fixed"}, "execInst"),
    ("POST", "/order", ORDER | {"pegPriceType": "LastPeg"}, "'pegPriceType' is not served."),
    ("POST", "/order", b'{"symbol":"XBTUSD","orderQty":1,"price":NaN}', "NaN is not a number"),
    ("POST", "/order", b'{"symbol":"XBTUSD","orderQty":1,"price":Infinity}', "is not a number"),
    (
        "POST",
        "/order",
        f'{{"symbol":"XBTUSD","orderQty":1,"price":{DIGITS}}}'.encode(),
        "more than 40 digits",
    ),
    (
        "POST",
        "/order",
        f'{{"symbol":"XBTUSD","orderQty":{DIGITS},"price":1}}'.encode(),
        "more than 40 digits",
    ),
    ("POST", "/order", b'{"symbol":"XBTUSD","symbol":"ETHUSD"}', "stands twice"),
    ("POST", "/order", b'{"a":' * 9000 + b"1" + b"}" * 9000, "nested too deep"),
    ("PUT", "/order", {"price": 8000}, "is a required arg."),
    ("PUT", "/order", {"orderID": "no uuid", "price": 8000}, "Invalid orderID"),
    ("PUT", "/order", {"origClOrdID": "nobody's", "price": 8000}, "Invalid orig"),
    ("DELETE", "/order", {}, "is a required arg."),
    ("DELETE", "/order", {"orderID": 5}, "'orderID' must be"),
    ("DELETE", "/order/all", {"symbol": 5}, "'symbol' must be a text"),
    ("POST", "/position/leverage", {"symbol": "XBTUSD"}, "'leverage' is a required arg."),
    ("POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": 101}, ""),
    ("POST", "/position/leverage", {"symbol": "XBTUSD", "leverage": -1}, ""),
    ("POST", "/position/isolate", {"symbol": "XBTUSD", "enabled": "maybe"}, "must be true or"),
    ("POST", "/position/riskLimit", {"symbol": "XBTUSD", "riskLimit": 1}, "Invalid riskLimit"),
    ("POST", "/position/transferMargin", {"symbol": "XBTUSD", "amount": 10**20}, "64 bits"),
    ("GET", "/order?count=1001", b"", "'count' must be"),
    ("GET", "/order?filter=" + quote('{"a":{"b":1}}'), b"", "'filter' must hold plain values"),
    ("GET", "/user/margin?currency=EUR", b"", "Invalid currency"),
]


@pytest.mark.tests("APIC-001", "APIC-002", "APIC-006")
@pytest.mark.parametrize(("verb", "path", "body", "says"), BAD)
def test_what_is_wrong_is_refused_and_changes_nothing(
    desk: Desk, verb: str, path: str, body: Any, says: str
) -> None:
    before = desk.tables()
    response = desk.send(verb, path, body)
    assert response.status_code == 400, response.text
    assert says in response.json()["error"]["message"]
    assert response.json()["error"]["name"] in {"HTTPError", "ValidationError"}
    assert desk.tables() == before


@pytest.mark.tests("ORDR-028", "APIC-005")
def test_nobody_touches_another_s_order(desk: Desk) -> None:
    resting = desk.send("POST", "/order", ORDER).json()
    identity = resting["orderID"]
    amended = desk.send("PUT", "/order", {"orderID": identity, "price": 7000}, by="demo3")
    assert (amended.status_code, amended.json()["error"]["message"]) == (400, "Invalid orderID")
    canceled = desk.send("DELETE", "/order", {"orderID": identity}, by="demo3").json()
    assert [row["ordStatus"] for row in canceled] == ["Rejected"]
    wanted = quote(json.dumps({"orderID": identity}))
    assert desk.send("GET", f"/order?filter={wanted}", by="demo3").json() == []
    assert desk.send("GET", f"/order?filter={wanted}").json() == [resting]


def test_a_newcomer_trades_at_once(desk: Desk) -> None:
    best = desk.http.get("/api/v1/orderBook/L2?symbol=XBTUSD&depth=1").json()
    market = {"symbol": "XBTUSD", "orderQty": 100, "ordType": "Market", "clOrdID": "mine"}
    bought = desk.send("POST", "/order", market).json()
    assert (bought["ordStatus"], bought["cumQty"]) == ("Filled", 100)
    assert bought["avgPx"] == best[0]["price"]
    position = desk.send("GET", "/position").json()
    assert [(row["symbol"], row["currentQty"]) for row in position] == [("XBTUSD", 100)]
    fills = desk.send("GET", "/execution/tradeHistory").json()
    assert [(row["clOrdID"], row["lastQty"]) for row in fills] == [("mine", 100)]
    trade = desk.http.get("/api/v1/trade?symbol=XBTUSD&reverse=true&count=1").json()
    assert [(row["size"], row["side"]) for row in trade] == [(100, "Buy")]
    again = desk.send("POST", "/order", market)
    assert again.json()["error"]["message"] == "Duplicate clOrdID"


def test_the_clock_of_a_demonstration_runs_and_its_indices_stay_fresh(desk: Desk) -> None:
    first = desk.http.get("/api/v1/instrument?symbol=XBTUSD").json()[0]
    desk.seconds += 5 * 3600
    later = desk.http.get("/api/v1/instrument?symbol=XBTUSD").json()[0]
    assert first["timestamp"] == "2019-06-01T00:00:00.000Z"
    assert later["timestamp"] == "2019-06-01T05:00:00.000Z"
    assert later["fundingTimestamp"] == "2019-06-01T12:00:00.000Z"
    order = desk.send("POST", "/order", ORDER).json()
    assert order["transactTime"] == "2019-06-01T05:00:00.000Z"


@pytest.mark.parametrize("rulebook", ["2019-06", "2026", "TOY"])
def test_a_demonstration_opens_under_every_rulebook(rulebook: str) -> None:
    desk = Desk(rulebook)
    symbols = [str(instrument.symbol) for instrument in desk.demonstration.instruments]
    assert len(symbols) >= 3
    for symbol in symbols:
        book = desk.http.get(f"/api/v1/orderBook/L2?symbol={symbol}").json()
        assert {row["side"] for row in book} == {"Buy", "Sell"}, symbol
        assert len({row["id"] for row in book}) == len(book)


def test_every_row_that_is_served_is_of_its_model(desk: Desk) -> None:
    for symbol, side in (("XBTUSD", "Buy"), ("ETHUSD", "Sell"), ("XBTM19", "Buy")):
        desk.send("POST", "/order", {"symbol": symbol, "side": side, "orderQty": 5})
    for _ in range(9 * 4 * 2):
        desk.seconds += 900
        desk.http.get("/api/v1/instrument/active")
    seen = set()
    for operation in OPERATIONS:
        if operation.method != "GET":
            continue
        query = "?symbol=XBTUSD" if operation.path == "/orderBook/L2" else ""
        for account in ACCOUNTS:
            answer = desk.send("GET", operation.path + query, by=account)
            assert answer.status_code == 200, answer.text
            rows = json.loads(answer.text, parse_float=Decimal)
            for row in rows if isinstance(rows, list) else [rows]:
                ROWS[operation.table].model_validate(row)
                seen.add(operation.table)
    assert seen == ROWS.keys() - {"liquidation"}


@pytest.mark.tests("ADMN-001", "ADMN-006", "ADMN-007", "ADMN-008")
def test_a_frozen_engine_sheds_what_finds_the_queue_full(desk: Desk) -> None:
    control = desk.http.post
    assert control("/conformance/ctl/depth", json={"depth": 1}).status_code == 200
    assert control("/conformance/ctl/freeze").status_code == 200
    waiting = desk.send("POST", "/order", ORDER)
    shed = desk.send("POST", "/order", ORDER)
    exempt = desk.send("DELETE", "/order/all", {})
    assert (waiting.status_code, shed.status_code, exempt.status_code) == (202, 503, 202)
    assert "overloaded" in shed.json()["error"]["message"]
    assert desk.send("GET", "/order").json() == []
    rows = control("/conformance/ctl/thaw").json()["rows"]
    assert [row["ticket"] for row in rows] == [waiting.json()["ticket"], exempt.json()["ticket"]]
    assert [row["status"] for row in rows] == ["ok", "ok"]
    assert [row["ordStatus"] for row in desk.send("GET", "/order").json()] == ["Canceled"]


def solvent(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from solvent_conformance.cli import main; main()"]
    return subprocess.run(
        [*command, "serve", *arguments], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--control", "--host", "0.0.0.0"], "listens on loopback only"),  # noqa: S104 - it is refused, nothing is bound
        (["--rulebook", "1815"], "neither a preset"),
        (["--instruments", "NOSUCH"], "does not list 'NOSUCH'"),
        (["--port", "99999"], "cannot listen on"),
        (["--venue", "nowhere:Venue"], "cannot make a venue"),
    ],
)
def test_the_command_says_what_is_wrong_with_its_usage(arguments: list[str], says: str) -> None:
    told = solvent(*arguments)
    assert told.returncode == 2
    assert says in told.stderr
    assert "Traceback" not in told.stderr


def test_the_command_serves_and_prints_its_keys() -> None:
    command = [sys.executable, "-u", "-c", "from solvent_conformance.cli import main; main()"]
    with subprocess.Popen(
        [*command, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
    ) as p:
        assert p.stdout is not None
        try:
            address = p.stdout.readline().split()[-1]
            keys = [p.stdout.readline().split()[0] for _ in ACCOUNTS]
        finally:
            p.terminate()
    assert address.startswith("http://127.0.0.1:")
    assert address.endswith("/api/v1")
    assert keys == ["demo1:", "demo2:", "demo3:"]
