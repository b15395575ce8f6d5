"""Venues that are wrong about mark and impact prices."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import DAY, Contracts, Millis, Money, Price, Rate, floor_div


@wrong("MARK-001")
class BasisGrows(Rules):
    """The fair basis of a perpetual counts the share of the interval that has passed."""

    def funding_basis(
        self, instrument: Instrument, index: Price, rate: Rate, now: Millis, funding_at: Millis
    ) -> Price:
        """As much as is missing from the share that is left."""
        turned = Millis(2 * funding_at - instrument.funding_interval - self.minute_floor(now))
        return super().funding_basis(instrument, index, rate, turned, funding_at)


@wrong("MARK-002")
class FutureBasisOfAMonthMore(Rules):
    """The fair basis of a future counts thirty days too many."""

    def impact_basis(self, instrument: Instrument, index: Price, rate: Rate, now: Millis) -> Price:
        """As a month ago."""
        return super().impact_basis(instrument, index, rate, Millis(now - 30 * DAY))


@wrong("MARK-003")
class BasisRateUnrounded(Rules):
    """The annual basis rate of a future is kept with all its decimals."""

    def fair_basis_rate(self, impact_mid: Price, index: Price, left: Millis) -> Rate:
        """Exactly."""
        return Fraction(impact_mid - index, index) * Fraction(365 * DAY, left)


@wrong("MARK-004")
class MarkIsTheIndex(Rules):
    """The mark price is the index, without the fair basis."""

    def fair_price(self, index: Price, basis: Price) -> Price:
        """The index."""
        return index


@wrong("MARK-005")
class ImpactOfOneCoin(Rules):
    """Impact prices are those of trading one coin, whatever the margin rate."""

    def impact_notional(self, instrument: Instrument, coin: Price | None = None) -> Money:
        """One coin."""
        return Money(self.minor_units(instrument.settl_currency))


@wrong("MARK-014")
class ImpactOfTwoCoins(Rules):
    """For a contract that settles in tether an XBT counts twice."""

    def impact_coin(self, instrument: Instrument, coin: Price | None) -> Money:
        """The double."""
        times = 1 if instrument.settl_currency == "XBt" else 2
        return Money(times * super().impact_coin(instrument, coin))


@wrong("MARK-006")
class ImpactIsTheTouch(Rules):
    """The impact price is the best price of the book, however little is there."""

    def impact_price(
        self,
        instrument: Instrument,
        levels: Iterable[tuple[Price, Contracts]],
        *,
        thin_price: Price | None,
        coin: Price | None = None,
    ) -> Price:
        """The first level."""
        for price, _ in levels:
            return price
        return super().impact_price(instrument, (), thin_price=thin_price, coin=coin)


@wrong("MARK-007")
class ThinBookAtHalf(Rules):
    """Impact notional that the book lacks counts at half the price cap, on both sides."""

    def thin_book_price(self, instrument: Instrument, *, bids: bool) -> Price | None:
        """Half of the cap."""
        return Price(floor_div(instrument.max_price, 2))


@wrong("MARK-008")
class ImpactMidOffGrid(Rules):
    """The impact mid is not put on the grid of half ticks."""

    def impact_mid_price(self, instrument: Instrument, bid: Price, ask: Price) -> Price:
        """The plain mean."""
        return Price(floor_div(bid + ask, 2))


@wrong("MARK-009")
class AnyBookIsLiquid(Rules):
    """A book is liquid however wide its spread."""

    def has_liquidity(self, instrument: Instrument, bid: Price, ask: Price, mid: Price) -> bool:
        """Always."""
        return True


@wrong("MARK-010")
class BasisFollowsAnEmptyBook(Rules):
    """A future's basis rate is refreshed also while its book is not liquid."""

    def refreshes_basis(self, *, has_liquidity: bool) -> bool:
        """Always."""
        return True


@wrong("MARK-011")
class YearOfDays(Rules):
    """The annual rate of a perpetual counts one funding a day."""

    def annual_funding_rate(self, rate: Rate) -> Rate:
        """A third."""
        return rate * 365


@wrong("MARK-013", named="the mark of a negative fair price")
class MarkedWithoutSign(Rules):
    """A fair price below zero is published without its sign."""

    def published_mark(self, fair: Price, last: Price | None, grid: Price) -> Price | None:
        """Its size."""
        return abs(fair) or last
