"""Cross margin: what a position draws from its account, and gives back."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Money, Rate, floor_div, round_half_up_div


class CrossMarginRules(Chapter):
    """What a cross position draws."""

    __slots__ = ()

    @clause(
        "MARG-014",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "position.posCross",
            "position.posMargin",
            "position.maintMargin",
            "margin.availableMargin",
        ),
        source=(
            "13 of 13 cross positions; a row of 2020-07-28, written between two marks, holds 21 of "
            "a loss of 35"
        ),
        until="2024-03-25",
    )
    def cross_margin(self, loss: Money, unrealised: Money, held: Money, available: Money) -> Money:
        """At each mark a cross position holds its carried loss and its unrealised loss, as far as
        available margin goes.

        It draws from `available` on top of the `held` cross margin: a loss of 90 with 20 held and
        50 available leaves it with 70. `available` is available margin over one plus the fee rate,
        floored (MARG-016). It draws also when it was reduced, and when its account has set its
        leverage or risk limit: then at once, and not at the next mark. What becomes of margin that
        it holds beyond its need, MARG-035 says. A cross position of 2026 shows no cross margin at
        all: from 2024-03-25 on none is drawn, and what takes its place is not known.

        >>> rules.cross_margin(0, -90, 20, 50), rules.cross_margin(10, 5, 0, 50)
        (70, 10)
        """
        need = self.cross_need(loss, unrealised)
        if need < held:
            return self.cross_after_recovery(held, need)
        return min(need, held + max(Money(0), available))

    def cross_need(self, loss: Money, unrealised: Money) -> Money:
        """The carried and the unrealised loss of a cross position, which it wants to hold."""
        return loss - unrealised if unrealised < 0 else loss

    @clause(
        "MARG-035",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.posMargin", "margin.availableMargin"),
        source=(
            "13 of 13 rows hold just what they need, one of them in profit and with none; no row "
            "shows a position before and after a recovery, and no text speaks of it"
        ),
        alternatives=("goes back at the mark", "stays until the position is reduced"),
        until="2024-03-25",
    )
    def cross_after_recovery(self, held: Money, need: Money) -> Money:
        """What a cross position holds beyond its need goes back to available margin at the mark
        that shows it.

        A position that drew 90 and recovers by 60 keeps 30. A venue may leave it with the 90: it
        then gives up its share when a part of the position is closed, as an isolated one does
        (MARG-015), and the rest with the position.

        >>> rules.cross_after_recovery(90, 30)
        30
        """
        return held if self.keeps_drawn_margin() else need

    def keeps_drawn_margin(self) -> bool:
        """Whether margin that was drawn stays with a cross position, a choice under MARG-035."""
        choice = self.policy("MARG-035", "goes back at the mark")
        return choice == "stays until the position is reduced"

    @clause(
        "MARG-015",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.posMargin"),
        source="third party: scales pro rata when the position is reduced",
        alternatives=("floored", "rounded to nearest"),
    )
    def cross_after_reduction(self, cross: Money, kept: Contracts, held: Contracts) -> Money:
        """An isolated position that is reduced keeps its extra margin and its carried loss in
        proportion, floored.

        >>> rules.cross_after_reduction(101, -1, -2)
        50
        """
        if self.policy("MARG-015", "floored") == "rounded to nearest":
            return Money(round_half_up_div(cross * abs(kept), abs(held)))
        return Money(floor_div(cross * abs(kept), abs(held)))

    @clause(
        "MARG-027",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.posCross", "position.posMargin", "margin.availableMargin"),
        source=(
            "rows around a change of leverage: 24000 at 10x with a loss of 24000, 0 back in cross"
        ),
    )
    def cross_after_leverage(
        self, cross: Money, loss: Money, unrealised: Money, *, isolated: bool, changed: bool
    ) -> Money:
        """Another leverage gives an isolated position its unrealised and its carried loss as extra
        margin, in place of what it had; going back to cross sets the extra margin to zero; any
        other setting leaves it as it is.

        With its losses covered, the isolated position starts with its initial margin whole. In
        cross mode it then draws what it needs, in the same request (MARG-014). A risk limit, or the
        leverage that the position has already, names no margin, and takes none that was added.

        >>> rules.cross_after_leverage(500, 0, -24_000, isolated=True, changed=True)
        24000
        >>> rules.cross_after_leverage(500, 0, -24_000, isolated=False, changed=True)
        0
        >>> rules.cross_after_leverage(500, 0, -24_000, isolated=True, changed=False)
        500
        """
        if not changed:
            return cross
        return loss + max(Money(0), -unrealised) if isolated else Money(0)

    @clause(
        "MARG-025",
        level="MAY",
        profile="margin",
        evidence="observed",
        observable=("position.posCost2",),
        source="four rows with a carried loss, of both sides and payoffs, and every row without",
    )
    def carried_cost(self, cost: Money, loss: Money) -> Money:
        """The second position cost is the signed position cost plus the loss that the position
        carries.

        A long inverse position's comes nearer to zero, every other's goes further from it.

        >>> rules.carried_cost(-100, 7), rules.carried_cost(597_100, 1042)
        (-93, 598142)
        """
        return cost + loss

    @clause(
        "MARG-016",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.liquidationPrice", "position.bankruptPrice"),
        source="3 of 3 accounts with a margin row; without the division it fails",
        until="2024-03-25",
    )
    def cross_reach(self, available: Money, fee: Rate) -> Money:
        """Available margin backs a cross position divided by one plus the fee rate, floored.

        Of what a position draws, a part must be reserved for the fee of closing.

        >>> rules.cross_reach(1_499_830, Fraction("0.00075"))
        1498705
        """
        exact = max(Money(0), available) / (1 + fee)
        return Money(floor_div(exact.numerator, exact.denominator))

    @clause(
        "MARG-028",
        level="MAY",
        profile="margin",
        evidence="observed",
        observable=("position.liquidationPrice", "position.bankruptPrice"),
        source=(
            "a row of 2021-12-18 and one after a change of leverage fit the earlier margin row only"
        ),
        until="2024-03-25",
    )
    def available_for_reach(self, before: Money, after: Money, *, marked: bool) -> Money:
        """The prices of a cross position may be computed, until the next mark, from the available
        margin before the request that changed it.

        The position row is written before the margin row; at the next mark both agree.

        >>> rules.available_for_reach(100, 40, marked=False)
        100
        >>> rules.available_for_reach(100, 40, marked=True)
        40
        """
        return after if marked else before
