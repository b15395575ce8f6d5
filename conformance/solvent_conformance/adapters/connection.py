"""Connections: HTTP/1.1 with keep-alive, with one deadline for a request and its whole answer."""

from __future__ import annotations

import contextlib
import http.client
import io
import select
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import SplitResult

from solvent_conformance.adapters.process import LINE_LIMIT, EndOfProcess, Late, Unreadable

STEP: Final = 2**20
QUICK_ACK: Final[int | None] = getattr(socket, "TCP_QUICKACK", None)
"""Only Linux has it."""


MOST_HEADS: Final = 32
"""Interim answers (1xx) before the one that counts."""


class StaleConnection(EndOfProcess):
    """A server has closed a connection between two requests, which it may do at any time."""


@dataclass(slots=True, frozen=True)
class HttpAnswer:
    """An answer as it came: nothing is followed, nothing is unpacked."""

    code: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class _Reader(io.RawIOBase):
    """A socket read with what is left of a deadline: a server that drips cannot outlast it.

    It holds the socket open until the whole answer is read, also when the server has announced
    that it closes and `http.client` has let go of the connection.
    """

    def __init__(self, connection: socket.socket, end: float) -> None:
        self._socket = connection
        self._raw = connection.makefile("rb", buffering=0)
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - a buffer, as in the base class
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._socket.settimeout(remaining)
        if QUICK_ACK is not None:
            # A server that writes head and body apart, and has left Nagle's rule on, waits 40 ms
            # for an acknowledgement of the head that we would otherwise delay.
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class _Readable:
    """What `HTTPResponse` wants of a socket."""

    def __init__(self, connection: socket.socket, end: float) -> None:
        self._reader = io.BufferedReader(_Reader(connection, end), 2**16)

    def makefile(self, _mode: str) -> io.BufferedIOBase:
        return self._reader


class _Response(http.client.HTTPResponse):
    """A response without the interim ones before it; `http.client` knows only one of them."""

    def _read_status(self) -> tuple[str, int, str]:
        for _ in range(MOST_HEADS):
            version, status, reason = super()._read_status()  # type: ignore[misc]  # no stub has it
            if not 100 <= status < 200:
                return (version, status, reason)
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                raise http.client.HTTPException("another protocol, for which nobody has asked")
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException(f"more than {MOST_HEADS} interim answers")


class _Sender(http.client.HTTPConnection):
    """Sends the head and the body of a request at once: there are servers that expect it."""

    parts: list[bytes] | None = None

    def send(self, data: Any) -> None:  # noqa: ANN401 - as in the base class
        if self.parts is None:
            super().send(data)
        else:
            self.parts.append(bytes(data))

    def send_at_once(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> None:
        self.parts = []
        try:
            self.request(method, target, body or None, dict(headers))
            whole = b"".join(self.parts)
        finally:
            self.parts = None
        self.send(whole)


class _SecureSender(_Sender, http.client.HTTPSConnection):
    """The same over TLS."""


class HttpConnection:
    """One connection to a server, made again whenever it has been closed in between."""

    def __init__(self, url: SplitResult, limit: int = LINE_LIMIT) -> None:
        self.host = url.hostname or ""
        self.port = url.port or (443 if url.scheme == "https" else 80)
        self.is_secure = url.scheme == "https"
        self.limit = limit
        self._connection: _Sender | None = None
        self._end = 0.0
        self._is_used = False
        self._reuses = True

    def ask(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str], end: float
    ) -> tuple[int, bytes]:
        """Send a request; give the status code and the body of its answer.

        `end` is the instant, by the monotonic clock, by which the whole answer must be there.

        Raises:
            EndOfProcess, Late, Unreadable: there is none.
        """
        answer = self.exchange(method, target, body, headers, end)
        return (answer.code, answer.body)

    def exchange(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str], end: float
    ) -> HttpAnswer:
        """The same, with the headers of the answer.

        Raises:
            EndOfProcess, Late, Unreadable: there is none.
        """
        self._end = end
        try:
            return self._exchange(method, target, body, headers)
        except BaseException as error:  # noqa: BLE001 - raised again, as what it means
            # Whatever is left of this exchange must not be taken for the next one.
            self.close()
            raise self._failure(error) from None

    def _exchange(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str]
    ) -> HttpAnswer:
        connection = self._connected()
        connection.send_at_once(method, target, body, headers)
        response = connection.getresponse()
        self._is_used = False  # from here on an end is in the middle of an answer
        parts: list[bytes] = []
        size = 0
        with contextlib.closing(response):
            while part := response.read(STEP):
                parts.append(part)
                size += len(part)
                if size > self.limit:
                    raise Unreadable(f"an answer of more than {self.limit} bytes")
            if response.length:  # what was announced and did not come
                raise http.client.IncompleteRead(b"", response.length)
        self._is_used = True
        return HttpAnswer(response.status, tuple(response.getheaders()), b"".join(parts))

    def _failure(self, error: BaseException) -> BaseException:
        """What an error means; the errors that are none of the server's are given back."""
        match error:
            case TimeoutError():
                return Late()
            case http.client.IncompleteRead():
                return EndOfProcess("closed the connection in the middle of an answer")
            case ConnectionError() if self._is_used:
                # It closes after each answer and does not say so: then nothing is left open.
                self._reuses = False
                return StaleConnection("closed the connection, which had been left open")
            case ConnectionRefusedError() | socket.gaierror():
                return EndOfProcess(
                    f"cannot be reached at {self.host}:{self.port} ({_reason(error)})"
                )
            case OSError():
                return EndOfProcess(f"closed the connection ({_reason(error)})")
            case http.client.HTTPException():
                return Unreadable(f"no HTTP: {type(error).__name__}: {error}"[:160])
        return error

    def close(self) -> None:
        """Close the connection; the next request makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _connected(self) -> _Sender:
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        current = self._connection
        if current is not None and current.sock is not None:
            # Readable between two requests means closed, or an answer that nobody asked for.
            if self._reuses and not select.select([current.sock], [], [], 0)[0]:
                current.sock.settimeout(remaining)
                return current
            self.close()
        make = _SecureSender if self.is_secure else _Sender
        fresh = make(self.host, self.port, timeout=remaining)
        fresh.response_class = self._response  # type: ignore[assignment]  # called like the class
        self._is_used = False
        fresh.connect()
        self._connection = fresh
        return fresh

    def _response(
        self, connection: socket.socket, method: str | None = None
    ) -> http.client.HTTPResponse:
        readable: Any = _Readable(connection, self._end)
        return _Response(readable, method=method)


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
