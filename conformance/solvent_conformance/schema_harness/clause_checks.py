"""Checks that cite clauses, run by Schemathesis on every answer.

They judge what any venue may be judged by: the shape and status of an answer, and what the
tables show before and after.
"""

from __future__ import annotations

import json
from typing import Any, ClassVar, NoReturn, TypeAlias

import schemathesis
from schemathesis import CheckContext, Response
from schemathesis.core.failures import Failure

from solvent_conformance.schema_harness.trading_floor import (
    BYSTANDER,
    SENDER,
    SIGNED_PARTS,
    TOO_LATE,
    Sight,
    TradingFloor,
)
from solvent_spec.rules.admission.queue import OVERLOADED

Case: TypeAlias = schemathesis.Case[Any]

REFUSALS = frozenset({400, 401, 403, 404, 503})
ERROR_NAMES = frozenset({"HTTPError", "ValidationError"})
OWN_TABLES = frozenset(
    {"/order", "/execution", "/execution/tradeHistory", "/position", "/user/margin", "/user/wallet"}
)
FILLED_ONLY = frozenset(
    {"leavesQty", "cumQty", "avgPx", "ordStatus", "workingIndicator", "timestamp", "triggered"}
)
"""What a trade may change of a resting order."""

BUILT_IN = {
    "not_a_server_error": "APIC-002",
    "status_code_conformance": "APIC-002",
    "negative_data_rejection": "APIC-002",
    "ignored_auth": "APIC-004",
    "use_after_free": "ORDR-027",
    "content_type_conformance": "",
    "response_schema_conformance": "APIC-007",
    "response_headers_conformance": "",
}
"""The checks of Schemathesis that are run, with the clause that a failure breaks, if any."""


class ClauseBroken(Failure):
    """A check that cites a clause has failed."""

    __slots__ = ("clause",)
    kind_title: ClassVar[str] = "Clause broken"

    def __init__(self, clause: str, message: str, case: Case) -> None:
        super().__init__(operation=case.operation.label, title=clause, message=message)
        self.clause = clause

    def __hash__(self) -> int:
        return hash((type(self), self.clause))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClauseBroken) and other.clause == self.clause


class FloorWatch:
    """The floor under test in this process, and what it last looked like."""

    floor: ClassVar[TradingFloor | None] = None
    sight: ClassVar[Sight | None] = None
    forged: ClassVar[int] = 0

    @classmethod
    def begin(cls, floor: TradingFloor | None) -> None:
        """Watch a floor; none watches nothing."""
        cls.floor = floor
        cls.sight = None if floor is None else floor.look()
        cls.forged = 0

    @classmethod
    def next_part(cls) -> str:
        """The part of a signature that is to be another one now: each in its turn."""
        cls.forged += 1
        parts = (TOO_LATE, *SIGNED_PARTS)
        return parts[cls.forged % len(parts)]


def break_clause(clause: str, message: str, case: Case) -> NoReturn:
    """Fail the case.

    Raises:
        ClauseBroken: always.
    """
    raise ClauseBroken(clause, message, case)


@schemathesis.check
def an_error_has_a_message_and_a_name(ctx: CheckContext, response: Response, case: Case) -> None:
    """Clauses APIC-001 and APIC-003: the body of a refusal, and the kinds of error."""
    if response.status_code < 400 or case.method == "HEAD":
        return
    try:
        body = json.loads(response.content)
    except ValueError:
        break_clause("APIC-001", f"the body is not JSON: {response.content[:200]!r}", case)
    error = body.get("error") if isinstance(body, dict) else None
    shaped = (
        isinstance(error, dict) and set(body) == {"error"} and set(error) == {"message", "name"}
    )
    error = error if isinstance(error, dict) and shaped else {"message": None, "name": None}
    if not all(isinstance(text, str) and text for text in error.values()):
        break_clause("APIC-001", f"the body is not error, message and name: {body!r}"[:300], case)
    if error["name"] not in ERROR_NAMES:
        break_clause("APIC-003", f"the kind of error is {error['name']!r}", case)


