"""Demonstrations: the reference in a small world, for what a page says that it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from solvent_conformance.protocol.market import with_definitions
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

SETUP: Final[Row] = {
    "rulebook": "TOY",
    "instruments": ["XBTTOY"],
    "accounts": ["alice", "bob"],
    "clock": "2019-06-03T12:00:00.000Z",
    "policies": {},
}
"""The world of the examples: one toy contract, two accounts."""

PURSE: Final = 100_000_000


def opened_world() -> ReferenceVenue:
    """The reference under `SETUP`: the index at 100, and 100,000,000 satoshi for each account.

    Raises:
        ValueError: the reference refuses what the world is made of.
    """
    venue = ReferenceVenue()
    granted_rows(venue.reset(with_definitions(SETUP)))
    for reference in ("A", "B", "C"):
        body: Row = {"index": ".XBTTOY", "reference": reference, "price": "100"}
        granted_rows(venue.ctl("spot", body))
    for account in SETUP["accounts"]:
        granted_rows(venue.ctl("deposit", {"account": account, "currency": "XBt", "amount": PURSE}))
    return venue


def granted_rows(answer: Answer) -> list[Row]:
    """The rows of an answer that has to be `ok`.

    Raises:
        ValueError: it is not.
    """
    if answer.status != "ok":
        message = f"an example is not granted: {answer.status} {answer.error}"
        raise ValueError(message)
    return answer.rows


def refusal_parts(answer: Answer) -> tuple[str, str, int]:
    """Text, name and code of an answer that has to be a refusal.

    Raises:
        ValueError: it is none.
    """
    if answer.status != "rejected" or answer.error is None:
        message = f"an example of a refusal is not refused: {answer.status} {answer.rows}"
        raise ValueError(message)
    return str(answer.error["message"]), str(answer.error["name"]), answer.code


def answer_of_request(
    venue: ReferenceVenue, account: str, request: str, body: Mapping[str, Any]
) -> Answer:
    """The answer to a request, named by method and path."""
    method, path = request.split()
    return venue.do(Request(account, method, path, dict(body)))
