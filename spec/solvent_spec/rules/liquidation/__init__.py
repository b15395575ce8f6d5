"""When a position is taken over, and how it is closed."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.liquidation.orders import LiquidationOrderRules
from solvent_spec.rules.liquidation.schedule import LiquidationScheduleRules
from solvent_spec.rules.liquidation.takeover import TakeoverRules


class LiquidationRules(LiquidationScheduleRules, LiquidationOrderRules, TakeoverRules):
    """When a position is taken over, and how it is closed. Chapter: liquidation."""

    __slots__ = ()

    flow: ClassVar[Flow] = (("trade", "liquidation"),)
