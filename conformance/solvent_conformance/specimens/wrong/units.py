"""Venues that are wrong about units and rounding."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import AlteredRows
from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import floor_div


@wrong("UNIT-001")
class LotValueFloored(Rules):
    """The value of a lot is rounded down instead of to the nearest minor unit."""

    def nearest_minor(self, numerator: int, denominator: int) -> int:
        """Down."""
        return floor_div(numerator, denominator)


@wrong("UNIT-002")
class TiesWellAbove(Rules):
    """A tie in the value of a lot goes up by one and a half."""

    def tie_of_nearest(self, floor: int) -> int:
        """Two above the floor."""
        return 2


@wrong("UNIT-004")
class TiesToOdd(Rules):
    """A price or a rate exactly between two steps of its grid goes to the odd one."""

    def nearest_step(self, numerator: int, denominator: int) -> int:
        """Odd."""
        tied = 2 * (numerator % denominator) == denominator
        floor = floor_div(numerator, denominator)
        return floor + 1 - floor % 2 if tied else super().nearest_step(numerator, denominator)


@wrong("UNIT-003")
class WalletsInWholeBits(AlteredRows):
    """Wallets are shown in hundreds of the minor unit."""

    def alter(self, table: str, row: Row) -> Row:
        """A hundredth of the amount."""
        return row | {"amount": row["amount"] // 100} if table == "wallet" else row
