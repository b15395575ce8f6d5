"""Costs: what a position cost, and what it has won or lost."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Money, ceil_div, round_half_up_div


class CostRules(Chapter):
    """The costs and the profit of a position."""

    __slots__ = ()

    @clause(
        "POSN-001",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "position.unrealisedCost",
            "position.realisedCost",
            "position.realisedPnl",
            "margin.walletBalance",
        ),
        source="3 of 3 partial closes; -240478.75 becomes -240479, -256596.5 becomes -256596",
    )
    def remaining_cost(self, cost: Money, kept: Contracts, held: Contracts) -> Money:
        """A position that is reduced keeps its cost in proportion, at the nearest minor unit of the
        signed cost, a tie upward.

        What the position gives up is realised, so nothing is lost between the two.

        >>> rules.remaining_cost(-1001, 50, 100)
        -500
        """
        return Money(
            round_half_up_div(cost * kept, held)
            if held > 0
            else round_half_up_div(-cost * kept, -held)
        )

    @clause(
        "POSN-002",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.realisedCost", "position.unrealisedCost", "position.currentCost"),
        source="row of 2019-01-04: short 6, buys 7",
    )
    def closing_cost(self, exec_cost: Money, closed: Contracts, traded: Contracts) -> Money:
        """An execution that turns a position over is split in proportion: one part closes, the rest
        opens.

        The cost of a whole number of lots at one price divides exactly.

        >>> rules.closing_cost(-185_213, 6, 7)
        -158754
        """
        return Money(round_half_up_div(exec_cost * closed, traded))

    @clause(
        "POSN-003",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.unrealisedPnl", "margin.unrealisedPnl", "margin.marginBalance"),
        source="14 of 14 positions",
    )
    def unrealised_pnl(self, mark_value: Money, cost: Money) -> Money:
        """Unrealised profit is the value at the mark less the cost of what is held.

        >>> rules.unrealised_pnl(18_926_000, 18_668_000)
        258000
        """
        return mark_value - cost

    @clause(
        "POSN-004",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "position.realisedPnl",
            "position.currentComm",
            "margin.walletBalance",
            "margin.realisedPnl",
        ),
        source="14 of 14 positions",
        until="2023-04-11T04:00",
    )
    def realised_pnl(self, realised_cost: Money, commission: Money) -> Money:
        """Realised profit is the realised cost with its sign turned, less all commissions and
        funding.

        From 2023-04-11 at 04:00 on the profit of cross positions was realised at the mark as well,
        every ten minutes; into which columns that went, and whether it ended with the margin model
        of 2024, is not known.

        >>> rules.realised_pnl(-3_697_959, -144_137)
        3842096
        """
        return -realised_cost - commission

    @clause(
        "POSN-010",
        level="MAY",
        profile="arithmetic",
        evidence="observed",
        observable=("position.grossExecCost", "margin.grossExecCost"),
        source=(
            "rows of 2018-07-20 (short 733 after 1466 sold and 1503 bought: 0) and 2022-01-30 "
            "(long 800 after 700 bought for 1870472 and 400 sold: 801631) and those where nothing "
            "was traded against the position; the column was dropped in 2023"
        ),
    )
    def gross_exec_cost(
        self, qty: Contracts, exec_qty: Contracts, side_qty: Contracts, side_cost: Money
    ) -> Money:
        """The gross executed cost is the mean cost of the executions on the position's side, for
        those of the contracts held that the session has added on balance, rounded up.

        `side_qty` and `side_cost` are the session's buys for a long and its sells for a short,
        `exec_qty` its buys less its sells. A long of 800 that has bought 700 for 1,400 and sold
        400 in its session has grown by 300, which count 600.

        >>> rules.gross_exec_cost(800, 300, 700, 1400)
        600
        >>> rules.gross_exec_cost(-733, 37, 1466, 19_960_323)
        0
        >>> rules.gross_exec_cost(898, 3203, 3304, 28_896_297)
        7853776
        """
        grown = exec_qty if qty > 0 else -exec_qty
        held = max(0, min(abs(qty), grown, side_qty))
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
        "POSN-009",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.rebalancedPnl", "position.prevRealisedPnl"),
        source="4 of 4 closings",
    )
    def rebalanced_on_close(self, realised: Money, rebalanced: Money) -> tuple[Money, Money]:
        """A position that becomes flat books its realised profit: previous becomes realised plus
        rebalanced, rebalanced becomes minus realised.

        One that a trade turns over was never flat: it books nothing, and its realised profit goes
        on counting.

        >>> rules.rebalanced_on_close(-286, 212)
        (-74, 286)
        """
        return realised + rebalanced, -realised

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
        return Money(0)
