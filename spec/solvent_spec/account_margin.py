"""Margin of an account: cross and isolated, and the columns that show how much is used."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.instruments import Instrument
from solvent_spec.position_rows import PositionRowRules
from solvent_spec.units import Contracts, Money, Rate, ceil_mul, round_half_up_div


class AccountMarginRules(PositionRowRules):
    """How an account holds margin and how its rows show it. Chapter: margin."""

    __slots__ = ()

    @clause(
        "MARG-023",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.marginUsedPcnt",),
        source="all margin rows of 2018 to 2021",
    )
    def margin_used(
        self, order_margin: Money, position_equity: Money, margin_balance: Money
    ) -> Fraction:
        """The share of margin used is what orders and positions lock over the margin balance, at
        four decimals.

        >>> rules.margin_used(10, 20, 100)
        Fraction(3, 10)
        """
        if margin_balance <= 0:
            return Fraction(0)
        locked = (order_margin + position_equity) * 10**4
        return Fraction(round_half_up_div(locked, margin_balance), 10**4)

    @clause(
        "MARG-024",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.marginLeverage",),
        source="all margin rows of 2018 to 2021",
    )
    def margin_leverage(self, gross_mark_value: Money, margin_balance: Money) -> Fraction:
        """The leverage of an account is the sum of the absolute values of its positions at the mark
        over its margin balance.

        Positions of 500 on a balance of 100 make five times. It is shown unrounded.

        >>> rules.margin_leverage(500, 100)
        Fraction(5, 1)
        """
        return Fraction(gross_mark_value, margin_balance) if margin_balance > 0 else Fraction(0)

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
        "MARG-026",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posComm",),
        source=(
            "one exact transition: 108 to 109 with 71 drawn; explains three rows a satoshi above"
        ),
        alternatives=("raised by the part drawn", "computed anew on all of it"),
        until="2024-03-25",
    )
    def commission_after_top_up(self, commission: Money, drawn: Money, fee: Rate) -> Money:
        """A cross position that draws margin keeps the fee it has reserved and adds the fee on what
        it drew, rounded up.

        A venue may compute the whole reserve anew, which gives the same or, for each time it
        drew, a satoshi less. So is the reserve computed of a position that gives margin back, or
        that had reserved nothing.

        >>> rules.commission_after_top_up(108, 71, Fraction("0.00075"))
        109
        """
        return commission + ceil_mul(drawn, fee)

    def redrawn_commission(self, anew: Money, fee: Rate, *, held: Money, drawn: Money) -> Money:
        """The reserved fee of a cross position that drew margin, or gave some back (MARG-026).

        `anew` is the reserve computed on all of it, `held` what it had reserved before.
        """
        choice = self.policy("MARG-026", "raised by the part drawn")
        if choice == "raised by the part drawn" and drawn > 0 and held > 0 and anew > 0:
            return self.commission_after_top_up(held, drawn, fee)
        return anew

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
        cross mode the next mark gives it what it needs. A risk limit, or the leverage that the
        position has already, names no margin, and takes none that was added.

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

    @clause(
        "MARG-029",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.initMargin", "margin.initMargin", "margin.availableMargin"),
        source="API description of POST /order",
    )
    def charged_qty(self, leaves_qty: Contracts, *, waits: bool) -> Contracts:
        """A stop order locks no margin while it waits for its trigger; it may lack margin when it
        is triggered.

        >>> rules.charged_qty(10, waits=True), rules.charged_qty(10, waits=False)
        (0, 10)
        """
        return Contracts(0) if waits else leaves_qty

    @clause(
        "MARG-030",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.crossMargin", "position.leverage"),
        source="API description of POST /position/isolate and /position/leverage",
    )
    def default_leverage(self) -> Rate:
        """A position has cross margin until its account sets a leverage.

        The leverage of cross margin is written as zero.

        >>> rules.default_leverage()
        Fraction(0, 1)
        """
        return Rate(0)

    @clause(
        "MARG-031",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.openOrderBuyCost", "position.openOrderSellCost"),
        source="rows of 2019 to 2026: -185213 for seven XBTUSD bid, 116640 for eight ETHUSD bid",
    )
    def open_order_cost(self, instrument: Instrument, qty: Contracts, cost: Money) -> Money:
        """The cost of open orders has the sign of the multiplier for both sides: below zero on
        inverse contracts, above on others.

        `cost` is the sum of the absolute values of the orders of one side.

        >>> rules.open_order_cost(XBTUSD, 7, 185_213), rules.open_order_cost(ETHUSD, 8, 116_640)
        (-185213, 116640)
        """
        if qty == 0:
            return Money(0)
        return cost * self.value_sign(instrument.payoff)
