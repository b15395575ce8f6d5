"""Bindings: how a venue is reached, and the reference as it is reached through each."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

from solvent_conformance.adapters.process_groups import adopt, disown


def reference_stdio() -> str:
    """The reference as a program, wherever it is installed."""
    return f"stdio:{shlex.quote(sys.executable)} -m solvent_reference"


STARTUP_SECONDS: Final = 30.0


def binding_of(specification: str) -> str:
    """How a venue is reached."""
    scheme = specification.partition(":")[0]
    return {"stdio": "stdio", "http": "http", "https": "http"}.get(scheme, "in process")


@contextmanager
def served_reference() -> Iterator[str]:
    """The reference behind HTTP with its control verbs, on a free port of loopback; its address."""
    program = "from solvent_conformance.cli import main; main()"
    arguments = [sys.executable, "-c", program, "serve", "--port", "0", "--control"]
    process = subprocess.Popen(
        arguments,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    adopt(process)
    try:
        yield _address(process)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(5)
        disown(process)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the server prints when it listens.

    Raises:
        RuntimeError: it ended instead.
    """
    assert process.stdout is not None
    for line in process.stdout:
        for word in line.split():
            if word.startswith("http://"):
                return word.split("/api/")[0].split("/conformance")[0].rstrip("/")
    raise RuntimeError("the server ended before it listened; try `solvent serve --control`")
