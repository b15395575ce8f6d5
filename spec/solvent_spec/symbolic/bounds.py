"""Bounds: how far an integer rule may be from its exact formula, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp

from solvent_spec.symbolic.evaluation import Expression, Value, exact_value
from solvent_spec.symbolic.printing import plain


@dataclass(frozen=True, slots=True)
class Bound:
    """How far a rule may be from its formula: rule less exact lies from `lower` to `upper`.

    The ends are expressions in the formula's symbols and its units; an open end is not
    reached. `why` says in words where the bound comes from. With `toward_zero` the rule is
    also never farther from zero than the formula.
    """

    lower: Expression
    upper: Expression
    why: str
    lower_open: bool = False
    upper_open: bool = False
    toward_zero: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the rule equals its formula."""
        return bool(self.lower == 0 and self.upper == 0)

    def allows(self, exact: Fraction, result: Fraction, values: Mapping[str, Value]) -> bool:
        """Whether a rule may return `result` where the formula gives `exact`."""
        gap = result - exact
        lower, upper = exact_value(self.lower, values), exact_value(self.upper, values)
        above = gap > lower if self.lower_open else gap >= lower
        below = gap < upper if self.upper_open else gap <= upper
        return above and below and (not self.toward_zero or abs(result) <= abs(exact))

    def text(self, result: str) -> str:
        """The bound in one line, without its reason."""
        if self.is_exact:
            return f"rule = {result} exactly"
        left = "<" if self.lower_open else "<="
        right = "<" if self.upper_open else "<="
        return f"{plain(self.lower)} {left} rule - {result} {right} {plain(self.upper)}"

    def latex(self, result: str) -> str:
        """The bound for print; the rule's value wears a hat."""
        if self.is_exact:
            return rf"\hat{{{result}}} = {result}"
        left = "<" if self.lower_open else r"\le"
        right = "<" if self.upper_open else r"\le"
        lower, upper = sp.latex(self.lower), sp.latex(self.upper)
        return rf"{lower} {left} \hat{{{result}}} - {result} {right} {upper}"


def exactly(why: str = "nothing is divided") -> Bound:
    """The rule equals the formula."""
    return Bound(sp.S.Zero, sp.S.Zero, why)


def nearest(unit: Expression, why: str) -> Bound:
    """Rounded to the nearest multiple of `unit`: at most half of it away."""
    half = sp.sympify(unit) / 2
    return Bound(-half, half, why)


def ceil_bounds(unit: Expression, why: str) -> Bound:
    """Rounded up to a multiple of `unit`."""
    return Bound(sp.S.Zero, sp.sympify(unit), why, upper_open=True)


def floor_bounds(unit: Expression, why: str) -> Bound:
    """Rounded down to a multiple of `unit`."""
    return Bound(-sp.sympify(unit), sp.S.Zero, why, lower_open=True)


def trunc_bounds(why: str, unit: Expression = 1) -> Bound:
    """Rounded toward zero to a multiple of `unit`."""
    upper = sp.sympify(unit)
    return Bound(-upper, upper, why, lower_open=True, upper_open=True, toward_zero=True)
