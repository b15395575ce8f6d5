"""What a position cost, and what it has won or lost."""

from __future__ import annotations

from solvent_spec.rules.positions.costs import CostRules
from solvent_spec.rules.positions.prices import PositionPriceRules


class PositionRules(PositionPriceRules, CostRules):
    """What a position cost, and what it has won or lost. Chapter: positions."""

    __slots__ = ()
