"""What positions and orders lock."""

from __future__ import annotations

from solvent_spec.rules.margin.account import AccountMarginRules
from solvent_spec.rules.margin.backing import BackingRules
from solvent_spec.rules.margin.cross import CrossMarginRules
from solvent_spec.rules.margin.leverage import LeverageRules
from solvent_spec.rules.margin.orders import OrderMarginRules
from solvent_spec.rules.margin.position import PositionMarginRules
from solvent_spec.rules.margin.premiums import PremiumRules
from solvent_spec.rules.margin.prices import MarginPriceRules
from solvent_spec.rules.margin.schedule import MarkingScheduleRules


class MarginRules(
    MarkingScheduleRules,
    BackingRules,
    LeverageRules,
    MarginPriceRules,
    AccountMarginRules,
    PremiumRules,
    OrderMarginRules,
    CrossMarginRules,
    PositionMarginRules,
):
    """What positions and orders lock. Chapter: margin."""

    __slots__ = ()
