"""The harness asks one server, follows it nowhere, unpacks nothing, and waits for nobody."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
import requests
from schemathesis.engine import events

from solvent_conformance import schema_harness
from solvent_conformance.adapters.api_keys import ApiKey, Keys
from solvent_conformance.adapters.failures import (
    EngineFailed,
    GarbageAnswer,
    RunEnded,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.limits import Allowance, Limits
from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.findings import harness
from solvent_conformance.certify.outcome import Outcome, Plan, Progress
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.schema_harness import Guard, HarnessError, run_harness
from solvent_conformance.schema_harness.guard import all_requests_by
from solvent_conformance.schema_harness.phases import refuse_error
from solvent_conformance.schema_harness.trading_floor import Signature
from solvent_reference.venue import ReferenceVenue

OK = b"HTTP/1.1 200 X\r\ncontent-type: application/json\r\n"


class OddServer:
    """Answers each request with a given text, and keeps what it was asked."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.asked: list[bytes] = []
        self.says: Callable[[socket.socket], None] = lambda _: None
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listening.accept()
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while asked := connection.recv(2**16):
                self.asked.append(asked)
                self.says(connection)

    def answer(self, text: bytes, *, closes: bool = False) -> None:
        def say(connection: socket.socket) -> None:
            connection.sendall(text)
            if closes:
                connection.shutdown(socket.SHUT_RDWR)

        self.says = say


@pytest.fixture
def server() -> Iterator[OddServer]:
    odd = OddServer()
    yield odd
    odd.listening.close()


def asked(guard: Guard, path: str = "/a", method: str = "GET") -> requests.Response:
    with all_requests_by(guard):
        return requests.request(method, path, headers={"api-key": "secret"}, timeout=60)


def test_a_redirect_is_not_followed(server: OddServer) -> None:
    elsewhere = OddServer()
    location = f"location: {elsewhere.url}/\r\n".encode()
    server.answer(b"HTTP/1.1 307 X\r\n" + location + b"content-length: 0\r\n\r\n")
    for method in ("GET", "POST"):
        answer = asked(Guard(server.url), f"{server.url}/a", method)
        assert answer.status_code == 307
        assert answer.headers["location"] == f"{elsewhere.url}/"
    assert elsewhere.asked == []
    elsewhere.listening.close()


def test_no_other_origin_is_asked(server: OddServer) -> None:
    with pytest.raises(requests.exceptions.InvalidURL, match="another origin"):
        asked(Guard("http://127.0.0.1:1"), f"{server.url}/a")
    assert server.asked == []


def test_nothing_is_unpacked(server: OddServer) -> None:
    packed = gzip.compress(bytes(10**7))
    length = f"content-encoding: gzip\r\ncontent-length: {len(packed)}\r\n\r\n".encode()
    server.answer(OK + length + packed)
    answer = asked(Guard(server.url), f"{server.url}/a")
    assert answer.content == packed
    assert b"accept-encoding: identity" in server.asked[0].lower()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("head", [b"content-length: 2\r\n\r\n", b"connection: close\r\n\r\n"])
def test_a_server_that_closes_is_right(server: OddServer, method: str, head: bytes) -> None:
    server.answer(OK + head + b"{}", closes=True)
    guard = Guard(server.url)
    for _ in range(3):
        assert asked(guard, f"{server.url}/a", method).json() == {}
    assert guard.failure is None


def test_interim_answers_are_skipped(server: OddServer) -> None:
    interim = b"HTTP/1.1 103 X\r\n\r\nHTTP/1.1 100 X\r\n\r\n"
    server.answer(interim + OK + b"content-length: 2\r\n\r\n{}")
    assert asked(Guard(server.url), f"{server.url}/a").json() == {}


def drip(connection: socket.socket) -> None:
    connection.sendall(OK + b"transfer-encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1\r\n \r\n")
        time.sleep(0.02)


