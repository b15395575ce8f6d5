"""What comes in from a socket: whole requests, in time, and control verbs from this machine."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from solvent_reference.server.application import application
from solvent_reference.server.gateway import Gateway
from solvent_reference.server.listener import in_background
from solvent_reference.server.patience import PatientProtocol
from solvent_reference.venue import ReferenceVenue

HELLO = "GET /conformance/hello HTTP/1.1"
ADVANCE = "POST /conformance/ctl/advance HTTP/1.1"


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with in_background(application(Gateway(ReferenceVenue()), control=True)) as url:
        yield urlsplit(url).port or 0


def answered(port: int, *lines: str, body: bytes = b"") -> bytes:
    """All that comes back until the server closes, or says nothing for ten seconds."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "connection: close", "", ""]).encode() + body)
        parts = []
        while part := connection.recv(2**16):
            parts.append(part)
        return b"".join(parts)


def status(answer: bytes) -> int:
    return int(answer.split()[1])


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (["host: 127.0.0.1:PORT"], 200),
        (["host: localhost"], 200),
        (["host: [::1]:80"], 200),
        (["host: example.org"], 403),
        (["host: 127.0.0.1.example.org"], 403),
        (["host: ]["], 403),
        (["host: 127.0.0.1:PORT", "origin: http://127.0.0.1:PORT"], 200),
        (["host: 127.0.0.1:PORT", "origin: http://example.org"], 403),
        (["host: 127.0.0.1:PORT", "origin: http://127.0.0.1:1"], 403),
        (["host: 127.0.0.1:PORT", "origin: null"], 403),
    ],
)
def test_control_verbs_are_for_this_machine(port: int, headers: list[str], expected: int) -> None:
    lines = [line.replace("PORT", str(port)) for line in headers]
    assert status(answered(port, HELLO, *lines)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("content-type: application/json", 200),
        ("content-type: Application/JSON; charset=utf-8", 200),
        ("content-type: text/plain", 400),
        ("content-type: application/x-www-form-urlencoded", 400),
        ("x-nothing: at-all", 400),
    ],
)
def test_control_verbs_take_json(port: int, kind: str, expected: int) -> None:
    body = b'{"rulebook":"TOY","instruments":["XBTTOY"],"accounts":["a"],'
    body += b'"clock":"2019-06-03T12:00:00.000Z","policies":{}}'
    reset = ADVANCE.replace("ctl/advance", "reset")
    length = f"content-length: {len(body)}"
    answer = answered(port, reset, "host: localhost", kind, length, body=body)
    assert status(answer) == expected


def test_the_api_itself_has_any_name(port: int) -> None:
    assert status(answered(port, "GET /api/v1/ HTTP/1.1", "host: example.org")) == 200


def test_two_lengths_are_refused(port: int) -> None:
    lines = ["POST /api/v1/order HTTP/1.1", "host: a", "content-length: 4"]
    answer = answered(port, *lines, "transfer-encoding: chunked", body=b"0\r\n\r\nGET /")
    assert status(answer) == 400
    assert answer.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET /api/v1/ HTTP/1.1\r\nhost: a\r\n",
        b"POST /api/v1/order HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\n{",
    ],
    ids=["nothing", "half a head", "half a body"],
)
def test_a_request_that_takes_too_long_is_ended(
    port: int, begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PatientProtocol, "seconds", 0.2)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(begun)
        assert connection.recv(2**16) == b""
