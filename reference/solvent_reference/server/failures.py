"""Failures: what is answered when a request gets no further than the shell."""

from __future__ import annotations

HTTP_ERROR = "HTTPError"

AUTHORIZATION_REQUIRED = "Authorization Required"
INVALID_KEY = "Invalid API Key."
INVALID_SIGNATURE = "Signature not valid."
EXPIRED = "This request has expired - `expires` is in the past. Current time: {now}"
NOT_FOUND = "Not Found"
REQUIRED = "'{name}' is a required arg."


class HttpRefusal(Exception):
    """A request is refused by the shell, before any venue sees it.

    Args:
        status: the status code of the answer.
        message: what is wrong, in the exchange's words where they are recorded.
        name: the kind of error.
    """

    def __init__(self, status: int, message: str, name: str = HTTP_ERROR) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.name = name


def malformed_request(message: str) -> HttpRefusal:
    """A request that is not of our language: status 400."""
    return HttpRefusal(400, message)
