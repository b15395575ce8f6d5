"""Funding: the rate that ties a perpetual to its index, and the exchange of money."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.instruments import Instrument
from solvent_spec.mark import MarkRules
from solvent_spec.units import (
    Contracts,
    Millis,
    Money,
    Price,
    Rate,
    floor_div,
    round_half_up_div,
    trunc_mul,
)


class FundingRules(MarkRules):
    """Who pays whom for holding a perpetual, and how much. Chapter: funding."""

    __slots__ = ()

    @clause(
        "FUND-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("funding.timestamp", "execution.execType", "instrument.fundingTimestamp"),
        source=(
            "perpetual guide: 04:00, 12:00 and 20:00 UTC; 5,368 of 5,368 ledger rows; perpetuals "
            "of June 2016 on"
        ),
        since="2016-06-01",
    )
    def next_funding(self, instrument: Instrument, now: Millis) -> Millis:
        """Funding is exchanged at 04:00, 12:00 and 20:00 UTC.

        >>> rules.next_funding(XBTUSD, instant("2019-06-03T04:00")) == instant("2019-06-03T12:00")
        True
        """
        interval = self.book.funding_interval
        since = (now - self.book.funding_offset) % interval
        return now + interval - since

    @clause(
        "FUND-002",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.indicativeFundingRate", "instrument.fundingRate"),
        source="quote 1.00 %, base 0.25 % a day give 0.25 %; 0.06 % and 0.03 % give 0.01 %",
    )
    def interest_rate(self) -> Rate:
        """The interest rate of an interval is a third of the daily quote rate less the daily base
        rate.

        >>> rules.interest_rate()
        Fraction(1, 10000)
        """
        return (self.book.interest_quote_daily - self.book.interest_base_daily) / 3

    @clause(
        "FUND-003",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.indicativeFundingRate",),
        source=(
            "perpetual guide; the full current rate, not the decayed basis, is added (staff; 43 "
            "rows)"
        ),
    )
    def premium_index(
        self, bid: Price, ask: Price, mark: Price, index: Price, current_rate: Rate
    ) -> Rate:
        """The premium index is how far the impact bid lies above the mark, less how far the impact
        ask lies below it, over the index, plus the current funding rate.

        With the mark inside the impact spread it is the current rate and nothing else.

        >>> rules.premium_index(
        ...     price_of("99"),
        ...     price_of("101"),
        ...     price_of("100"),
        ...     price_of("100"),
        ...     Fraction("0.0001"),
        ... )
        Fraction(1, 10000)
        """
        above = max(0, bid - mark)
        below = max(0, mark - ask)
        return Fraction(above - below, index) + current_rate

    @clause(
        "FUND-004",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.indicativeFundingRate",),
        source="sampled every minute, averaged over the eight hours; rates have six decimals",
    )
    def average_premium(self, total: Rate, samples: int) -> Rate:
        """The premium of an interval is the mean of its minute samples, at six decimals, nearest.

        >>> rules.average_premium(Fraction("0.0003"), 3)
        Fraction(1, 10000)
        """
        if samples == 0:
            return Fraction(0)
        return self.nearest_multiple(total / samples, self.book.rate_resolution)

    @clause(
        "FUND-005",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.indicativeFundingRate", "instrument.fundingRate"),
        source="98 of 98 rows",
    )
    def unbounded_rate(self, premium: Rate, interest: Rate) -> Rate:
        """The funding rate is the premium plus a correction: the interest less the premium, where
        the correction alone is clamped to 0.05 % each way.

        It equals the interest rate while the two are within 0.05 % of each other; a premium of
        2 % with an interest of 0.01 % gives 1.95 %.

        >>> rules.unbounded_rate(Fraction("0.0004"), Fraction("0.0001"))
        Fraction(1, 10000)
        >>> rules.unbounded_rate(Fraction("0.02"), Fraction("0.0001"))
        Fraction(39, 2000)
        """
        clamp = self.book.funding_clamp
        return premium + max(-clamp, min(clamp, interest - premium))

    @clause(
        "FUND-006",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.fundingRate", "instrument.indicativeFundingRate"),
        source="0.375 % for XBTUSD, 0.75 % for ETHUSD; row of 2019-01-03 at -0.00375",
    )
    def capped_rate(self, instrument: Instrument, rate: Rate) -> Rate:
        """The funding rate is at most three quarters of initial less maintenance margin rate,
        either way.

        >>> rules.capped_rate(XBTUSD, Fraction("-0.02"))
        Fraction(-3, 800)
        """
        cap = self.book.funding_cap_of_margin_gap * (
            instrument.init_margin - instrument.maint_margin
        )
        return max(-cap, min(cap, rate))

    @clause(
        "FUND-007",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.fundingRate", "instrument.indicativeFundingRate"),
        source="perpetual guide",
    )
    def capped_change(self, instrument: Instrument, rate: Rate, previous: Rate) -> Rate:
        """The funding rate changes between intervals by at most three quarters of the maintenance
        margin rate.

        >>> rules.capped_change(XBTUSD, Fraction("0.00375"), Fraction("-0.00375"))
        Fraction(0, 1)
        """
        cap = self.book.funding_change_cap_of_maintenance * instrument.maint_margin
        return max(previous - cap, min(previous + cap, rate))

    def funding_rate(self, instrument: Instrument, premium: Rate, previous: Rate) -> Rate:
        """The rate of the next interval, from this interval's premium and rate."""
        capped = self.capped_rate(instrument, self.unbounded_rate(premium, self.interest_rate()))
        return self.capped_change(instrument, capped, previous)

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

    @clause(
        "FUND-013",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=(
            "instrument.fundingRate",
            "instrument.indicativeFundingRate",
            "funding.fundingRate",
            "execution.commission",
        ),
        source="the rate computed at T is charged at T + 8 h",
    )
    def rate_charged(self, current: Rate, computed: Rate) -> Rate:
        """The rate charged at an instant is the one that was computed an interval before it.

        Everybody can see for eight hours what holding the position will cost.

        >>> rules.rate_charged(Fraction("0.0001"), Fraction("0.0009"))
        Fraction(1, 10000)
        """
        del computed
        return current
