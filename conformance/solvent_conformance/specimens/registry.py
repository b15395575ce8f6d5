"""The register of wrong and benign venues, by name.

    @wrong("FEES-001", named="fee rounded to the exchange")
    class FeeRoundedUp(Rules): ...

decorates a subclass of `Rules`, of `ReferenceVenue`, or anything that makes a venue when it is
called without arguments. What no request and no table shows is wrong in its rules alone and
`shown_by="vectors"`; what only HTTP shows is wrong in its `Keyring` and `shown_by="server"`.
What the decorator leaves in its place is a `Specimen`, which makes the venue when it is called:
`python:solvent_conformance.specimens.wrong.fees:FeeRoundedUp` opens it too.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from inspect import getdoc
from typing import Any, Final, Literal, TypeAlias

from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.vocabulary.messages import Venue

ShownBy: TypeAlias = Literal["venue", "vectors", "server"]
"""Where an error shows: to whoever asks the venue, in worked examples, or over HTTP only."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A venue of known quality. `clause` is the one that it breaks, empty when it breaks none.

    `named` is how the project's list of wrong venues calls it, empty when it is not on it;
    `statement` the docstring: what is wrong, or how it differs; `made` what was decorated. A fault
    of the field has a `profile`, whose machines have to catch it at the quick budget.
    """

    name: str
    clause: str
    named: str
    statement: str
    make: Callable[[], Venue]
    shown_by: ShownBy = "venue"
    made: Any = None
    profile: str = ""

    def __call__(self) -> Venue:
        """A fresh one."""
        return self.make()

    @property
    def is_wrong(self) -> bool:
        """Whether the suite has to catch it."""
        return bool(self.clause)


SPECIMENS: Final[dict[str, Specimen]] = {}
"""Every specimen of the modules imported so far, by name."""


def wrong(
    clause: str, *, named: str = "", shown_by: ShownBy = "venue"
) -> Callable[[Any], Specimen]:
    """Register what it decorates as a venue that breaks `clause`, and no other of its own accord.

    Raises:
        ValueError: there is no such clause, the name is taken, or the docstring is missing.
    """
    if clause not in CLAUSES:
        message = f"there is no clause {clause}"
        raise ValueError(message)
    return lambda made: _register(made, clause, named, shown_by)


def fault(clause: str, profile: str) -> Callable[[Any], Specimen]:
    """Register what it decorates as a venue with a fault of the field: one that was found in an
    engine somewhere, or is of its kind. It breaks `clause` in rare circumstances, so no example and
    no scene has to show it; the machines of `profile` have to come upon it.

    Raises:
        ValueError: there is no such clause, the name is taken, or the docstring is missing.
    """
    if clause not in CLAUSES:
        message = f"there is no clause {clause}"
        raise ValueError(message)
    return lambda made: _register(made, clause, "", profile=profile)


def benign(made: Any) -> Specimen:  # noqa: ANN401 - a class of rules, of a venue, or a factory
    """Register what it decorates as a venue that breaks no clause.

    Raises:
        ValueError: the name is taken, or the docstring is missing.
    """
    return _register(made, "", "")


def _register(
    made: Any,  # noqa: ANN401 - as above
    clause: str,
    named: str,
    shown_by: ShownBy = "venue",
    profile: str = "",
) -> Specimen:
    name, statement = made.__name__, getdoc(made)
    if name in SPECIMENS or not statement or "__doc__" not in vars(made):
        message = f"venue {name}: its name is new and its docstring says what is different"
        raise ValueError(message)
    make = _with_rules(made, name) if isinstance(made, type) and issubclass(made, Rules) else made
    if shown_by == "server":
        make = ReferenceVenue
    SPECIMENS[name] = Specimen(name, clause, named, statement, make, shown_by, made, profile)
    return SPECIMENS[name]


def _with_rules(rules: type[Rules], name: str) -> Callable[[], Venue]:
    return lambda: ReferenceVenue(rules, name=name)


def specimens() -> tuple[Specimen, ...]:
    """Every specimen, in the order of the modules; the modules are imported if need be."""
    package = import_module("solvent_conformance.specimens")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return tuple(SPECIMENS.values())


def wrong_venues(clause: str = "") -> tuple[Specimen, ...]:
    """The wrong venues that prove clauses, of one clause when it is given."""
    proofs = (s for s in specimens() if s.is_wrong and not s.profile)
    return tuple(s for s in proofs if clause in {"", s.clause})


def faults() -> tuple[Specimen, ...]:
    """The faults of the field."""
    return tuple(s for s in specimens() if s.profile)


def specimen(name: str) -> Specimen:
    """The specimen of a name.

    Raises:
        KeyError: there is none; the message lists them.
    """
    found = {s.name: s for s in specimens()}
    if name not in found:
        message = f"there is no venue {name!r}: {', '.join(found)}"
        raise KeyError(message)
    return found[name]
