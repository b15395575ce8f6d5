"""Arithmetic: the operations in which a rule is written once more, for numbers and for proofs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, TypeAlias

from solvent_spec.vocabulary.units import floor_div

Term: TypeAlias = Any
"""A whole number, or the solver's term for any whole number."""
Sentence: TypeAlias = Any
"""A truth value, or the solver's term for one."""


class Arithmetic(ABC):
    """Whole numbers beyond sums and products. A divisor is above zero."""

    @abstractmethod
    def floor(self, numerator: Term, denominator: Term) -> Term:
        """Quotient rounded down."""

    @abstractmethod
    def choose(self, when: Sentence, then: Term, other: Term) -> Term:
        """One of two numbers."""

    def ceil(self, numerator: Term, denominator: Term) -> Term:
        """Quotient rounded up."""
        return -self.floor(-numerator, denominator)

    def trunc(self, numerator: Term, denominator: Term) -> Term:
        """Quotient rounded toward zero."""
        size = self.floor(self.absolute(numerator), denominator)
        return self.choose(numerator >= 0, size, -size)

    def half_up(self, numerator: Term, denominator: Term) -> Term:
        """Nearest quotient, a tie upward."""
        return self.floor(2 * numerator + denominator, 2 * denominator)

    def half_away(self, numerator: Term, denominator: Term) -> Term:
        """Nearest quotient, a tie away from zero."""
        size = self.half_up(self.absolute(numerator), denominator)
        return self.choose(numerator >= 0, size, -size)

    def least(self, first: Term, second: Term) -> Term:
        """The smaller of two."""
        return self.choose(first <= second, first, second)

    def most(self, first: Term, second: Term) -> Term:
        """The larger of two."""
        return self.choose(first >= second, first, second)

    def absolute(self, number: Term) -> Term:
        """The number without its sign."""
        return self.choose(number >= 0, number, -number)


class Numbers(Arithmetic):
    """The operations on numbers: what holds a transcription to its rule."""

    def floor(self, numerator: Term, denominator: Term) -> Term:
        """Quotient rounded down, as the rules divide."""
        assert denominator > 0, "a rule divides by what is above zero"
        return floor_div(numerator, denominator)

    def choose(self, when: Sentence, then: Term, other: Term) -> Term:
        """One of two numbers."""
        return then if when else other
