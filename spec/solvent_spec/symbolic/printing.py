"""Printing: formulas as plain text that a reader of a terminal would write."""

# ruff: noqa: N802 - a printer finds its method by the name of the class it prints

from __future__ import annotations

from collections.abc import Sequence

import sympy as sp
from sympy.printing.str import StrPrinter

from solvent_spec.symbolic.evaluation import Expression


class PlainPrinter(StrPrinter):  # type: ignore[misc]  # sympy ships no types
    """Bars for absolute values, `^` for powers, words for truths, cases in braces."""

    def _print_Abs(self, expression: Expression) -> str:
        return f"|{self._print(expression.args[0])}|"

    def _print_Pow(self, expression: Expression, rational: bool = False) -> str:  # noqa: FBT001, FBT002 - the printer's own signature
        return str(super()._print_Pow(expression, rational)).replace("**", "^")

    def _print_Max(self, expression: Expression) -> str:
        return f"max({self._list(expression)})"

    def _print_Min(self, expression: Expression) -> str:
        return f"min({self._list(expression)})"

    def _print_ceiling(self, expression: Expression) -> str:
        return f"ceil({self._list(expression)})"

    def _print_Piecewise(self, expression: Expression) -> str:
        parts = [
            f"{self._print(value)} otherwise"
            if condition == sp.true
            else f"{self._print(value)} if {self._print(condition)}"
            for value, condition in expression.args
        ]
        return "{" + "; ".join(parts) + "}"

    def _print_Equality(self, expression: Expression) -> str:
        return " = ".join(self._print(side) for side in expression.args)

    def _print_Mod(self, expression: Expression) -> str:
        return " mod ".join(f"({self._print(side)})" for side in expression.args)

    def _print_And(self, expression: Expression) -> str:
        return " and ".join(f"({self._print(part)})" for part in expression.args)

    def _print_Or(self, expression: Expression) -> str:
        return " or ".join(f"({self._print(part)})" for part in expression.args)

    def _print_Sum(self, expression: Expression) -> str:
        return f"sum({self._print(expression.function)})"

    def _list(self, expression: Expression) -> str:
        return ", ".join(self._print(part) for part in sorted(expression.args, key=str))


def plain(expression: Expression) -> str:
    """An expression as one line of text.

    >>> p, q = sp.symbols("p q")
    >>> plain(sp.Max(0, abs(q) / p**2))
    'max(0, |q|/p^2)'
    """
    return str(PlainPrinter().doprint(expression))


def words(names: Sequence[str]) -> str:
    """The cases that share a formula: `linear, quanto`."""
    return ", ".join(name for name in names if name)
