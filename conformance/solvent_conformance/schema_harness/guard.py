"""The guard: every request of the harness, through the client that the adapters use.

Schemathesis speaks through `requests`. Here no redirect is followed (a signature is for one
server), nothing is unpacked, no other origin is asked, and size and time are bounded.
"""

from __future__ import annotations

import io
import shlex
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from solvent_conformance.adapters.connection import HttpAnswer, HttpConnection, StaleConnection
from solvent_conformance.adapters.failures import (
    EngineFailed,
    GarbageAnswer,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.interruption import interrupt_status
from solvent_conformance.adapters.limits import Allowance
from solvent_conformance.adapters.process import EndOfProcess, Late, Unreadable

SECONDS: Final = 20.0
"""Time for one request and its whole answer."""

TOO_MANY_REQUESTS: Final = 429


class UnfollowedResponse(requests.Response):
    """A response that leads nowhere: `requests` follows what says that it is a redirect."""

    @property
    def is_redirect(self) -> bool:
        """Never, as far as anybody is concerned who would follow it."""
        return False


class Guard(BaseAdapter):
    """Sends requests for `requests`. Mutable: after the first `failure` nothing more is sent."""

    def __init__(
        self, base_url: str, allowance: Allowance | None = None, seconds: float = SECONDS
    ) -> None:
        super().__init__()
        parts = urlsplit(base_url)
        self.origin = (parts.scheme, parts.hostname, parts.port)
        self.failure: VenueFailure | None = None
        self.curl = ""
        self._allowance = allowance or Allowance()
        self._seconds = seconds
        self._connection = HttpConnection(parts)
        self._lock = threading.Lock()  # stateful cases are sent from a thread of their own

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The answer to a request.

        Raises:
            requests.RequestException: there is none; `failure` says why.
        """
        if interrupt_status() is not None:
            raise KeyboardInterrupt  # what Schemathesis ends for
        with self._lock:
            if self.failure is not None:
                raise requests.RequestException("the venue has failed before", request=request)
            self.curl = curl_of(request)
            asked = f"{request.method} {request.path_url}"[:200]
            try:
                self._allowance.check_time(asked)
                began = time.monotonic()
                answer = self._answer(request)
                self._allowance.take_bytes(asked, len(answer.body))
                if answer.code == TOO_MANY_REQUESTS:
                    raise EngineFailed(asked, "too many requests (code 429)")
            except Late:
                self.failure = VenueHung(asked, f"no answer within {self._seconds:g} s")
            except EndOfProcess as ended:
                self.failure = VenueCrashed(asked, f"the venue {ended}")
            except Unreadable as unreadable:
                self.failure = GarbageAnswer(asked, str(unreadable))
            except VenueFailure as failure:
                self.failure = failure
            if self.failure is not None:
                self.failure.transcript = (self.curl,)
                raise requests.RequestException(str(self.failure), request=request)
            return response_of(request, answer, time.monotonic() - began)

    def close(self) -> None:
        """Close the connection; it is made again when it is needed."""
        self._connection.close()

    def _answer(self, request: requests.PreparedRequest) -> HttpAnswer:
        parts = urlsplit(request.url or "")
        if (parts.scheme, parts.hostname, parts.port) != self.origin:
            raise requests.exceptions.InvalidURL("another origin", request=request)
        method = str(request.method)
        if method not in {"GET", "HEAD"}:
            # A connection that is closed meanwhile would leave open whether this has been done.
            self._connection.close()
        headers = {
            **{name: text_of(value) for name, value in request.headers.items()},
            "Accept-Encoding": "identity",
        }
        headers.pop("Transfer-Encoding", None)
        end = time.monotonic() + self._seconds
        whole = (method, request.path_url, bytes_of(request), headers, end)
        try:
            try:
                return self._connection.exchange(*whole)
            except StaleConnection:  # of a read: it may be asked again
                return self._connection.exchange(*whole)
        except (UnicodeError, ValueError) as error:  # a header or a path that cannot be sent
            raise requests.exceptions.InvalidHeader(str(error)[:200], request=request) from None


@contextmanager
def all_requests_by(guard: Guard) -> Iterator[None]:
    """Have every session of `requests` send through the guard, whoever makes it."""
    # Schemathesis makes sessions in five places and offers to replace the one of them.
    with patch.object(requests.Session, "get_adapter", lambda *_, **__: guard):
        yield


def response_of(
    request: requests.PreparedRequest, answer: HttpAnswer, seconds: float
) -> requests.Response:
    """An answer as `requests` has it, with a body that nobody unpacks."""
    headers = HTTPHeaderDict(answer.headers)
    response = UnfollowedResponse()
    response.status_code = answer.code
    response.headers.update(headers.items())
    response.request = request
    response.url = request.url or ""
    response.reason = ""
    response.elapsed = timedelta(seconds=seconds)
    response.encoding = "utf-8"
    headers.discard("content-encoding")
    response.raw = HTTPResponse(
        body=io.BytesIO(answer.body),
        headers=headers,
        status=answer.code,
        version=11,
        preload_content=False,
        decode_content=False,
    )
    response._content = answer.body  # noqa: SLF001 - else it would be read, and unpacked
    response._content_consumed = True  # noqa: SLF001 - the same
    return response


def bytes_of(request: requests.PreparedRequest) -> bytes:
    """The body of a request."""
    body: Any = request.body
    if isinstance(body, str):
        return body.encode()
    if body is None or isinstance(body, bytes):
        return body or b""
    return b"".join(part if isinstance(part, bytes) else str(part).encode() for part in body)


def text_of(value: str | bytes) -> str:
    """The value of a header."""
    return value.decode("latin-1") if isinstance(value, bytes) else value


def curl_of(request: requests.PreparedRequest) -> str:
    """The command line that sends a request again."""
    words = ["curl", "-X", str(request.method)]
    for name, value in request.headers.items():
        if name.lower() not in {"content-length", "connection", "user-agent", "accept-encoding"}:
            words += ["-H", f"{name}: {text_of(value)}"]
    body = bytes_of(request) if isinstance(request.body, str | bytes) else b""
    if body:
        words += ["--data-raw", body.decode(errors="backslashreplace")]
    return shlex.join([*words, str(request.url)])
