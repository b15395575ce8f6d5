"""The conventions of the API: status codes, error bodies, identity and signatures."""

from __future__ import annotations

import hashlib
import hmac
from fractions import Fraction

from solvent_spec.admission import AdmissionRules
from solvent_spec.clauses import clause
from solvent_spec.orders import Reject

_HTTP_ERRORS = frozenset(
    {
        Reject.INVALID_SYMBOL,
        Reject.INVALID_ORDER_QTY,
        Reject.INVALID_LOT,
        Reject.INVALID_PRICE,
        Reject.INVALID_TICK,
        Reject.INVALID_STOP_PX,
        Reject.INVALID_STOP_TICK,
        Reject.INVALID_DISPLAY_QTY,
        Reject.INVALID_EXEC_INST,
        Reject.INVALID_CL_ORD_ID,
        Reject.INVALID_ORDER_ID,
        Reject.INVALID_ORIG_CL_ORD_ID,
        Reject.INVALID_ORD_STATUS,
    }
)


class ApiRules(AdmissionRules):
    """What a request is answered with. Chapter: api."""

    __slots__ = ()

    @clause(
        "APIC-001",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.body",),
        source="recorded exchanges of 2018 and 2019",
    )
    def error_body(self, message: str, name: str) -> dict[str, dict[str, str]]:
        """A refusal is answered with a JSON object `error` that holds a `message` and a `name`.

        >>> rules.error_body("Not Found", "HTTPError")
        {'error': {'message': 'Not Found', 'name': 'HTTPError'}}
        """
        return {"error": {"message": message, "name": name}}

    @clause(
        "APIC-002",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.status",),
        source="recorded exchanges: refusals of orders are 400",
    )
    def refusal_status(self, reason: Reject) -> int:
        """A refused request is answered with status 400, never with 200."""
        del reason
        return 400

    @clause(
        "APIC-003",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.name",),
        source="tick errors are HTTPError; balance and liquidation errors are ValidationError",
    )
    def error_name(self, reason: Reject) -> str:
        """A request that is wrong by itself is an HTTPError, one that the engine refuses a
        ValidationError.

        >>> rules.error_name(Reject.INVALID_TICK), rules.error_name(Reject.INSUFFICIENT_BALANCE)
        ('HTTPError', 'ValidationError')
        """
        return "HTTPError" if reason in _HTTP_ERRORS else "ValidationError"

    @clause(
        "APIC-004",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.status", "error.message"),
        source="published vectors: 401 'Signature not valid.'; 401 'Invalid API Key.'",
    )
    def signature(self, secret: str, verb: str, path: str, expires: str, body: str) -> str:
        """A request is signed with the hexadecimal HMAC-SHA256, under the secret, of verb, path
        with query, expiry and body.

        >>> rules.signature(
        ...     "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
        ...     "GET",
        ...     "/api/v1/instrument",
        ...     "1518064236",
        ...     "",
        ... )
        'c7682d435d0cfe87c16098df34ef2eb5a549d4c5a3c2b1f0f77b8af73423bf00'
        """
        message = f"{verb}{path}{expires}{body}".encode()
        return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()

    @clause(
        "APIC-005",
        level="MUST",
        profile="api",
        evidence="official",
        observable=("error.status", "order.account"),
        source="API description; no row of another account is ever shown",
    )
    def may_read(self, owner: str, account: str) -> bool:
        """A private table shows an account its own rows only."""
        return owner == account

    @clause(
        "APIC-006",
        level="MUST",
        profile="api",
        evidence="official",
        observable=(
            "error.status",
            "order.ordStatus",
            "position.leverage",
            "margin.availableMargin",
        ),
        source="recorded exchanges: a refused request left no row",
    )
    def refusal_changes_nothing(self) -> bool:
        """A refused request changes no table."""
        return True

    @clause(
        "APIC-007",
        level="MUST",
        profile="api",
        evidence="official",
        observable=("row.types", "error.body"),
        source="the published API description gives each column of each row a type",
    )
    def has_type(self, value: object, kind: str) -> bool:
        """Every column of a row has the type that the API description gives it, or is null.

        Kinds are integer, number, string and boolean. A flag is no number, and money is never
        written with a decimal point.

        >>> (
        ...     rules.has_type(5, "integer"),
        ...     rules.has_type(True, "integer"),
        ...     rules.has_type("5", "integer"),
        ... )
        (True, False, False)
        """
        if value is None:
            return True
        if kind == "boolean" or isinstance(value, bool):
            return kind == "boolean" and isinstance(value, bool)
        if kind == "string":
            return isinstance(value, str)
        return isinstance(value, int) or (kind == "number" and isinstance(value, Fraction))
