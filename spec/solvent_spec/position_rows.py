"""Rows of the position table: the columns that follow from cost, profit and margin."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.funding_executions import FundingExecutionRules
from solvent_spec.units import Contracts, Money, Rate, ceil_div, round_half_away_div


class PositionRowRules(FundingExecutionRules):
    """What a row of the position table shows beside its causes. Chapter: positions."""

    __slots__ = ()

    @clause(
        "POSN-010",
        level="MAY",
        profile="arithmetic",
        evidence="observed",
        observable=("position.grossExecCost", "margin.grossExecCost"),
        source="29 of 29 rows; the column was dropped in 2023",
    )
    def gross_exec_cost(self, qty: Contracts, side_qty: Contracts, side_cost: Money) -> Money:
        """The gross executed cost is the mean cost of the executions on the position's side, for at
        most the contracts held, rounded up.

        `side_qty` and `side_cost` are the session's buys for a long and its sells for a short.
        Ten bought for 1,000 of which four are held count 400.

        >>> rules.gross_exec_cost(4, 10, 1000)
        400
        >>> rules.gross_exec_cost(898, 3304, 28_896_297)
        7853776
        """
        held = min(abs(qty), side_qty)
        return Money(ceil_div(side_cost * held, side_qty)) if held else Money(0)

    @clause(
        "POSN-011",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.currentCost", "position.realisedCost", "position.unrealisedCost"),
        source="14 of 14 positions; it also equals openingCost plus execCost",
    )
    def current_cost(self, realised_cost: Money, unrealised_cost: Money) -> Money:
        """The current cost of a position is its realised cost plus its unrealised cost: all that
        its executions have cost.

        Of executions costing 100 in all, 60 for what is still held leave 40 realised.

        >>> rules.current_cost(40, 60)
        100
        """
        return realised_cost + unrealised_cost

    @clause(
        "POSN-012",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.unrealisedRoePcnt",),
        source="14 of 14 positions",
    )
    def return_on_equity(self, pnl: Money, cost: Money, requirement: Rate) -> Fraction:
        """The return on equity of a position is its unrealised profit over its cost, times one over
        its initial margin requirement, at four decimals.

        A profit of 1 % at five times leverage is a return of 5 %.

        >>> rules.return_on_equity(1, 100, Fraction(1, 5))
        Fraction(1, 20)
        """
        if cost == 0:
            return Fraction(0)
        exact = Fraction(pnl, abs(cost)) / requirement
        return Fraction(round_half_away_div(exact.numerator * 10**4, exact.denominator), 10**4)

    @clause(
        "POSN-013",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.posLoss", "position.posMargin"),
        alternatives=("nothing",),
        source="no recorded row shows a position with added margin turned over",
    )
    def margin_after_turn(self, margin: Money) -> Money:
        """A position that is turned over starts anew: nothing of the margin that was added to it or
        of the loss that it carried goes over to the other side.

        The added margin is free again in the account. Profit is realised as by any execution
        that closes, and nothing is booked as rebalanced, for the position was never flat.

        >>> rules.margin_after_turn(500)
        0
        """
        del margin
        return Money(0)
