"""Indices: the weighted mean of spot prices, and which constituents count."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from solvent_spec.clauses import clause
from solvent_spec.instruments import InstrumentRules
from solvent_spec.units import Millis, Price, Rate, Symbol, ceil_div, floor_div, round_half_up_div

INDEX_GRID: Final = Millis(5_000)
"""Between two publications of an index, where a venue publishes on a grid."""

_PAIR = 2
"""A median needs more than a pair; a pair is held to its mean."""


@dataclass(frozen=True, slots=True)
class Constituent:
    """One spot exchange of an index: its name, its weight, its last price and when it came.

    `excluded` ones do not count for whatever reason; `removed` ones strayed and wait to be
    reintroduced, being fit for it without a break since `fit_since`.
    """

    reference: str
    weight: Rate
    price: Price
    updated: Millis
    excluded: bool = False
    removed: bool = False
    fit_since: Millis | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """The definition of an index: its grid and whether it prices a coin in coins or in fiat."""

    symbol: Symbol
    min_tick: Price
    altcoin: bool
    weights: tuple[tuple[str, Rate], ...]


class IndexRules(InstrumentRules):
    """How spot prices become one index price. Chapter: index."""

    __slots__ = ()

    @clause(
        "INDX-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.indicativeSettlePrice", "index.lastPrice"),
        source=(
            "index pages; 22 composite rows of 2016 (50/50); 11 others show a mean that is finer"
            " than the grid of the index, which is that of its instrument rows"
        ),
    )
    def index_price(
        self, index: Index, constituents: tuple[Constituent, ...], last: Price | None
    ) -> Price | None:
        """An index is the mean of its constituents' last prices by weight, to the nearest step
        of the index's grid.

        Excluded constituents give up their weight to the others in proportion. With no
        constituent left, or with the index frozen, the last value stands.

        >>> two = (
        ...     Constituent("A", Fraction(1, 2), price_of("778.58"), 0),
        ...     Constituent("B", Fraction(1, 2), price_of("776.4"), 0),
        ... )
        >>> price_text(rules.index_price(BXBT, two, None))
        '777.49'
        """
        counted = [c for c in constituents if not c.excluded]
        if not counted or self.index_is_frozen(index, tuple(counted), last):
            return last
        weight = sum((c.weight for c in counted), Fraction(0))
        mean = sum((c.price * c.weight for c in counted), Fraction(0)) / weight
        ticks = self.nearest_step(mean.numerator, mean.denominator * index.min_tick)
        return self.floored_index(Price(ticks * index.min_tick), last, index.min_tick)

    @clause(
        "INDX-002",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source="index protections of 2017-04-21: A = B = C = 100, C prints 50, the index stays 100",
        since="2017-04-21",
    )
    def is_outlier(
        self, index: Index, constituent: Constituent, constituents: tuple[Constituent, ...]
    ) -> bool:
        """Of three or more constituents, one that strays from their median by more than the
        deviation is excluded.

        The deviation is 25 % for fiat indices and 50 % for altcoin indices, and from 2020-12-16 on
        10 % or more for both. One venue that prints a wrong price then moves no position.

        >>> three = tuple(
        ...     Constituent(name, Fraction(1, 3), price_of(price), 0)
        ...     for name, price in (("A", "100"), ("B", "100"), ("C", "50"))
        ... )
        >>> [rules.is_outlier(BXBT, constituent, three) for constituent in three]
        [False, False, True]
        """
        if len(constituents) <= _PAIR:
            return False
        median = self.median([c.price for c in constituents])
        return self._strays(constituent.price, median, self.deviation(index))

    @clause(
        "INDX-003",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source="index protections of 2017-04-21, rules 2 and 3",
        since="2017-04-21",
    )
    def index_is_frozen(
        self, index: Index, counted: tuple[Constituent, ...], last: Price | None
    ) -> bool:
        """With two constituents half a deviation from their mean, or one a deviation from the last
        value, the index stands still.

        Two constituents at 100 and 140 with a deviation of 25 % have the mean 120; each is 16.7 %
        away, more than the 12.5 % allowed, so the last index value is kept. Of two that disagree
        nobody can tell which is wrong.

        >>> pair = tuple(
        ...     Constituent(name, Fraction(1, 2), price_of(price), 0)
        ...     for name, price in (("A", "100"), ("B", "140"))
        ... )
        >>> rules.index_is_frozen(BXBT, pair, price_of("100"))
        True
        """
        deviation = self.deviation(index)
        if last is None:
            return False
        if len(counted) == _PAIR:
            weight = counted[0].weight + counted[1].weight
            mean = (
                counted[0].price * counted[0].weight + counted[1].price * counted[1].weight
            ) / weight
            return any(self._strays(c.price, mean, deviation / 2) for c in counted)
        if len(counted) == 1:
            return self._strays(counted[0].price, Fraction(last), deviation)
        return False

    @clause(
        "INDX-004",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source="index protections of 2017-04-21, rule 4",
        since="2017-04-21",
    )
    def is_stale(self, constituent: Constituent, now: Millis) -> bool:
        """A constituent whose price is older than fifteen minutes is excluded until a new price
        comes. With none left the last index value stands, however old it is.

        >>> old = Constituent("A", Fraction(1), price_of("100"), 0)
        >>> rules.is_stale(old, 15 * MINUTE), rules.is_stale(old, 16 * MINUTE)
        (False, True)
        """
        return now - constituent.updated > self.book.index_stale_after

    @clause(
        "INDX-005",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("index.lastPrice", "instrument.markPrice"),
        alternatives=(
            "on a grid of five seconds",
            "at each price of a constituent and each minute",
        ),
        source=(
            "33 composite rows of 2016-12-15, stamped 09:50:20, 09:50:25 and so on; index page from"
            " 2019 on: every five seconds; whether a price in between is used at once is in no text"
        ),
    )
    def index_publication(self) -> str:
        """The index is published at every whole five seconds, from the prices that its constituents
        have then.

        A price that comes at 12:00:01 counts from 12:00:05 on. A venue may publish at each price
        of a constituent and at each whole minute instead: nobody has seen what moves a position
        between two publications. Both give the same price once the constituents rest.

        >>> rules.index_publication()
        'on a grid of five seconds'
        """
        return self.policy("INDX-005", "on a grid of five seconds")

    def next_publication(self, now: Millis) -> Millis:
        """The instant, `now` or later, at which prices that constituents have now are published."""
        if self.index_publication() != "on a grid of five seconds":
            return now
        return Millis(ceil_div(now, INDEX_GRID) * INDEX_GRID)

    @clause(
        "INDX-006",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source="reintroduction rule of 2020-08-14; before it, a constituent came back by hand",
        since="2020-08-14",
    )
    def may_return(
        self, price: Price, counted: tuple[Constituent, ...], last: Price, *, frozen: bool
    ) -> bool:
        """An excluded constituent is fit to return while its price lies within 2 % of the median of
        those that count.

        When none counts, or a single one of a frozen index, the measure is the index itself and
        the band the deviation of fiat indices, for all of them. With others at 100, a price of
        101.9 is fit and 103 is not.
        """
        if not self.book.index_reintroduction:
            return False
        if not counted or (len(counted) == 1 and frozen):
            return abs(price - last) <= last * self.book.index_deviation_fiat
        median = self.median([c.price for c in counted])
        return abs(price - median) <= median * self.book.index_reintroduction_band

    @clause(
        "INDX-007",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source=(
            "reintroduction rule of 2020-08-14: fit at 15:20:00, out at 15:35:00, back at 15:35:05"
        ),
        since="2020-08-14",
    )
    def is_reintroduced(self, fit_since: Millis, now: Millis) -> bool:
        """An excluded constituent counts again once it has been fit to return for more than fifteen
        minutes without a break.

        >>> [rules.is_reintroduced(0, m) for m in (15 * MINUTE, 15 * MINUTE + 5000)]
        [False, True]
        """
        return now - fit_since > self.book.index_reintroduction_after

    @clause(
        "INDX-008",
        level="MAY",
        profile="margin",
        evidence="decided",
        observable=("index.lastPrice", "instrument.settledPrice"),
        alternatives=("thirty samples a minute apart", "360 samples five seconds apart"),
        source=(
            "a time-weighted mean over thirty minutes (index pages); the samples are not published"
        ),
    )
    def settlement_average(self, index: Index, samples: tuple[Price, ...]) -> Price:
        """A thirty-minute index is the arithmetic mean of the index at each of the last thirty
        minutes, on the index's grid.

        >>> price_text(rules.settlement_average(BXBT, (price_of("100"), price_of("101"))))
        '100.5'
        """
        ticks = self.nearest_step(sum(int(s) for s in samples), len(samples) * index.min_tick)
        return Price(ticks * index.min_tick)

    @clause(
        "INDX-009",
        level="MAY",
        profile="margin",
        evidence="official",
        observable=("index.weight",),
        source=(
            "volume weights from 2019-11-22T12:00:05; 28.81, 5.50, 38.07, 7.34 and 20.28 % for 2021"
        ),
        since="2019-11-22",
    )
    def volume_weight(self, volume: int, total: int) -> Rate:
        """An index may weigh a constituent by its share of the volume of the last three months, at
        a hundredth of a percent.

        The months end on the first of the month in which the quarter's future expires, and the
        weights change after that expiry. Before, every constituent weighed the same.

        >>> rules.volume_weight(1, 3)
        Fraction(3333, 10000)
        """
        return Fraction(round_half_up_div(volume * 10**4, total), 10**4)

    def median(self, prices: list[Price]) -> Fraction:
        """The middle price, or the mean of the middle two."""
        ordered = sorted(prices)
        middle = floor_div(len(ordered), 2)
        if len(ordered) % 2:
            return Fraction(ordered[middle])
        return Fraction(ordered[middle - 1] + ordered[middle], 2)

    def deviation(self, index: Index) -> Rate:
        """The share of the price by which a constituent may stray."""
        book = self.book
        return book.index_deviation_altcoin if index.altcoin else book.index_deviation_fiat

    def _strays(self, price: Price, centre: Fraction, deviation: Rate) -> bool:
        distance = abs(price - centre)
        if self.book.index_deviation_inclusive:
            return distance >= centre * deviation
        return distance > centre * deviation
