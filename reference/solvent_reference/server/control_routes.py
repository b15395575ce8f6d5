"""Control routes: what the harness asks that the API has no request for. Loopback only.

Bodies and answers are those of docs/protocol.md: decimal strings, accounts by name.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from solvent_reference.server.exact_json import decimal_text, read_json
from solvent_reference.server.exchange import Exchange
from solvent_reference.server.failures import malformed
from solvent_reference.server.intake import body_of, json_response
from solvent_spec.vocabulary.messages import Answer, Row

MAX_CONTROL_BODY = 8_388_608
"""A setup may name very many accounts."""
MAX_CURSOR_DIGITS = 18


def control_routes(exchange: Exchange) -> list[Route]:
    """The routes under `/conformance`."""

    async def hello(_: Request) -> Response:
        return answered(Answer("ok", [exchange.venue.hello()]))

    async def reset(request: Request) -> Response:
        answer = exchange.reset(await object_of(request))
        if answer.status == "ok":
            effective = answer.rows[0] if answer.rows else {}
            answer = Answer("ok", [{**effective, "keys": exchange.keys.rows()}], code=answer.code)
        return answered(answer)

    async def ctl(request: Request) -> Response:
        return answered(exchange.control(request.path_params["verb"], await object_of(request)))

    async def ledger(_: Request) -> Response:
        return answered(exchange.venue.read("ledger"))

    async def events(request: Request) -> Response:
        cursor = request.query_params.get("cursor", "0")
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MAX_CURSOR_DIGITS):
            raise malformed("'cursor' must be a whole number from 0.")
        return answered(exchange.venue.events(int(cursor)))

    get, post = ["GET"], ["POST"]
    routes: list[tuple[str, Callable[[Request], Awaitable[Response]], list[str]]] = [
        ("hello", hello, get),
        ("reset", reset, post),
        ("ctl/{verb}", ctl, post),
        ("ledger", ledger, get),
        ("events", events, get),
    ]
    return [
        Route(f"/conformance/{path}", serve, methods=methods) for path, serve, methods in routes
    ]


async def object_of(request: Request) -> Row:
    """The JSON object in a body, decimals as texts; an empty body is an empty object.

    Raises:
        Refused: the body is anything else.
    """
    body = await body_of(request, MAX_CONTROL_BODY)
    value = read_json(body.decode()) if body else {}
    if not isinstance(value, dict):
        raise malformed("Body must be a JSON object.")
    texts: Row = json.loads(json.dumps(value, default=decimal_text))
    return texts


def answered(answer: Answer) -> Response:
    """An answer of the protocol."""
    body: Row = {"status": answer.status, "rows": answer.rows, "error": answer.error}
    if answer.ticket is not None:
        body["ticket"] = answer.ticket
    return json_response(json.dumps(body), answer.code)
