"""What a position cost, and what it has won or lost."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.positions.costs import CostRules
from solvent_spec.rules.positions.prices import PositionPriceRules


class PositionRules(PositionPriceRules, CostRules):
    """What a position cost, and what it has won or lost. Chapter: positions."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        (
            "funding",
            "position.currentQty",
            "instrument.openInterest",
            "instrument.openValue",
            "position.currentCost",
            "position.realisedCost",
            "position.unrealisedCost",
            "position.currentComm",
        ),
        ("position.riskValue", "position.realisedPnl", "position"),
    )
