"""Expressions: a formula with its symbols, their units, and the bound on the rule's rounding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

import sympy as sp

from solvent_spec.symbolic.bounds import Bound
from solvent_spec.symbolic.evaluation import Expression, Value, exact_value, is_true
from solvent_spec.symbolic.printing import plain, words
from solvent_spec.vocabulary.units import PRICE_SCALE

Raw: TypeAlias = int | Fraction | Sequence[int | Fraction]
"""A value as the rules hold it: whole minor units, prices in counts of 1e-10."""


class Unit(Enum):
    """What a quantity is counted in. A price is in whole quote units here, not in 1e-10."""

    MONEY = "minor units"
    CONTRACTS = "contracts"
    PRICE = "quote units"
    RATE = "fraction"
    TIME = "milliseconds"
    COUNT = "count"
    MONEY_PER_CONTRACT = "minor units a contract"
    MONEY_PER_COIN = "minor units a coin"
    MONEY_PER_QUOTE = "minor units a quote unit"
    CONTRACTS_PER_COIN = "contracts a coin"
    COINS = "coins"
    QUOTE = "units of the quote currency"
    TRUTH = "true or false"

    @property
    def scale(self) -> int:
        """How many units of a rule are one unit here."""
        return PRICE_SCALE if self is Unit.PRICE else 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """A symbol of a formula: what it stands for, and its unit."""

    symbol: Expression
    meaning: str
    unit: Unit

    @property
    def name(self) -> str:
        """The name under which its value is given."""
        return str(self.symbol)

    def exact(self, raw: Raw) -> Value:
        """The value as the formula counts it, from the value as the rules hold it."""
        if isinstance(raw, int | Fraction):
            return Fraction(raw) / self.unit.scale
        return [Fraction(value) / self.unit.scale for value in raw]


@dataclass(frozen=True, slots=True)
class Case:
    """One formula of a clause: for a payoff, a side, or a rounding of the rulebook.

    The bound is claimed where `domain` holds. A derived formula that no rule computes has none.
    """

    name: str
    expression: Expression
    bound: Bound | None = None
    domain: Expression = sp.true


@dataclass(frozen=True, slots=True)
class Gap:
    """A rule's value beside its formula's. `within` says whether the bound holds."""

    clause: str
    case: str
    exact: Fraction
    result: Fraction
    within: bool


@dataclass(frozen=True, slots=True)
class Twin:
    """The exact formula of a clause, or one derived from several.

    `clause` is a clause id or the name of a derived formula; `result` is the left-hand side.
    `where` defines symbols that abbreviate the formulas, each by those before it. A bound may
    also speak of the result itself.
    """

    clause: str
    result: Quantity
    quantities: tuple[Quantity, ...]
    cases: tuple[Case, ...]
    where: tuple[tuple[Quantity, Expression], ...] = ()

    def case(self, name: str = "") -> Case:
        """The formula called `name`; a clause of one formula needs no name.

        Raises:
            KeyError: when there is no such case, or there are several and no name.
        """
        if not name and len(self.cases) == 1:
            return self.cases[0]
        for case in self.cases:
            if case.name == name:
                return case
        known = ", ".join(repr(case.name) for case in self.cases)
        message = f"{self.clause} has no case {name!r}; its cases are {known}"
        raise KeyError(message)

    @property
    def expression(self) -> Expression:
        """The formula of a clause that has but one."""
        return self.case().expression

    @property
    def bound(self) -> Bound | None:
        """The bound of a clause that has but one formula."""
        return self.case().bound

    def applies(self, name: str = "", /, **given: Raw) -> bool:
        """Whether the formula has a value here, of the sign it must have, and claims its bound."""
        case, values = self.case(name), self._values(given)
        try:
            exact = values[self.result.name] = exact_value(case.expression, values)
        except ZeroDivisionError:
            return False
        right_sign = exact > 0 or not self.result.symbol.is_positive
        return right_sign and case.bound is not None and is_true(case.domain, values)

    def exact(self, name: str = "", /, **given: Raw) -> Fraction:
        """The exact value in the unit of the rule: a price in counts of 1e-10."""
        value = exact_value(self.case(name).expression, self._values(given))
        return value * self.result.unit.scale

    def gap(self, result: int | Fraction, name: str = "", /, **given: Raw) -> Gap:
        """The rule's `result` beside the exact value at the same arguments, in their units.

        Raises:
            ValueError: when the case claims no bound at these values.
        """
        case, values = self.case(name), self._values(given)
        if case.bound is None or not self.applies(name, **given):
            message = f"{self.clause} {name}: no bound is claimed at {given}"
            raise ValueError(message)
        exact = values[self.result.name] = exact_value(case.expression, values)
        scaled = Fraction(result) / self.result.unit.scale
        within = case.bound.allows(exact, scaled, values)
        return Gap(self.clause, case.name, exact, scaled, within)

    def text(self) -> str:
        """The formula, its bounds and its symbols, in plain lines."""
        left = self.result.name
        lines = [f"{left} = {plain(e)}{_in(names)}" for e, names in self._formulas()]
        lines += [f"with {symbol.name} = {plain(e)}" for symbol, e in self.where]
        for bound, domain, names in self._bounds():
            scope = "" if domain == sp.true else f"; claimed where {plain(domain)}"
            lines += [f"{bound.text(left)}{_in(names)}", f"    {bound.why}{scope}"]
        used = self._used()
        rows = [self.result, *(s for s, _ in self.where)]
        rows += [quantity for quantity in self.quantities if quantity.name in used]
        width = max(len(row.name) for row in rows)
        lines += [f"  {row.name:<{width}}  {row.meaning} ({row.unit.value})" for row in rows]
        return "\n".join(lines)

    def latex(self) -> str:
        """The formula and its bounds as an aligned environment."""
        left = sp.latex(self.result.symbol)
        rows = [f"{left} &= {sp.latex(e)}{_beside(names)}" for e, names in self._formulas()]
        rows += [f"{sp.latex(s.symbol)} &= {sp.latex(e)}" for s, e in self.where]
        rows += [f"&{bound.latex(left)}{_beside(names)}" for bound, _, names in self._bounds()]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def _values(self, given: Mapping[str, Raw]) -> dict[str, Value]:
        known = {quantity.name: quantity for quantity in self.quantities}
        strange = sorted(set(given) - set(known))
        if strange:
            message = f"{self.clause} has no symbol {strange[0]!r}; it has {sorted(known)}"
            raise KeyError(message)
        values = {name: known[name].exact(raw) for name, raw in given.items()}
        for symbol, expression in self.where:
            if {str(part) for part in expression.free_symbols} <= set(values):
                values[symbol.name] = exact_value(expression, values)
        return values

    def _used(self) -> set[str]:
        """The names of the symbols that occur in a formula, a definition or a bound."""
        parts = [e for c in self.cases for e in (c.expression, c.domain)]
        parts += [e for c in self.cases if c.bound for e in (c.bound.lower, c.bound.upper)]
        parts += [expression for _, expression in self.where]
        return {str(symbol) for part in parts for symbol in part.free_symbols}

    def _formulas(self) -> Iterator[tuple[Expression, list[str]]]:
        """Each formula once, with the cases that share it."""
        for expression in dict.fromkeys(case.expression for case in self.cases):
            yield expression, [c.name for c in self.cases if c.expression == expression]

    def _bounds(self) -> Iterator[tuple[Bound, Expression, list[str]]]:
        """Each bound once, with the cases that share it."""
        claims = [(c.bound, c.domain, c.name) for c in self.cases if c.bound is not None]
        for bound, domain in dict.fromkeys((b, d) for b, d, _ in claims):
            yield bound, domain, [name for b, d, name in claims if (b, d) == (bound, domain)]


def _in(names: Sequence[str]) -> str:
    return f"  ({words(names)})" if words(names) else ""


def _beside(names: Sequence[str]) -> str:
    return rf" && \text{{{words(names)}}}" if words(names) else ""
