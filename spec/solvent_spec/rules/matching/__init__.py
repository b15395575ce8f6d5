"""Who trades with whom, at which price, in which order."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.matching.priority import PriorityRules
from solvent_spec.rules.matching.trades import TradeRules


class MatchingRules(TradeRules, PriorityRules):
    """Who trades with whom, at which price, in which order. Chapter: matching."""

    __slots__ = ()

    flow: ClassVar[Flow] = (
        ("order.triggered", "trade.price", "order"),
        ("order.triggered", "trade.size", "order"),
        ("order.triggered", "execution.lastPx", "order"),
        ("order.triggered", "execution.lastQty", "order"),
        ("order.triggered", "execution.text"),
        ("order.workingIndicator", "orderBookL2", "trade"),
    )
