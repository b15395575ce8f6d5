"""Control routes: what the harness asks that the API has no request for. Loopback only.

Bodies and answers are those of docs/protocol.md: decimal strings, accounts by name.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from solvent_reference.server.exact_json import number_text, read_json
from solvent_reference.server.failures import malformed_request
from solvent_reference.server.gateway import Gateway
from solvent_reference.server.intake import body_of, json_response
from solvent_spec.vocabulary.messages import Answer, Row

MAX_CONTROL_BODY = 8_388_608
"""A setup may name very many accounts."""
MAX_CURSOR_DIGITS = 18


def control_routes(gateway: Gateway) -> list[Route]:
    """The routes under `/conformance`."""

    async def hello(_: Request) -> Response:
        return control_response(Answer("ok", [gateway.venue.hello()]))

    async def reset(request: Request) -> Response:
        answer = gateway.reset(await object_of(request))
        if answer.status == "ok":
            effective = answer.rows[0] if answer.rows else {}
            answer = Answer("ok", [{**effective, "keys": gateway.keys.rows()}], code=answer.code)
        return control_response(answer)

    async def ctl(request: Request) -> Response:
        return control_response(
            gateway.control(request.path_params["verb"], await object_of(request))
        )

    async def ledger(_: Request) -> Response:
        return control_response(gateway.venue.read("ledger"))

    async def events(request: Request) -> Response:
        cursor = request.query_params.get("cursor", "0")
        if not (cursor.isascii() and cursor.isdigit() and len(cursor) <= MAX_CURSOR_DIGITS):
            raise malformed_request("'cursor' must be a whole number from 0.")
        return control_response(gateway.venue.events(int(cursor)))

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
        HttpRefusal: the body is anything else.
    """
    body = await body_of(request, MAX_CONTROL_BODY)
    value = read_json(body.decode()) if body else {}
    if not isinstance(value, dict):
        raise malformed_request("Body must be a JSON object.")
    texts: Row = json.loads(json.dumps(value, default=number_text))
    return texts


def control_response(answer: Answer) -> Response:
    """An answer of the protocol."""
    body: Row = {"status": answer.status, "rows": answer.rows, "error": answer.error}
    if answer.ticket is not None:
        body["ticket"] = answer.ticket
    return json_response(json.dumps(body), answer.code)
