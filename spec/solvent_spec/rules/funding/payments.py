"""Payments: who pays funding, who receives it, and who bears what is missing."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import (
    Contracts,
    Money,
    Rate,
    floor_div,
    round_half_up_div,
    trunc_mul,
)


class FundingPaymentRules(Chapter):
    """How funding changes hands."""

    __slots__ = ()

    @clause(
        "FUND-008",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=(
            "execution.execComm",
            "margin.walletBalance",
            "position.realisedPnl",
            "position.currentComm",
        ),
        source=(
            "row of 2020-07-14: -182 from -182.351, which nearest would give too; commissions are "
            "truncated from 2019"
        ),
        alternatives=("truncated", "nearest"),
    )
    def funding_payment(self, mark_value: Money, rate: Rate) -> Money:
        """A position pays or receives the absolute value at the mark times the rate, truncated.

        Rounded for each position by itself, like a commission. A long of 20 XBT at 0.25 %
        pays 0.05 XBT.

        >>> rules.funding_payment(-20 * 10**8, Fraction("0.0025"))
        5000000
        """
        if self.policy("FUND-008", "truncated") == "nearest":
            due = abs(mark_value) * rate
            return Money(round_half_up_div(due.numerator, due.denominator))
        return trunc_mul(abs(mark_value), rate)

    @clause(
        "FUND-009",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("execution.execComm", "margin.walletBalance", "position.currentComm"),
        source=(
            "perpetual guide: longs pay shorts when the rate is positive; the exchange takes "
            "nothing"
        ),
    )
    def pays_funding(self, qty: Contracts, rate: Rate) -> bool:
        """Longs pay shorts when the rate is positive and shorts pay longs when it is negative.

        A perpetual above its index has a positive rate, so holding what is dear costs money.

        >>> rules.pays_funding(10, Fraction("0.0001")), rules.pays_funding(-10, Fraction("0.0001"))
        (True, False)
        """
        return (qty > 0) == (rate > 0)

    @clause(
        "FUND-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("ledger.balance",),
        alternatives=("fees", "fund"),
        source="values cancel exactly, amounts do not; the owner of the remainder is unknown",
    )
    def remainder_owner(self) -> str:
        """What payers paid and receivers did not get belongs to the exchange's fee account.

        The remainder is never below zero: nobody receives what nobody paid, and the fee account
        pays no funding.

        >>> rules.remainder_owner()
        'fees'
        """
        return self.policy("FUND-010", "fees")

    @clause(
        "FUND-011",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.execComm", "margin.walletBalance"),
        alternatives=("receivers share the shortfall", "the insurance fund pays it"),
        source="no text; an account never owes more than it has",
    )
    def funding_received(self, amount: Money, collected: Money, owed: Money) -> Money:
        """When payers paid less than receivers are due, whether by truncation or for want of money,
        each receiver gets its share of what was collected, floored.

        Three longs of one contract each truncate their payment of 0.9 to nothing; the short of
        three, due 2, gets nothing. Of 50 collected where 200 are due, 100 due become 25.

        >>> rules.funding_received(2, 0, 2), rules.funding_received(100, 50, 200)
        (0, 25)
        """
        return amount if collected >= owed else Money(floor_div(amount * collected, owed))

    def funding_from_fund(self, shortfall: Money, fund: Money) -> Money:
        """What the insurance fund adds where receivers are due more than payers paid: nothing, or,
        if the venue chose so under FUND-011, all that it has free towards it.
        """
        if self.policy("FUND-011", "receivers share the shortfall") == "the insurance fund pays it":
            return max(Money(0), min(shortfall, fund))
        return Money(0)

    @clause(
        "FUND-018",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.execComm", "margin.walletBalance", "ledger.balance"),
        alternatives=("left with the remainder", "one each, in the order of accounts"),
        source="no text; fewer units than there are receivers",
    )
    def last_units(self, left: Money, receivers: int) -> int:
        """The units that flooring leaves of what receivers share stay with the remainder.

        Of 50 shared by three as 16 each, 2 are left, and no receiver gets a seventeenth.

        >>> rules.last_units(2, 3)
        0
        """
        if self.policy("FUND-018", "left with the remainder") == "left with the remainder":
            return 0
        return min(int(left), receivers)

    @clause(
        "FUND-012",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.execComm", "position.posLoss", "position.posMargin"),
        alternatives=("available margin first", "position margin first"),
        source="posLoss is seen in rows of 2020 and 2023 and grows by an unknown rule",
    )
    def funding_from_position(self, amount: Money, available: Money, own: Money) -> Money:
        """Funding is paid from available margin first and the rest from the position's own margin.

        The part taken from the position is its carried loss: 100 due with 30 available leaves
        70 to the position, whose own margin of 90 can bear it.

        >>> rules.funding_from_position(100, 30, 90)
        70
        """
        if self.policy("FUND-012", "available margin first") == "position margin first":
            return min(amount, max(Money(0), own))
        return amount - max(Money(0), min(amount, available))
