"""Connections: HTTP/1.1 with keep-alive, with one deadline for a request and its whole answer."""

from __future__ import annotations

import contextlib
import http.client
import io
import select
import socket
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import SplitResult

from solvent_conformance.adapters.process import LINE_LIMIT, EndOfProcess, Late, Unreadable

STEP: Final = 2**20
QUICK_ACK: Final[int | None] = getattr(socket, "TCP_QUICKACK", None)
"""Only Linux has it."""


class _Reader(io.RawIOBase):
    """A socket read with what is left of a deadline: a server that drips cannot outlast it."""

    def __init__(self, connection: socket.socket, end: float) -> None:
        self._socket = connection
        self._end = end

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, as in the base class
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        self._socket.settimeout(remaining)
        if QUICK_ACK is not None:
            # A server that writes head and body apart, and has left Nagle's rule on, waits 40 ms
            # for an acknowledgement of the head that we would otherwise delay.
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.IPPROTO_TCP, QUICK_ACK, 1)
        return self._socket.recv_into(buffer)


class _Readable:
    """What `HTTPResponse` wants of a socket."""

    def __init__(self, connection: socket.socket, end: float) -> None:
        self._reader = io.BufferedReader(_Reader(connection, end), 2**16)

    def makefile(self, _mode: str) -> io.BufferedIOBase:
        return self._reader


class HttpConnection:
    """One connection to a server, made again whenever it has been closed in between."""

    def __init__(self, url: SplitResult, limit: int = LINE_LIMIT) -> None:
        self.host = url.hostname or ""
        self.port = url.port or (443 if url.scheme == "https" else 80)
        self.is_secure = url.scheme == "https"
        self.limit = limit
        self._connection: http.client.HTTPConnection | None = None
        self._end = 0.0

    def ask(
        self, method: str, target: str, body: bytes, headers: Mapping[str, str], end: float
    ) -> tuple[int, bytes]:
        """Send a request; give the status code and the body of its answer.

        `end` is the instant, by the monotonic clock, by which the whole answer must be there.

        Raises:
            Ended, Late, Unreadable: there is none.
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
    ) -> tuple[int, bytes]:
        connection = self._connected()
        connection.request(method, target, body or None, dict(headers))
        response = connection.getresponse()
        parts: list[bytes] = []
        size = 0
        while part := response.read(STEP):
            parts.append(part)
            size += len(part)
            if size > self.limit:
                raise Unreadable(f"an answer of more than {self.limit} bytes")
        if response.length:  # what was announced and did not come
            raise http.client.IncompleteRead(b"", response.length)
        return (response.status, b"".join(parts))

    def _failure(self, error: BaseException) -> BaseException:
        """What an error means; the errors that are none of the server's are given back."""
        match error:
            case TimeoutError():
                return Late()
            case http.client.IncompleteRead():
                return EndOfProcess("closed the connection in the middle of an answer")
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

    def _connected(self) -> http.client.HTTPConnection:
        remaining = self._end - time.monotonic()
        if remaining <= 0:
            raise TimeoutError
        current = self._connection
        if current is not None and current.sock is not None:
            # Readable between two requests means closed, or an answer that nobody asked for.
            if not select.select([current.sock], [], [], 0)[0]:
                current.sock.settimeout(remaining)
                return current
            self.close()
        make = http.client.HTTPSConnection if self.is_secure else http.client.HTTPConnection
        fresh = make(self.host, self.port, timeout=remaining)
        fresh.response_class = self._response  # type: ignore[assignment]  # called like the class
        fresh.connect()
        self._connection = fresh
        return fresh

    def _response(
        self, connection: socket.socket, method: str | None = None
    ) -> http.client.HTTPResponse:
        readable: Any = _Readable(connection, self._end)
        return http.client.HTTPResponse(readable, method=method)


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
