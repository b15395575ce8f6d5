"""Evaluation: an expression at rational values, exactly.

Sympy's own ways are too slow for thousands of examples (substitution) or not exact (printed
Python code divides integers into floats), so the tree is walked with fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor, prod
from typing import Any, Final, TypeAlias

import sympy as sp
from sympy.core.relational import Relational

Expression: TypeAlias = Any
"""A sympy expression or relation: the library ships no types."""

Value: TypeAlias = Fraction | Sequence[Fraction]
Values: TypeAlias = Mapping[str, Value]
"""The value of each symbol by its name; an indexed symbol has a sequence."""


def exact_value(expression: Expression, values: Values) -> Fraction:
    """The value of `expression`, a truth counting as one or zero.

    Raises:
        KeyError: when a symbol has no value.
        TypeError: when the expression contains a function that has no exact value.
        ZeroDivisionError: when the expression divides by zero there.

    >>> x = sp.Symbol("x")
    >>> exact_value(sp.Max(x / 3, x**-2), {"x": Fraction(2)})
    Fraction(2, 3)
    """
    if isinstance(expression, sp.Symbol):
        return _scalar(values[expression.name])
    if isinstance(expression, sp.Rational):
        return Fraction(int(expression.p), int(expression.q))
    if isinstance(expression, sp.Piecewise):
        return _first_that_applies(expression, values)
    if isinstance(expression, sp.Indexed):
        return _element(expression, values)
    if isinstance(expression, sp.Sum):
        return _total(expression, values)
    if isinstance(expression, Relational):
        left, right = (exact_value(side, values) for side in expression.args)
        return Fraction(_RELATIONS[expression.rel_op](left, right))
    known = _FUNCTIONS.get(expression.func)
    if known is None:
        message = f"{expression.func.__name__} has no exact value: {expression}"
        raise TypeError(message)
    return Fraction(known(*(exact_value(part, values) for part in expression.args)))


def is_true(relation: Expression, values: Values) -> bool:
    """Whether `relation` holds at the values."""
    return exact_value(relation, values) == 1


def _scalar(value: Value) -> Fraction:
    assert isinstance(value, Fraction), "a plain symbol has one value"
    return value


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        message = f"a root has no exact value: exponent {exponent}"
        raise TypeError(message)
    return base**exponent.numerator


def _first_that_applies(expression: Expression, values: Values) -> Fraction:
    for value, condition in expression.args:
        if is_true(condition, values):
            return exact_value(value, values)
    message = f"no case of {expression} applies"
    raise TypeError(message)


def _element(expression: Expression, values: Values) -> Fraction:
    sequence = values[str(expression.base.label)]
    assert not isinstance(sequence, Fraction), "an indexed symbol has a sequence of values"
    (index,) = expression.indices
    return sequence[exact_value(index, values).numerator - 1]


def _total(expression: Expression, values: Values) -> Fraction:
    ((index, first, last),) = expression.limits
    terms = range(exact_value(first, values).numerator, exact_value(last, values).numerator + 1)
    return sum(
        (
            exact_value(expression.function, {**values, index.name: Fraction(term)})
            for term in terms
        ),
        Fraction(0),
    )


_RELATIONS: Final[dict[str, Callable[[Fraction, Fraction], bool]]] = {
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}

_FUNCTIONS: Final[dict[Expression, Callable[..., Fraction | int]]] = {
    sp.Add: lambda *terms: sum(terms, Fraction(0)),
    sp.Mul: lambda *factors: prod(factors, start=Fraction(1)),
    sp.Pow: _power,
    sp.Max: lambda *parts: max(parts),
    sp.Min: lambda *parts: min(parts),
    sp.Abs: abs,
    sp.Mod: lambda left, right: left % right,
    sp.floor: floor,
    sp.ceiling: ceil,
    sp.And: lambda *parts: all(parts),
    sp.Or: lambda *parts: any(parts),
    sp.Not: lambda part: not part,
    sp.logic.boolalg.BooleanTrue: lambda: True,
    sp.logic.boolalg.BooleanFalse: lambda: False,
}