@schemathesis.check
def a_refusal_has_its_status(ctx: CheckContext, response: Response, case: Case) -> None:
    """Clauses APIC-002, ADMN-007 and ADMN-008: no refusal with 200, no status beside the five."""
    status = response.status_code
    if status >= 400 and status not in REFUSALS:
        break_clause("APIC-002", f"a refusal has status {status}", case)
    if status == 503:
        if case.method == "GET":
            break_clause("ADMN-007", "a read was shed", case)
        if OVERLOADED.encode() not in response.content:
            break_clause(
                "ADMN-008", f"503 without the overload text: {response.content[:200]!r}", case
            )
    if status == 200 and response.content[:9] == b'{"error":':
        break_clause("APIC-002", f"a refusal has status 200: {response.content[:200]!r}", case)


@schemathesis.check
def a_row_is_the_account_s_own(ctx: CheckContext, response: Response, case: Case) -> None:
    """Clause APIC-005: a private table shows the rows of who asked."""
    floor = FloorWatch.floor
    is_own = case.method == "GET" and case.operation.path in OWN_TABLES
    if floor is None or response.status_code != 200 or not is_own:
        return
    body = json.loads(response.content)
    own = floor.numbers[SENDER]
    for row in body if isinstance(body, list) else [body]:
        if "account" in row and row["account"] != own:
            break_clause(
                "APIC-005", f"account {own} is shown a row of account {row['account']}", case
            )


@schemathesis.check
def a_signature_is_of_its_request(ctx: CheckContext, response: Response, case: Case) -> None:
    """Clauses APIC-004 and APIC-009: a signature of another verb, path, expiry, body or secret is
    refused, and so is a right one that has expired.

    A request that was granted is sent once more with a signature of which one part, another
    one each time, is not its own.
    """
    floor = FloorWatch.floor
    is_private = case.method != "GET" or case.operation.path in OWN_TABLES
    if floor is None or response.status_code >= 400 or not is_private:
        return
    part = FloorWatch.next_part()
    status = floor.forge(response.request, part)
    if 0 < status < 400:
        told = f"a signature of another {part} is answered with status {status}"
        break_clause("APIC-009" if part == TOO_LATE else "APIC-004", told, case)


@schemathesis.check
def the_tables_agree_with_the_answer(ctx: CheckContext, response: Response, case: Case) -> None:
    """Clauses APIC-006, ORDR-028 and LEDG-001, seen in the tables after each request.

    A refused request changes no table; nobody but its account and a trade changes an order; the
    balances of each currency sum to zero.
    """
    floor, before = FloorWatch.floor, FloorWatch.sight
    if floor is None or before is None or case.method == "GET":
        return
    after = FloorWatch.sight = floor.look()
    for currency, total in after.sums.items():
        if total != 0:
            break_clause(
                "LEDG-001", f"the balances of {currency} sum to {total}, not to zero", case
            )
    if response.status_code >= 400:
        for table, rows in after.text.items():
            if rows != before.text[table]:
                told = f"status {response.status_code}, and yet {table} changed"
                break_clause("APIC-006", f"{told} from {before.text[table]} to {rows}"[:1000], case)
    for identity, row in before.bystanding.items():
        now = after.bystanding.get(identity)
        if now is not None and now != row:
            changed = {name for name in row if now.get(name) != row[name]}
            if now.get("ordStatus") == "Canceled" or changed - FILLED_ONLY:
                told = f"order {identity} of the {BYSTANDER}: {', '.join(sorted(changed))} changed"
                break_clause("ORDR-028", told, case)


CLAUSE_CHECKS = (
    an_error_has_a_message_and_a_name,
    a_refusal_has_its_status,
    a_row_is_the_account_s_own,
    a_signature_is_of_its_request,
    the_tables_agree_with_the_answer,
)
