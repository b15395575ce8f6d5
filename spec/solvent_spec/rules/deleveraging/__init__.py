"""Who is closed when nobody trades at a bearable price."""

from __future__ import annotations

from solvent_spec.rules.deleveraging.ranking import RankingRules
from solvent_spec.rules.deleveraging.trades import DeleverageTradeRules


class DeleveragingRules(DeleverageTradeRules, RankingRules):
    """Who is closed when nobody trades at a bearable price. Chapter: deleveraging."""

    __slots__ = ()
