"""The registry: a twin for each clause that is a formula, and what is derived from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from solvent_spec.symbolic import (
    account_margin,
    fees,
    funding,
    hedge,
    margin,
    mark,
    order_margin,
    payoff,
    positions,
    risk_limits,
    solvency,
)
from solvent_spec.symbolic.expressions import Twin


def _by_name(*tables: Iterable[Twin]) -> Mapping[str, Twin]:
    found: dict[str, Twin] = {}
    for table in tables:
        for entry in table:
            assert entry.clause not in found, f"{entry.clause} has two twins"
            found[entry.clause] = entry
    return MappingProxyType(found)


TWINS: Final = _by_name(
    payoff.TWINS,
    mark.TWINS,
    funding.TWINS,
    fees.TWINS,
    positions.TWINS,
    margin.TWINS,
    account_margin.TWINS,
    order_margin.TWINS,
    risk_limits.TWINS,
)
"""The twin of each clause that is a formula, by clause id."""

DERIVED: Final = _by_name(payoff.DERIVED, funding.DERIVED, solvency.DERIVED, hedge.DERIVED)
"""Formulas that follow from several clauses, by name."""


def twin(clause_id: str) -> Twin | None:
    """The exact formula of a clause; None for a clause that is no formula, or unknown.

    >>> print(twin("MARG-001").text())
    M_i = r_i*|K|
    0 <= rule - M_i < 1
        rounded up to a minor unit
      M_i  initial margin of the position (minor units)
      K    cost, with the sign of a value (minor units)
      r_i  initial margin rate (fraction)
    """
    return TWINS.get(clause_id)


def derivation(name: str) -> Twin:
    """The formula of that name.

    Raises:
        KeyError: when there is none; `DERIVED` lists them.
    """
    return DERIVED[name]
