"""The listener: a socket, and the application behind it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from solvent_reference.server.patience import PatientProtocol
from solvent_reference.server.threshold import Threshold

BACKLOG = 512
START_SECONDS = 10


def listening_socket(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes a free one.

    Raises:
        OSError: the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.create_server((host, port), family=family, backlog=BACKLOG)
    bound.setblocking(False)
    # Connections inherit it; without it an answer waits 40 ms for its head to be acknowledged.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def address(bound: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def server_of(application: Starlette) -> uvicorn.Server:
    """A server that prints nothing but its own mistakes."""
    config = uvicorn.Config(
        Threshold(application),
        http=PatientProtocol,
        ws="none",
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(config)


@contextmanager
def in_background(application: Starlette, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve in a thread for as long as the block runs; the value is the URL.

    Raises:
        TimeoutError: the server does not come up.
    """
    bound = listening_socket(host, 0)
    server = server_of(application)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + START_SECONDS
    while not server.started:
        if time.monotonic() > deadline:
            message = f"no server after {START_SECONDS} seconds"
            raise TimeoutError(message)
        time.sleep(0.01)
    try:
        yield address(bound)
    finally:
        server.should_exit = True
        thread.join(timeout=START_SECONDS)
        bound.close()
