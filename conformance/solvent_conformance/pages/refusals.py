"""The page of refusals: every text, its name, its code and its place in the order of checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from solvent_conformance.pages.demonstration import answer_of_request, opened_world, refusal_parts
from solvent_conformance.pages.malformed_requests import MALFORMED_REQUESTS
from solvent_conformance.pages.markdown import NOTE, code_span, markdown_table
from solvent_reference.decisions.orders import endings
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.refusals import AMENDED_CHECKS, CHECK_REASONS, OF_AMENDMENT
from solvent_spec.vocabulary.commands import OrdStatus
from solvent_spec.vocabulary.reasons import POSITION_REFUSALS, Reject

_OPENING: Final = """\
# Refusals

{note}
A refusal has a text, a name and a code ([protocol.md](../protocol.md)). Where several apply, the
first one of these lists is given (ORDR-014); a venue may check in another fixed order, and is
then held to that. The name is judged by APIC-003 where a body was recorded, else by APIC-008; the
code by APIC-002. What is refused changes no table (APIC-006). Texts, names and codes are compared
where `solvent certify --wording` asks for it; else only that something is refused.

A text with a figure has it in braces here. What an order lacks is told whole: its margin, its
premium and its fees, and not only the missing part; of another request (leverage, risk limit) the
missing part is told (ORDR-013).
"""

_AMENDMENTS: Final = """\
## Amendments

An amendment is looked at by itself first, in this order. One that leaves nothing open then
cancels the order (ORDR-038), before `a change` is asked, and nothing more is checked.
"""

_AMENDED: Final = """\
Then the order that it would make is checked, in the order above, without what cannot be amended.
What concerns margin is asked of an order that rests, not of a stop that waits.
"""

_STOPS: Final = """\
## Stops that trigger

A stop is margined when it triggers: {checks} are checked then, and a refusal is no answer to
anybody. The order becomes Rejected, `ordRejReason` is the text, and the text of the row begins
with `Rejected: ` and the text.
"""

_CANCELS: Final = """\
## Cancels

A cancel answers `ok` with a row for each order that was named. The row of an order that is not
the account's or not there is Rejected and has the `error` {unknown} (ORDR-028), also where a
client order id was given; that of a finished order has {finished} with its status (ORDR-042).
"""

_MALFORMED: Final = """\
## Not in the language of the API

What is no request is refused before the rules are asked, with the name HTTPError and the code
400, and waits in no queue. Where several fields are wrong the reference tells of the one that it
read first; no clause says which. A price with more than ten decimals is off every tick.
"""

_OUTSIDE: Final = """\
## What never reaches a rule
"""

_WORDS: Final = """\
## Words of a cancel by the venue

The `text` of an order that the venue canceled is `Canceled: `, the reason, and on the next line
the text of its submission (ORDR-033). The reason is prescribed where a clause says it: ORDR-034,
ORDR-045, LIQD-002, ADLV-006. For the others each venue has words of its own. Those of the
reference follow; nobody compares them.
"""

_OWN_WORDS: Final = (
    (endings.NO_LIQUIDITY, "ImmediateOrCancel, and nothing more to trade with"),
    (endings.KILLED, "FillOrKill, and not all of it could be filled"),
    (endings.STOPPED_OUT, "a Stop that triggered, and nothing more to trade with"),
    (endings.UNCOVERED, "what is left after a trade, or a trade itself, cannot be afforded"),
    (endings.CLOSED_OVER, "a Close that with it exceeds the position"),
    (endings.SELF_MATCH, "it would trade with another order of its account"),
    (endings.MADE_ROOM, "it made room for an order that only reduces (ORDR-051)"),
)

_HEADS: Final = ("check", "text", "name", "code", "clauses")


def refusals_page() -> str:
    """The text of docs/reference/refusals.md."""
    rules = Rules(DEFAULT)
    unknown = code_span(Reject.INVALID_ORDER_ID.value)
    finished = code_span(rules.cancel_of_finished(OrdStatus.FILLED))
    triggered = ", ".join(("trading", *AMENDED_CHECKS[-4:]))
    return "\n".join(
        [
            _OPENING.format(note=NOTE),
            "## New orders\n",
            markdown_table(_HEADS, _checks(rules, CHECK_REASONS.items())),
            _AMENDMENTS,
            markdown_table(_HEADS, _checks(rules, OF_AMENDMENT.items())),
            _AMENDED,
            markdown_table(_HEADS, _checks(rules, ((c, CHECK_REASONS[c]) for c in AMENDED_CHECKS))),
            _STOPS.format(checks=triggered),
            _CANCELS.format(unknown=unknown, finished=finished),
            "## Positions and money\n",
            markdown_table(("request", *_HEADS[1:]), _checks(rules, POSITION_REFUSALS.items())),
            markdown_table(("control", *_HEADS[1:]), _checks(rules, _MONEY.items())),
            _MALFORMED,
            markdown_table(("text", "request", "body"), _malformed()),
            _OUTSIDE,
            markdown_table(("what", "status", "text", "name", "code"), _outside(rules)),
            _WORDS,
            markdown_table(("reason", "when"), ((code_span(w), when) for w, when in _OWN_WORDS)),
        ]
    )


_MONEY: Final[dict[str, tuple[Reject, ...]]] = {
    "deposit": (Reject.INVALID_DEPOSIT,),
    "withdraw": (Reject.INVALID_WITHDRAWAL, Reject.INSUFFICIENT_WITHDRAWABLE),
}


def _checks(
    rules: Rules, checks: Iterable[tuple[str, tuple[Reject, ...]]]
) -> Iterator[tuple[str, ...]]:
    for check, reasons in checks:
        for reason in reasons:
            status = rules.refusal_status(reason)
            yield (
                check,
                code_span(reason.value),
                rules.error_name(reason),
                str(status),
                _cited(reason),
            )


def _cited(reason: Reject) -> str:
    return ", ".join(reason.clauses) or "no clause"


def _malformed() -> Iterator[tuple[str, str, str]]:
    for request, body in MALFORMED_REQUESTS:
        text, _, _ = refusal_parts(answer_of_request(opened_world(), "alice", request, body))
        yield code_span(text), f"`{request}`", code_span(dict(body))


def _outside(rules: Rules) -> Iterator[tuple[str, ...]]:
    venue = opened_world()
    asked = (
        ("an account that is not there", answer_of_request(venue, "zoe", "POST /order", {})),
        ("a request that is not there", answer_of_request(venue, "alice", "PATCH /order", {})),
        ("a table that is not there", venue.read("noSuchTable")),
        ("a control that is not there", venue.ctl("no-such-control", {})),
        ("a setup that is none", opened_world().reset({"rulebook": "1066"})),
    )
    for what, answer in asked:
        error = answer.error or {}
        yield what, answer.status, code_span(error["message"]), error["name"], str(answer.code)
    status, message, name = rules.overload_answer()
    yield "a full queue (ADMN-008)", "shed", code_span(message), name, str(status)
    yield (
        "a venue that its audit stopped (LEDG-008)",
        "errored",
        code_span("venue stopped: {sentence}"),
        "VenueStopped",
        "503",
    )
