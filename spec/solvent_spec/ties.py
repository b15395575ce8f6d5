"""Ties: what lies exactly between two steps of a grid of prices or rates."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.units import Rate, UnitRules, floor_div


class TieRules(UnitRules):
    """Where a tie of published prices and rates goes. Chapter: units and rounding."""

    __slots__ = ()

    @clause(
        "UNIT-004",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=(
            "index.lastPrice",
            "instrument.markPrice",
            "instrument.fairBasisRate",
            "instrument.impactBidPrice",
            "instrument.impactAskPrice",
            "instrument.indicativeFundingRate",
        ),
        alternatives=("up", "down", "to even"),
        source=(
            "no row decides: 178 figures of instrument rows of 2019 come out alike up and down,"
            " and the 11 composite rows of 2016-12-15 that have a tie show the mean itself, 776.905"
        ),
    )
    def nearest_step(self, numerator: int, denominator: int) -> int:
        """An index, a basis, a basis rate, an impact price and a mean premium that lie exactly
        between two steps of their grid go to the upper one.

        Upward is toward plus infinity, also below zero. A venue may choose the lower step or the
        even one, and then does so with all of them. The impact mid has a rule of its own.

        >>> rules.nearest_step(5, 2), rules.nearest_step(-5, 2), rules.nearest_step(7, 3)
        (3, -2, 2)
        """
        floor = floor_div(numerator, denominator)
        rest = 2 * (numerator - floor * denominator)
        if rest != denominator:
            return floor + int(rest > denominator)
        choice = self.policy("UNIT-004", "up")
        return floor + (floor % 2 if choice == "to even" else int(choice == "up"))

    def nearest_multiple(self, value: Rate, step: Rate) -> Rate:
        """A rate on the grid of `step`."""
        ratio: Fraction = value / step
        return self.nearest_step(ratio.numerator, ratio.denominator) * step
