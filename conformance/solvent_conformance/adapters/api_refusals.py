"""API refusals: what a status code and its body mean in the protocol."""

from __future__ import annotations

from typing import Final

from solvent_conformance.adapters.json_texts import Misshapen
from solvent_spec.vocabulary.messages import Row, Status

ABSENT: Final = frozenset({404, 405, 501})
"""Codes of what is not served."""


def status_of(code: int, *, offered: bool) -> Status:
    """The status of a refusal by its code; `offered` says whether the venue claims the request.

    >>> status_of(404, offered=True), status_of(404, offered=False), status_of(429, offered=True)
    ('rejected', 'unsupported', 'errored')
    """
    if code == 503:
        return "shed"
    if code == 501 or (code in ABSENT and not offered):
        return "unsupported"
    return "rejected" if 400 <= code < 500 and code != 429 else "errored"


def error_in(body: object, code: int) -> Row:
    """The error in the body of a refusal.

    Raises:
        Misshapen: there is none.
    """
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        raise Misshapen(f"expected an error with a message and a name beside code {code}")
    return error
