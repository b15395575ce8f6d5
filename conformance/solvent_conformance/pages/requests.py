"""The page of requests: what an account may ask for, and what a venue says that it has."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, Final

from solvent_conformance.pages.demonstration import answer_of_request, granted_rows, opened_world
from solvent_conformance.pages.markdown import (
    NOTE,
    code_span,
    compact_json,
    field_schemas,
    markdown_table,
    plain_docstring,
    type_words,
)
from solvent_conformance.protocol.lists import LISTS, MEANINGS, REFUSALS
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import REQUESTS, Row
from solvent_spec.wire.operations import OPERATIONS
from solvent_spec.wire.request_bodies import BODIES, UNSERVED

_OPENING: Final = """\
# Requests

{note}
A request is what an account asks for: the verb `do` with `account`, `method`, `path` and `body`
([protocol.md](../protocol.md)). A field that is null or an empty text counts as left out. A field
that is not named here is ignored, but for some that would change what is asked ({unserved}),
which the reference refuses over HTTP. Whole numbers and decimals may come as texts; a number of
more than thirty digits is refused. Which refusal is given where several apply, and every text,
stands in [refusals.md](refusals.md).

An answer that is `ok` has the rows of the table that is named, as they are when everything that
the request set off has happened. The examples are played under the rulebook TOY
([rulebooks.md](rulebooks.md)), each in a world of its own, with the index and the mark at 100.
"""

_MARKET: Final = """\
## Orders without a price

An order is a market order if its type is Market, or if it has no type, no price and no stop price
(ORDR-001). It trades at once with what the other side of the book offers, and what it cannot
trade is canceled (ORDR-045). It **never rests**, whatever its time in force: `GoodTillCancel` is
taken and changes nothing (ORDR-008). It has no price of its own, so nothing bounds what it pays
but the other side of the book, the account's money (MARG-022), and since 2021 ORDR-036. For what
it locks and risks it is reckoned at the price of ORDR-052. A Stop becomes a market order when it
triggers. A market order whose row is shown has the price null at the reference; no clause
determines `order.price` there.
"""

_HELLO: Final = """\
## hello

The one row that answers `hello` says what a venue has. A list that is left out, or null, means
everything. An empty list means nothing, but in `instruments`, `rulebooks` and `columns`, where it
means everything too. What is not declared is neither asked for nor judged, and is answered
`unsupported`.
"""

_RULEBOOKS: Final = """\
A rulebook is no matter of profiles: it is named in every `reset`, together with its parameters
(`definitions`, [own-market.md](../own-market.md)). A venue that can be told any numbers leaves
`rulebooks` out. One that plays under a single rulebook lists that one, and is then reset to no
other, in the smoke test neither. Where `instruments` is left out too, every contract of the setup
has to be taken.
"""

_EXAMPLES: Final = MappingProxyType[str, Row](
    {
        "POST /order": {"symbol": "XBTTOY", "side": "Buy", "orderQty": 10, "price": "99.5"},
        "PUT /order": {"origClOrdID": "first", "orderQty": 5, "text": "less"},
        "DELETE /order": {"clOrdID": "first,second"},
        "DELETE /order/all": {"symbol": "XBTTOY"},
        "POST /position/leverage": {"symbol": "XBTTOY", "leverage": "5"},
        "POST /position/isolate": {"symbol": "XBTTOY", "enabled": True},
        "POST /position/riskLimit": {"symbol": "XBTTOY", "riskLimit": 300_000_000},
        "POST /position/transferMargin": {"symbol": "XBTTOY", "amount": 1_000_000},
    }
)
_SHOWN: Final = MappingProxyType(
    {
        "order": (
            "orderID",
            "clOrdID",
            "orderQty",
            "price",
            "ordStatus",
            "leavesQty",
            "cumQty",
            "text",
            "error",
        ),
        "position": (
            "symbol",
            "currentQty",
            "leverage",
            "crossMargin",
            "riskLimit",
            "posCross",
            "posMargin",
        ),
    }
)


def requests_page() -> str:
    """The text of docs/reference/requests.md."""
    unserved = ", ".join(f"`{name}`" for name in sorted(UNSERVED))
    parts = [_OPENING.format(note=NOTE, unserved=unserved), *map(_section, REQUESTS), _MARKET]
    parts += [_HELLO, markdown_table(["field", "may list", "says"], _lists()), _RULEBOOKS]
    parts += [markdown_table(["in `refusals`", "what it is without it"], _refusals())]
    return "\n".join(parts)


def _section(request: str) -> str:
    body = BODIES[request]
    operation = next(o for o in OPERATIONS if o.request == request)
    many = "rows" if operation.many else "one row"
    link = f"[{operation.table}](tables.md#{operation.table})"
    heads = ["field", "type", "may be left out", "unit and meaning"]
    fields = [
        (
            f"`{name}`",
            _type(schema),
            "no" if body.model_fields[name].is_required() else "yes",
            schema["description"],
        )
        for name, schema in field_schemas(body).items()
    ]
    return "\n".join(
        [
            f"## {request}\n",
            f"{plain_docstring(body)} Answers {many} of {link}.\n",
            markdown_table(heads, fields),
            f"```json\n{_example(request, operation.table)}\n```\n",
        ]
    )


def _type(schema: dict[str, Any]) -> str:
    words = type_words(schema)
    return f"{words}, or a list of them" if len(schema.get("anyOf", ())) > 2 else words


def _example(request: str, table: str) -> str:
    """A request and the columns of its answer that it is about."""
    venue = opened_world()
    _prepare(venue, request)
    body = _EXAMPLES[request]
    rows = granted_rows(answer_of_request(venue, "alice", request, body))
    shown = [{c: row[c] for c in _SHOWN[table] if c in row} for row in rows]
    method, path = request.split()
    asked = {"cmd": "do", "seq": 9, "account": "alice", "method": method, "path": path}
    answered = {"seq": 9, "status": "ok", "rows": shown}
    return f"{compact_json(asked | {'body': body})}\n{compact_json(answered)}"


def _prepare(venue: ReferenceVenue, request: str) -> None:
    """What has to be there before a request makes sense: orders to change, a position to margin."""
    order: Row = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 10, "price": "99.5"}
    if request in {"PUT /order", "DELETE /order", "DELETE /order/all"}:
        granted_rows(answer_of_request(venue, "alice", "POST /order", order | {"clOrdID": "first"}))
    if request == "POST /position/transferMargin":
        granted_rows(answer_of_request(venue, "bob", "POST /order", order | {"side": "Sell"}))
        leverage: Row = {"symbol": "XBTTOY", "leverage": "5"}
        granted_rows(answer_of_request(venue, "alice", "POST /position/leverage", leverage))
        granted_rows(answer_of_request(venue, "alice", "POST /order", order))


def _lists() -> Iterator[tuple[str, str, str]]:
    for name, meaning in MEANINGS.items():
        values = LISTS.get(name, ())
        yield f"`{name}`", ", ".join(map(code_span, values)), meaning


def _refusals() -> Iterator[tuple[str, str]]:
    for name, reasons in REFUSALS.items():
        texts = ", ".join(code_span(reason.value) for reason in reasons)
        yield (
            f"`{name}`",
            f"nobody expects {texts}"
            if texts
            else "whoever knows the id of an order may amend and cancel it",
        )
