"""How a price becomes money, and in which units."""

from __future__ import annotations

from solvent_spec.rules.units.currencies import CurrencyRules
from solvent_spec.rules.units.rounding import RoundingRules


class UnitRules(CurrencyRules, RoundingRules):
    """How a price becomes money, and in which units. Chapter: units."""

    __slots__ = ()
