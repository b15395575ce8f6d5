"""The threshold: what comes in from a socket before any route sees it.

The control verbs can rob every account. A browser on this machine can be talked into sending them,
by a page from anywhere whose name points here: so they want this machine's own name, no page of
another origin, and a body that says that it is JSON, which no form can say.
"""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from solvent_reference.server.application import is_loopback
from solvent_reference.server.failures import HttpRefusal, malformed_request
from solvent_reference.server.intake import json_response

CONTROL = "/conformance"
FORBIDDEN = 403


class Threshold:
    """An application that is asked only what may come in."""

    def __init__(self, application: ASGIApp) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it and close its connection."""
        if scope["type"] != "http":
            return
        refusal = framing_refusal(scope) or control_refusal(scope)
        if refusal is None:
            await self.application(scope, receive, send)
            return
        error = {"error": {"message": refusal.message, "name": refusal.name}}
        response = json_response(json.dumps(error), refusal.status)
        response.headers["connection"] = "close"
        await response(scope, receive, send)


def framing_refusal(scope: Scope) -> HttpRefusal | None:
    """Two lengths: whoever reads the one sees another request than whoever reads the other."""
    headers = Headers(scope=scope)
    if "content-length" in headers and "transfer-encoding" in headers:
        return malformed_request("Content-Length and Transfer-Encoding exclude each other.")
    return None


def control_refusal(scope: Scope) -> HttpRefusal | None:
    """Why a request for a control verb does not come in."""
    if not str(scope["path"]).startswith(CONTROL):
        return None
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    origin = headers.get("origin")
    if not is_loopback(host_name(host)):
        return HttpRefusal(FORBIDDEN, "Control verbs are for this machine: Host is another.")
    if origin is not None and origin != f"http://{host}":
        return HttpRefusal(FORBIDDEN, "Control verbs are for no page of another origin.")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if scope["method"] == "POST" and kind != "application/json":
        return malformed_request("Control verbs take JSON: Content-Type is another.")
    return None


def host_name(host: str) -> str:
    """The name in a Host header, without its port.

    >>> host_name("127.0.0.1:8645"), host_name("[::1]:8645"), host_name("]")
    ('127.0.0.1', '::1', '')
    """
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
