"""Rates: what longs pay to shorts, as a share of the value."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Millis, Price, Rate


class FundingRateRules(UnitRules):
    """How a funding rate is made."""

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

        At a rate of zero nothing is exchanged, nor in a contract that nobody holds or that has no
        mark: neither table has a row of it. The first instant after a reset is one of a zero rate,
        since none was computed before.

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

        The sample of a funding instant is the last of the interval that ends there (FUND-019). A
        minute at which there is no index or no mark has no sample.

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

    @relation(
        "FUND-013",
        judged_by="replay, by the rate of a funding row beside the one announced before it",
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
        return current
