"""Who is closed when nobody trades at a bearable price."""

from __future__ import annotations

from solvent_spec.rules.deleveraging.closing import DeleverageClosingRules
from solvent_spec.rules.deleveraging.ranking import RankingRules


class DeleveragingRules(DeleverageClosingRules, RankingRules):
    """Who is closed when nobody trades at a bearable price. Chapter: deleveraging."""

    __slots__ = ()
