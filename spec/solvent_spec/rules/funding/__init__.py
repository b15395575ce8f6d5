"""What longs and shorts exchange."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.funding.executions import FundingExecutionRules
from solvent_spec.rules.funding.payments import FundingPaymentRules
from solvent_spec.rules.funding.rates import FundingRateRules
from solvent_spec.rules.funding.schedule import FundingScheduleRules


class FundingRules(
    FundingScheduleRules, FundingExecutionRules, FundingPaymentRules, FundingRateRules
):
    """What longs and shorts exchange. Chapter: funding."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        ("instrument.hasLiquidity", "instrument.indicativeFundingRate", "instrument.fundingRate"),
        ("execution", "funding"),
    )
