"""Account margin: what an account has, uses and may take out."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Money, round_half_up_div


class AccountMarginRules(Chapter):
    """The balances of an account."""

    __slots__ = ()

    @clause(
        "MARG-011",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.marginBalance",),
        source="every margin row",
    )
    def margin_balance(self, wallet: Money, unrealised: Money) -> Money:
        """The margin balance is the wallet balance plus the unrealised profit of all positions.

        >>> rules.margin_balance(131_030_234, 52_182_774)
        183213008
        """
        return wallet + unrealised

    @clause(
        "MARG-012",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("margin.availableMargin", "margin.excessMargin"),
        source="every margin row",
        until="2024-03-25",
    )
    def available_margin(
        self, margin_balance: Money, order_margin: Money, position_equity: Money
    ) -> Money:
        """Available margin is the margin balance less what orders and positions lock.

        Positions lock their equity, so an unrealised profit is available to no other position.
        From 2024-03-25 on cross positions of one currency share their profits and lock their
        maintenance margin alone; what is available then is not known in full.

        >>> rules.available_margin(183_213_008, 0, 134_043_993)
        49169015
        """
        return margin_balance - order_margin - position_equity

    @clause(
        "MARG-013",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("margin.withdrawableMargin", "margin.walletBalance", "wallet.error"),
        source="margin term reference; equal to available margin in every row",
    )
    def withdrawable_margin(self, available: Money, wallet: Money) -> Money:
        """What may be withdrawn is the available margin, at most the wallet and never below zero.

        Unrealised profit can never be withdrawn: it is another account's unrealised loss. While
        positions lock their equity (MARG-012) the bound of the wallet says nothing more: what is
        available is then the wallet less the margins of positions and orders, never more than it.
        It binds where profit is shared between positions.

        >>> rules.withdrawable_margin(150, 100), rules.withdrawable_margin(-5, 100)
        (100, 0)
        """
        return max(Money(0), min(available, wallet))

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

        Positions of 500 on a balance of 100 make five times. No grid rounds it; one that does not
        end is written to twelve decimals, as any number is (docs/protocol.md).

        >>> rules.margin_leverage(500, 100)
        Fraction(5, 1)
        >>> rules.margin_leverage(550, 100)
        Fraction(11, 2)
        """
        return Fraction(gross_mark_value, margin_balance) if margin_balance > 0 else Fraction(0)
