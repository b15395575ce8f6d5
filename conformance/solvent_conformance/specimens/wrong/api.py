"""Venues that answer wrongly."""

from __future__ import annotations

from collections.abc import Mapping

from solvent_conformance.specimens.alterations import AlteredRows
from solvent_conformance.specimens.registry import wrong
from solvent_reference.server.credentials import Keyring
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.reasons import Reject


@wrong("APIC-001")
class ErrorsWithoutAName(Rules):
    """The error of a refusal has no name."""

    def error_body(self, message: str, name: str) -> dict[str, dict[str, str]]:
        """An empty one."""
        return super().error_body(message, "")


@wrong("APIC-002", named="200 on a refusal")
class RefusesWithSuccess(Rules):
    """A refused request is answered with status 200."""

    def refusal_status(self, reason: Reject) -> int:
        """As if it were granted."""
        return 200


@wrong("APIC-003")
class BalanceErrorIsOfHttp(Rules):
    """A lack of balance is an HTTPError."""

    def error_name(self, reason: Reject) -> str:
        """In this case only."""
        short = reason is Reject.INSUFFICIENT_BALANCE
        return "HTTPError" if short else super().error_name(reason)


@wrong("APIC-008")
class ErrorsNamedByTheirLength(Rules):
    """The name of a refusal goes by the length of its text."""

    def unrecorded_error_name(self, reason: Reject) -> str:
        """A short text is a ValidationError."""
        return "HTTPError" if len(reason.value) > len("Invalid orderQty") else "ValidationError"


@wrong("APIC-005")
class RowsOfOthersShown(Rules):
    """A private table shows an account the rows of everybody."""

    def may_read(self, owner: str, account: str) -> bool:
        """Always."""
        return True


@wrong("APIC-006")
class RefusedAmendmentCancels(ReferenceVenue):
    """An amendment that is refused takes its order out of the book."""

    def do(self, request: Request) -> Answer:
        """A cancel follows the refusal."""
        answer = super().do(request)
        if answer.status == "rejected" and request.method == "PUT":
            named = {"orderID": request.body.get("orderID")}
            super().do(Request(request.account, "DELETE", request.path, named))
        return answer


@wrong("APIC-007")
class FlagsAsNumbers(AlteredRows):
    """A flag is written as zero or one."""

    def alter(self, table: str, row: Row) -> Row:
        """Whether a position has cross margin, as a number."""
        return row | {"crossMargin": int(row["crossMargin"])} if table == "position" else row


@wrong("APIC-004", shown_by="server")
class WhoeverNamesAKey(Keyring):
    """Whoever names a key is believed, whatever the signature."""

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        """The account of the key."""
        keys = {key["id"]: account for account, key in self.rows().items()}
        return keys.get(headers.get("api-key", "")) or super().signer(
            headers, verb, path, body, now
        )


@wrong("APIC-009", shown_by="server")
class ExpiredRequestServed(Keyring):
    """A request is served however long ago it expired."""

    def signer(
        self, headers: Mapping[str, str], verb: str, path: str, body: bytes, now: int
    ) -> str | None:
        """As if it had come in time."""
        return super().signer(headers, verb, path, body, 0)
