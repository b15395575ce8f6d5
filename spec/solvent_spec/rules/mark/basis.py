"""Basis: what a mark adds to its index."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.mark.impact import ImpactRules
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import DAY, Millis, Price, Rate


class BasisRules(ImpactRules, UnitRules):
    """The basis of a perpetual and of a future."""

    __slots__ = ()

    @clause(
        "MARK-001",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.fairBasis", "instrument.fairPrice", "instrument.markPrice"),
        source="113 of 113 perpetual rows",
    )
    def funding_basis(
        self, instrument: Instrument, index: Price, rate: Rate, now: Millis, funding_at: Millis
    ) -> Price:
        """The fair basis of a perpetual is the index times the funding rate times the share of the
        interval that is left.

        The clock is floored to the minute; the basis is rounded to the nearest step of
        the mark's grid. At 01:59:34 with funding at 04:00, 7,260 seconds count.

        >>> basis = rules.funding_basis(
        ...     XBTUSD,
        ...     price_of("6652.08"),
        ...     Fraction("0.0025"),
        ...     instant("2019-12-18T01:59:34"),
        ...     instant("2019-12-18T04:00"),
        ... )
        >>> price_text(basis)
        '4.19'
        """
        left = funding_at - self.minute_floor(now)
        exact = index * rate * Fraction(left, instrument.funding_interval)
        ticks = self.nearest_step(exact.numerator, exact.denominator * instrument.min_tick)
        return Price(ticks * instrument.min_tick)

    @clause(
        "MARK-002",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.fairBasis", "instrument.fairPrice", "instrument.markPrice"),
        source="52 of 52 rows of futures",
    )
    def impact_basis(self, instrument: Instrument, index: Price, rate: Rate, now: Millis) -> Price:
        """The fair basis of a future is the index times its annual basis rate times the days left
        over 365.

        >>> basis = rules.impact_basis(
        ...     XBTM19, price_of("100"), Fraction("0.61"), instant("2019-05-29T12:00")
        ... )
        >>> price_text(basis)
        '5.01'
        """
        left = (instrument.expiry or now) - self.minute_floor(now)
        exact = index * rate * Fraction(left, 365 * DAY)
        ticks = self.nearest_step(exact.numerator, exact.denominator * instrument.min_tick)
        return Price(ticks * instrument.min_tick)

    @clause(
        "MARK-003",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.fairBasisRate", "instrument.fairPrice"),
        source="52 of 52 rows: the stored rate has two decimals",
    )
    def fair_basis_rate(self, impact_mid: Price, index: Price, left: Millis) -> Rate:
        """The annual basis rate of a future is its impact mid over the index less one, over the
        years left, kept at two decimals, nearest.

        Impact mid 105, index 100 and 30 days give 60.8 %, kept as 0.61.

        >>> rules.fair_basis_rate(price_of("105"), price_of("100"), 30 * DAY)
        Fraction(61, 100)
        """
        rate = Fraction(impact_mid - index, index) * Fraction(365 * DAY, left)
        return self.nearest_multiple(rate, Fraction(1, 100))

    @relation(
        "MARK-010",
        judged_by="replay, by a basis that stays while the book is thin",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.fairBasisRate",),
        source="fair price marking page",
    )
    def refreshes_basis(self, *, has_liquidity: bool) -> bool:
        """A future's basis rate is refreshed once a minute, and only while its book is liquid.

        Otherwise the stored rate stays and the fair price floats with the index and time: an empty
        book cannot liquidate anybody.

        >>> rules.refreshes_basis(has_liquidity=False)
        False
        """
        return has_liquidity

    @clause(
        "MARK-011",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.fairBasisRate",),
        source="0.00011 shows 0.12045; 13 of 13 rows of 2022",
    )
    def annual_funding_rate(self, rate: Rate) -> Rate:
        """The annual basis rate that a perpetual shows is three funding rates a day for 365 days.

        >>> rules.annual_funding_rate(Fraction("0.0001"))
        Fraction(219, 2000)
        """
        return rate * 1095
