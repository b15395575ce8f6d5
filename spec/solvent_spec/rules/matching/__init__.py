"""Who trades with whom, at which price, in which order."""

from __future__ import annotations

from solvent_spec.rules.matching.priority import PriorityRules
from solvent_spec.rules.matching.trades import TradeRules


class MatchingRules(TradeRules, PriorityRules):
    """Who trades with whom, at which price, in which order. Chapter: matching."""

    __slots__ = ()