def flood(connection: socket.socket) -> None:
    connection.sendall(OK + b"transfer-encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b" " * 2**16 + b"\r\n")


@pytest.mark.parametrize(
    ("says", "kind", "told"),
    [
        (drip, VenueHung, "no answer within 0.5 s"),
        (lambda _: time.sleep(2), VenueHung, "no answer within 0.5 s"),
        (flood, GarbageAnswer, "more than 16777216 bytes"),
        (lambda c: c.sendall(OK + b"a: b\r\n" * 200 + b"\r\n"), GarbageAnswer, "100 headers"),
        (lambda c: c.sendall(OK + b"a: " + b"b" * 10**6), GarbageAnswer, "header line"),
        (lambda c: c.sendall(b"hello\r\n\r\n"), GarbageAnswer, "no HTTP"),
        (lambda c: c.shutdown(socket.SHUT_RDWR), VenueCrashed, "closed the connection"),
        (
            lambda c: c.sendall(b"HTTP/1.1 429 X\r\nretry-after: 9\r\ncontent-length: 0\r\n\r\n"),
            EngineFailed,
            "too many requests",
        ),
    ],
    ids=["drip", "silence", "flood", "headers", "header", "no HTTP", "end", "429"],
)
def test_a_failure_is_kept_with_its_command_line(
    server: OddServer, says: Callable[[socket.socket], None], kind: type[VenueFailure], told: str
) -> None:
    server.says = says
    guard = Guard(server.url, seconds=0.5 if kind is VenueHung else 30.0)
    with pytest.raises(requests.RequestException):
        asked(guard, f"{server.url}/a?b=c", "POST")
    assert type(guard.failure) is kind
    assert told in str(guard.failure)
    assert guard.failure.transcript == (
        f"curl -X POST -H 'Accept: */*' -H 'api-key: secret' '{server.url}/a?b=c'",
    )
    before = len(server.asked)
    with pytest.raises(requests.RequestException, match="failed before"):
        asked(guard, f"{server.url}/a")
    assert len(server.asked) == before


def test_a_run_out_of_time_asks_nothing(server: OddServer) -> None:
    guard = Guard(server.url, Allowance(Limits(minutes=-1)))
    with pytest.raises(requests.RequestException):
        asked(guard, f"{server.url}/a")
    assert isinstance(guard.failure, RunEnded)
    assert server.asked == []


def test_a_document_that_never_comes_is_a_failure_with_a_command_line(server: OddServer) -> None:
    server.says = drip
    with pytest.raises(HarnessError) as caught:
        list(run_harness(server.url, seed=1, max_examples=1, guard=Guard(server.url, seconds=0.3)))
    assert isinstance(caught.value.failure, VenueHung)
    assert caught.value.curl.endswith(f"{server.url}/api/v1/openapi.json")


def test_answers_of_another_shape_are_a_clear_error(server: OddServer) -> None:
    document = b'{"openapi":"3.1.0","paths":{},"components":{"schemas":{}},"status":"ok","rows":[]}'
    server.answer(OK + f"content-length: {len(document)}\r\n\r\n".encode() + document)
    with pytest.raises(HarnessError, match="what cannot be used: IndexError") as caught:
        list(run_harness(server.url, seed=1, max_examples=1))
    assert caught.value.curl.startswith("curl -X POST")


def test_an_interrupt_that_the_library_takes_is_no_end_of_the_cases() -> None:
    with pytest.raises(HarnessError, match="interrupted"):
        refuse_error(events.Interrupted(phase=None))


def test_a_failure_behind_http_is_the_engine_s(monkeypatch: pytest.MonkeyPatch) -> None:
    failure = VenueHung("GET /api/v1/order", "no answer")

    def broken(*_: object, **__: object) -> None:
        raise HarnessError("no answer", failure=failure, curl="curl http://127.0.0.1:1/")

    monkeypatch.setattr(schema_harness, "run_harness", broken)
    hello = ReferenceVenue().hello()
    outcome = Outcome(Plan(("api",), BUDGETS["quick"], 1), hello, Capabilities.of(hello))
    told: list[Progress] = []
    with pytest.raises(VenueHung):
        harness("http://127.0.0.1:1")(outcome, told.append)
    assert [progress.text for progress in told] == ["curl http://127.0.0.1:1/"]


def test_no_signature_is_good_for_more_than_a_minute() -> None:
    now = int(time.time())
    request = requests.Request("GET", "http://127.0.0.1:1/a").prepare()
    signed = Signature("key", "secret")(request).headers["api-expires"]
    adapters = Keys({"ann": ApiKey("key", b"secret", 1)}).headers("ann", "GET", "/a", b"")
    for expires in (signed, adapters["api-expires"]):
        assert now < int(expires) <= int(time.time()) + 60
