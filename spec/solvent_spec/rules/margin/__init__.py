"""What positions and orders lock."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
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

    flow: ClassVar[Flow] = (
        ("position.currentComm", "position.leverage", "position.crossMargin"),
        (
            "position.maintMarginReq",
            "position.markPrice",
            "position.markValue",
            "position.unrealisedPnl",
            "position.posInit",
            "position.posLoss",
            "position.posCross",
            "position.posComm",
            "position.posMargin",
            "position.posMaint",
            "position.maintMargin",
            "position.grossOpenCost",
            "position.grossOpenPremium",
            "position.initMargin",
            "position.riskValue",
        ),
        (
            "insurance",
            "margin.walletBalance",
            "margin.unrealisedPnl",
            "margin.marginBalance",
            "margin.initMargin",
            "margin.maintMargin",
            "margin.availableMargin",
            "margin",
        ),
    )
