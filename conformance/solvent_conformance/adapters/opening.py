"""Opening a venue: from what is written on a command line to something that answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from solvent_conformance.adapters.conversation import DEADLINE
from solvent_conformance.adapters.failures import AdapterInvalid, VenueFailure
from solvent_conformance.adapters.http import http_venue
from solvent_conformance.adapters.in_process import InProcessVenue, description_of
from solvent_conformance.adapters.interruption import is_interrupt
from solvent_conformance.adapters.stdio import stdio_venue
from solvent_spec.vocabulary.messages import Venue

SPECIFICATIONS = """\
nothing                 the reference, in process
python:MODULE:FACTORY   what FACTORY() of a Python module returns, in process
stdio:COMMAND           a program that speaks JSON lines
http://HOST:PORT        a server"""


_REFERENCE: Final = "solvent_reference.venue:ReferenceVenue"
"""By name, as any other venue of a module: an adapter meets a stranger."""


class OpenVenue(Venue, Protocol):
    """A venue whose answers are checked. `incidents` are the failures that it survived."""

    incidents: list[VenueFailure]


@contextmanager
def open_venue(spec: str = "", *, deadline: float = DEADLINE) -> Iterator[OpenVenue]:
    """The venue of a specification; it is ended when the block ends.

    `deadline` is in seconds and holds for each command. A program is started, and a server is
    asked, with the first command.

    Raises:
        AdapterInvalid: the specification names no venue.
    """
    venue = _venue(spec, deadline)
    try:
        yield venue
    finally:
        venue.bye()


def _venue(spec: str, deadline: float) -> OpenVenue:
    scheme, _, rest = spec.partition(":")
    if not spec:
        return InProcessVenue(make_venue(_REFERENCE), deadline)
    if scheme == "python":
        return InProcessVenue(make_venue(rest), deadline)
    if scheme == "stdio":
        return stdio_venue(rest, deadline)
    if scheme in {"http", "https"}:
        return http_venue(spec, deadline)
    raise AdapterInvalid("venue", "a venue", repr(spec), f"Write one of:\n{SPECIFICATIONS}")


def make_venue(name: str) -> Venue:
    """The venue that a factory makes; `name` is `module:factory`.

    Raises:
        AdapterInvalid: there is no such module or factory, or it fails.
    """
    factory = _factory(name)
    try:
        venue: Venue = factory()
    except BaseException as error:
        if is_interrupt(error):
            raise
        hint = "The factory is called without arguments."
        step = f"python:{name}"
        raise AdapterInvalid(step, "a factory that returns", description_of(error), hint) from error
    return venue


def _factory(name: str) -> Callable[..., Any]:
    module_name, _, attribute = name.partition(":")
    step = f"python:{name}"
    if not all(part.isidentifier() for part in [*module_name.split("."), attribute]):
        hint = "For example python:my_venue:MyVenue."
        raise AdapterInvalid(step, "python:MODULE:FACTORY", repr(name), hint)
    here = str(Path.cwd())
    if here not in sys.path:  # as for `python -m`: a module beside where one stands is found
        sys.path.insert(0, here)
    try:
        module = import_module(module_name)
    except ModuleNotFoundError as missing:
        hint = "Run it where the module can be imported, or put its folder on PYTHONPATH."
        raise AdapterInvalid(step, f"the module {module_name}", str(missing), hint) from missing
    except BaseException as error:
        if is_interrupt(error):
            raise
        got = description_of(error)
        hint = f"Try it by itself: python -c 'import {module_name}'."
        raise AdapterInvalid(step, f"{module_name} to be imported", got, hint) from error
    factory: object = getattr(module, attribute, None)
    if not callable(factory):
        names = [n for n, value in vars(module).items() if callable(value) and n[:1] != "_"]
        got = "nothing of that name" if factory is None else "what cannot be called"
        hint = f"The module has {', '.join(names[:8]) or 'nothing that can be called'}."
        raise AdapterInvalid(step, f"a callable {attribute} in {module_name}", got, hint)
    return factory
