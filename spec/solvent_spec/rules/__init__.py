"""The rules of the exchange as one value.

`Rules` gathers every chapter; each clause is one of its methods and reads its parameters from
`rules.book`. A venue that is wrong in one clause is a subclass that overrides one method, and
`recording` makes a subclass that writes down which clauses fired. Neither costs the plain
`Rules` anything.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from types import MappingProxyType
from typing import Any, Final, ParamSpec, TypeVar

from solvent_spec.registry.clauses import REGISTRY, Clause
from solvent_spec.registry.register import in_order
from solvent_spec.rules.admission import AdmissionRules
from solvent_spec.rules.api import ApiRules
from solvent_spec.rules.deleveraging import DeleveragingRules
from solvent_spec.rules.fees import FeeRules
from solvent_spec.rules.funding import FundingRules
from solvent_spec.rules.index import IndexRules
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.rules.insurance import InsuranceRules
from solvent_spec.rules.ledger import LedgerRules
from solvent_spec.rules.liquidation import LiquidationRules
from solvent_spec.rules.margin import MarginRules
from solvent_spec.rules.mark import MarkRules
from solvent_spec.rules.matching import MatchingRules
from solvent_spec.rules.orders import OrderRules
from solvent_spec.rules.positions import PositionRules
from solvent_spec.rules.risk_limits import RiskLimitRules
from solvent_spec.rules.units import UnitRules

P = ParamSpec("P")
T = TypeVar("T")


class Rules(
    ApiRules,
    AdmissionRules,
    LedgerRules,
    DeleveragingRules,
    InsuranceRules,
    LiquidationRules,
    MarginRules,
    FeeRules,
    MatchingRules,
    OrderRules,
    PositionRules,
    RiskLimitRules,
    FundingRules,
    MarkRules,
    IndexRules,
    InstrumentRules,
    UnitRules,
):
    """Every clause of the specification, under one rulebook.

    A chapter that calls another one stands before it, as Python's order of bases asks.
    """

    __slots__ = ()


CLAUSES: Final[Mapping[str, Clause]] = MappingProxyType({c.id: c for c in in_order(REGISTRY)})
"""Every clause by id, in the order of chapters and numbers: by here all of them are declared."""


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
