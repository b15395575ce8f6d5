"""Venues that chose another of what a clause about rounding permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import floor_div


@benign
class TiesDown(Rules):
    """A tie in the value of a lot goes to the smaller absolute value."""

    def tie_of_nearest(self, floor: int) -> int:
        """Down."""
        return 0


@benign
class TiesToEven(Rules):
    """A tie in the value of a lot goes to the even value."""

    def tie_of_nearest(self, floor: int) -> int:
        """Even."""
        return floor % 2


@benign
class PricesToEven(Rules):
    """A price or a rate exactly between two steps of its grid goes to the even one."""

    def nearest_step(self, numerator: int, denominator: int) -> int:
        """Even."""
        tied = 2 * (numerator % denominator) == denominator
        floor = floor_div(numerator, denominator)
        return floor + floor % 2 if tied else super().nearest_step(numerator, denominator)
