"""The price at which every position is valued."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.mark.basis import BasisRules
from solvent_spec.rules.mark.impact import ImpactRules
from solvent_spec.rules.mark.prices import MarkPriceRules


class MarkRules(MarkPriceRules, BasisRules, ImpactRules):
    """The price at which every position is valued. Chapter: mark."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        (
            "instrument.indicativeSettlePrice",
            "instrument.impactBidPrice",
            "instrument.impactAskPrice",
            "instrument.impactMidPrice",
            "instrument.hasLiquidity",
        ),
        (
            "instrument.fundingRate",
            "instrument.fairBasisRate",
            "instrument.fairBasis",
            "instrument.fairPrice",
            "instrument.markPrice",
            "instrument",
        ),
    )
