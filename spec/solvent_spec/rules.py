"""The rules of the exchange as one value.

`Rules` gathers every chapter; each clause is one of its methods and reads its parameters from
`rules.book`. A venue that is wrong in one clause is a subclass that overrides one method, and
`recording` makes a subclass that writes down which clauses fired. Neither costs the plain
`Rules` anything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from solvent_spec.order_lives import OrderLifeRules

P = ParamSpec("P")
T = TypeVar("T")


class Rules(OrderLifeRules):
    """Every clause of the specification, under one rulebook."""

    __slots__ = ()


def recording(rules: type[Rules], fired: Callable[[str], None]) -> type[Rules]:
    """A subclass of `rules` that calls `fired` with the id of each clause as it is executed."""

    def wrap(method: Callable[P, T], identity: str) -> Callable[P, T]:
        @wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            fired(identity)
            return method(*args, **kwargs)

        return call

    methods: dict[str, Any] = {"__slots__": (), "__doc__": rules.__doc__}
    for name in dir(rules):
        method = getattr(rules, name)
        identity = clause_of(rules, name)
        if identity:
            methods[name] = wrap(method, identity)
    return type(f"Recording{rules.__name__}", (rules,), methods)


def clause_of(rules: type[Rules], name: str) -> str:
    """The clause that method `name` executes, also when a subclass overrides it; else empty."""
    for owner in rules.__mro__:
        identity = getattr(owner.__dict__.get(name), "__clause__", "")
        if identity:
            return str(identity)
    return ""
