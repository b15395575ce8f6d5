"""Intake: the bytes of a request as they came, and the bytes of an answer."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from solvent_reference.server.failures import malformed_request

MAX_BODY = 65_536
"""Bytes of a request's body that are read."""


async def body_of(request: Request, limit: int = MAX_BODY) -> bytes:
    """The body of a request.

    Raises:
        HttpRefusal: it is larger than `limit` bytes, or not UTF-8.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise malformed_request(f"Body is larger than {limit} bytes.")
        chunks.append(chunk)
    body = b"".join(chunks)
    try:
        body.decode()
    except UnicodeDecodeError:
        raise malformed_request("Body is not UTF-8.") from None
    return body


def signed_path(request: Request) -> str:
    """The path with its query as the client sent and signed it."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    return (raw + b"?" + query if query else raw).decode("latin-1")


def json_response(text: str, status: int = 200) -> Response:
    """An answer of JSON text."""
    return Response(text, status, media_type="application/json")
