"""The application: the API's routes over one venue, and the control routes of a test build."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from solvent_reference.server.control_routes import control_routes
from solvent_reference.server.failures import NOT_FOUND, HttpRefusal
from solvent_reference.server.fields import Form
from solvent_reference.server.gateway import Gateway, refusal_of
from solvent_reference.server.intake import body_of, json_response, signed_path
from solvent_spec.vocabulary.messages import Row
from solvent_spec.wire.openapi import document
from solvent_spec.wire.operations import BASE, OPERATIONS, Operation

log = logging.getLogger("solvent.server")

Endpoint = Callable[[Request], Awaitable[Response]]


def application(
    gateway: Gateway,
    *,
    control: bool = False,
    clock: Callable[[], float] = time.time,
) -> Starlette:
    """An ASGI application that serves the API of an exchange under `/api/v1`.

    `control` adds the control verbs under `/conformance`: for test builds on loopback only.
    `clock` gives the seconds against which signatures expire.
    """
    described = json.dumps(document())
    root = json.dumps({"name": "Solvent", "version": document()["info"]["version"]})
    routes = [
        Route(BASE + operation.path, endpoint(gateway, operation, clock), methods=[method])
        for operation in OPERATIONS
        for method in [operation.method]
    ]
    routes += [
        Route(BASE + "/openapi.json", document_endpoint(described), methods=["GET"]),
        Route(BASE + "/", document_endpoint(root), methods=["GET"]),
        Route(BASE, document_endpoint(root), methods=["GET"]),
    ]
    if control:
        routes += control_routes(gateway)
    served = Starlette(
        routes=routes,
        exception_handlers={
            404: not_found,
            # Recorded: a method that a path does not have is answered like an unknown path.
            405: not_found,
            HttpRefusal: answer_refusal,
            ClientDisconnect: gone,
            Exception: broken,
        },
    )
    served.router.redirect_slashes = False  # a path with a slash too many is another path
    return served


def endpoint(gateway: Gateway, operation: Operation, clock: Callable[[], float]) -> Endpoint:
    """The handler of one operation."""
    form = Form(operation.body or operation.query, keeps_empty=operation.body is None)

    async def serve(request: Request) -> Response:
        body = await body_of(request)
        signer = gateway.keys.required_signer if operation.private else gateway.keys.signer
        path, now = signed_path(request), int(clock())
        account = signer(request.headers, request.method, path, body, now)
        if operation.body is None:
            query = form.read_query(request.scope["query_string"])
            answer = gateway.look_up(operation, account if operation.private else None, query)
        else:
            query = {}
            answer = gateway.perform(operation, account or "", read_fields(request, form, body))
        if answer.status == "queued" and answer.ticket is not None:
            if request.headers.get("prefer") != "wait":
                return json_response(json.dumps({"ticket": answer.ticket}), 202)
            answer = await gateway.wait(answer.ticket)
        if answer.status != "ok":
            raise refusal_of(answer)
        if operation.body is None:
            return json_response(gateway.chosen(operation, answer, query), answer.code)
        return json_response(gateway.written(operation, answer), answer.code)

    return serve


def read_fields(request: Request, form: Form, body: bytes) -> Row:
    """The fields of a request: in its body, or in its query when it has no body.

    Raises:
        HttpRefusal: they are malformed, or one is missing or of the wrong type.
    """
    query: bytes = request.scope["query_string"]
    if query and not body:
        return form.read_query(query)
    return form.read(request.headers.get("content-type", ""), body)


def document_endpoint(text: str) -> Endpoint:
    """The handler of a document that never changes."""

    async def serve(_: Request) -> Response:
        return json_response(text)

    return serve


async def answer_refusal(_: Request, failure: Exception) -> Response:
    """Clause APIC-001: the answer to a refusal."""
    assert isinstance(failure, HttpRefusal)
    body = {"error": {"message": failure.message, "name": failure.name}}
    return json_response(json.dumps(body, separators=(",", ":")), failure.status)


async def not_found(request: Request, _: Exception) -> Response:
    """Nothing is served here."""
    return await answer_refusal(request, HttpRefusal(404, NOT_FOUND))


async def gone(_: Request, __: Exception) -> Response:
    """Whoever asked is gone, and nobody reads this."""
    return Response(status_code=400)


async def broken(request: Request, failure: Exception) -> Response:
    """Our own mistake. It is logged, and no request may cause it."""
    log.error("%s %s failed", request.method, request.url.path, exc_info=failure)
    return await answer_refusal(request, HttpRefusal(500, "Internal error", "Error"))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and nothing else.

    >>> is_loopback("127.0.0.1"), is_loopback("::1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
