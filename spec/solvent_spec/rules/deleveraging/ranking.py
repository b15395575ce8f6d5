"""Ranking: who is deleveraged first."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Money, Rate, ceil_div


class RankingRules(Chapter):
    """The queue of those who may be deleveraged."""

    __slots__ = ()

    @clause(
        "ADLV-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("execution.text", "position.currentQty", "position.deleveragePercentile"),
        source="announcement of 2016-10-03; a score of exactly zero is not described",
        since="2016-10-03",
    )
    def deleverage_score(self, mark_value: Money, cost: Money, bankrupt_value: Money) -> Rate:
        """Positions are ranked by profit rate times effective leverage, and by profit rate over
        effective leverage when they lose.

        The profit rate is value less cost over absolute cost. Effective leverage is the
        absolute value at the mark over that value less the value at the bankruptcy price.

        >>> rules.deleverage_score(110, 100, 55)
        Fraction(1, 5)
        """
        if cost == 0:
            return Fraction(0)
        profit = Fraction(mark_value - cost, abs(cost))
        backing = mark_value - bankrupt_value
        leverage = Fraction(abs(mark_value), backing) if backing > 0 else Fraction(10**9)
        return profit * leverage if profit > 0 else profit / leverage if leverage else profit

    @clause(
        "ADLV-002",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.text", "position.currentQty", "position.deleveragePercentile"),
        source="ties are not described",
        since="2016-10-03",
        alternatives=("order of accounts", "larger position first"),
    )
    def deleverage_rank(self, score: Rate, sequence: int, qty: Contracts) -> tuple[Rate, int, int]:
        """The highest score is deleveraged first; of equal scores the account that was opened
        first.

        >>> rules.deleverage_rank(Fraction(2), 9, 1) < rules.deleverage_rank(Fraction(1), 1, 1)
        True
        """
        if self.policy("ADLV-002", "order of accounts") == "larger position first":
            return (-score, -abs(int(qty)), sequence)
        return (-score, sequence, 0)

    @clause(
        "ADLV-007",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.deleveragePercentile",),
        source="deleveraging examples: 10, 30, 60, 70, 80, 100 show as 20, 40, 60, 80, 80, 100 %",
        since="2016-10-03",
    )
    def deleverage_percentile(self, cumulative: Contracts, total: Contracts) -> Rate:
        """The indicator of a position is six fifths less its cumulative share of its side, from the
        highest score down, rounded up to a fifth.

        The first in line shows 1, the last a fifth.

        >>> [str(rules.deleverage_percentile(c, 100)) for c in (10, 30, 60, 70, 80, 100)]
        ['1', '4/5', '3/5', '2/5', '2/5', '1/5']
        """
        fifths = ceil_div(5 * cumulative, total)
        return Fraction(6 - fifths, 5)
