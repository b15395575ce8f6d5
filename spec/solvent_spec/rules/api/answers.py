"""Answers: status codes, names of errors, types and identity."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.api.signatures import _OF_THE_ACCOUNT
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.reasons import Reject

_RECORDED_NAMES = {
    Reject.DUPLICATE_CL_ORD_ID: "HTTPError",
    Reject.INVALID_TICK: "HTTPError",
    Reject.INVALID_CL_ORD_ID: "ValidationError",
    Reject.INSUFFICIENT_BALANCE: "ValidationError",
    Reject.IMMEDIATE_LIQUIDATION: "ValidationError",
}

_HTTP_ERRORS = frozenset(
    {
        Reject.INVALID_SYMBOL,
        Reject.INVALID_ORDER_QTY,
        Reject.INVALID_LOT,
        Reject.INVALID_PRICE,
        Reject.INVALID_STOP_PX,
        Reject.INVALID_STOP_TICK,
        Reject.INVALID_DISPLAY_QTY,
        Reject.INVALID_EXEC_INST,
        Reject.INVALID_ORDER_ID,
        Reject.INVALID_ORIG_CL_ORD_ID,
        Reject.INVALID_ORD_STATUS,
    }
)


class AnswerRules(Chapter):
    """What an answer looks like."""

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
        """A refused new order or amendment is answered with status 400.

        A request that is served is answered with 200 even where it tells about a failure: a
        post-only order that was canceled at once, a cancel of a finished or unknown order. What
        never reached the engine has a status of its own: 401 without a right to ask, 503 when
        it was shed. The status of a refused change of leverage, risk limit or margin is 400 too.

        >>> rules.refusal_status(Reject.INVALID_TICK)
        400
        """
        return 400

    @clause(
        "APIC-003",
        level="MUST",
        profile="api",
        evidence="observed",
        observable=("error.name",),
        source=(
            "recorded error bodies: one of a tick, three of a repeated client order id, one of "
            "its length, several of balance and of immediate liquidation"
        ),
    )
    def error_name(self, reason: Reject) -> str:
        """A price off the tick and a repeated client order id are an HTTPError; a client order id
        that is too long, a lack of balance and an immediate liquidation are a ValidationError.

        These are the texts of which a body was recorded.

        >>> rules.error_name(Reject.INVALID_TICK), rules.error_name(Reject.INSUFFICIENT_BALANCE)
        ('HTTPError', 'ValidationError')
        >>> rules.error_name(Reject.DUPLICATE_CL_ORD_ID)
        'HTTPError'
        """
        return _RECORDED_NAMES.get(reason) or self.unrecorded_error_name(reason)

    @clause(
        "APIC-008",
        level="MUST",
        profile="api",
        evidence="decided",
        observable=("error.name",),
        alternatives=("by who refuses", "HTTPError", "ValidationError"),
        source="of the other texts no body was recorded",
    )
    def unrecorded_error_name(self, reason: Reject) -> str:
        """Of any other refusal, one for an invalid symbol, orderQty, leavesQty, price, stopPx,
        displayQty, execInst, orderID, origClOrdID or ordStatus is an HTTPError, the rest a
        ValidationError.

        What can be seen from the request or from the order it names is refused at the door; what
        takes the account's positions, money and limits by the engine.

        >>> rules.unrecorded_error_name(Reject.INVALID_ORDER_QTY)
        'HTTPError'
        >>> rules.unrecorded_error_name(Reject.TOO_MANY_OPEN_ORDERS)
        'ValidationError'
        """
        choice = self.policy("APIC-008", "by who refuses")
        if choice != "by who refuses":
            return choice
        return "HTTPError" if reason in _HTTP_ERRORS else "ValidationError"

    @clause(
        "APIC-006",
        level="MUST",
        profile="api",
        evidence="decided",
        observable=(
            "error.status",
            "order.ordStatus",
            "position.leverage",
            "margin.availableMargin",
        ),
        alternatives=("no table is changed", "what the engine refuses is a Rejected row"),
        source="exchanges of 2018 and 2019 left no row; one of 2021, for want of balance, is there",
    )
    def keeps_refused_order(self, reason: Reject) -> bool:
        """A refused request changes no table.

        A stop is no exception: it was accepted, and is rejected when it triggers. A venue may
        keep a new order that it refuses for a risk limit, a liquidation or the balance as a row
        that is Rejected, with the text of the refusal, and changes nothing else: the answer is a
        refusal, and the client order id not used up.

        >>> rules.keeps_refused_order(Reject.INSUFFICIENT_BALANCE)
        False
        """
        usual = "no table is changed"
        return self.policy("APIC-006", usual) != usual and reason in _OF_THE_ACCOUNT

    @clause(
        "APIC-007",
        level="MUST",
        profile="api",
        evidence="official",
        observable=("row.types", "error.body"),
        source="the published API description gives each column of each row a type",
        compared_in="position.currentQty",
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
