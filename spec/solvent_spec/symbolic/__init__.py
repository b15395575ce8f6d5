"""The symbolic twin: the formulas of the clauses once more, as exact real-valued expressions.

A rule of the specification is integer arithmetic: it rounds, and says how. Its twin is the
formula as a textbook writes it, with no rounding, beside a bound on how far the rule may be
from it. Twins can be differentiated, solved and printed; the rules can be held to them.

    twin("MARG-001").text()     the formula, its bound and its symbols, for a terminal
    twin("MARG-001").latex()    the same for print
    twin("MARG-001").gap(...)   the exact value beside the rule's, and whether the bound holds

Needs sympy, which nothing else in the specification does.
"""

from __future__ import annotations

from solvent_spec.symbolic.bounds import Bound
from solvent_spec.symbolic.evaluation import exact_value
from solvent_spec.symbolic.expressions import Case, Gap, Quantity, Twin, Unit
from solvent_spec.symbolic.registry import DERIVED, TWINS, derivation, twin

__all__ = [
    "DERIVED",
    "TWINS",
    "Bound",
    "Case",
    "Gap",
    "Quantity",
    "Twin",
    "Unit",
    "derivation",
    "exact_value",
    "twin",
]
