"""Constituents: which of them count."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.indices import Constituent, Index
from solvent_spec.vocabulary.units import Millis, Price, Rate, floor_div

_PAIR = 2
"""A median needs more than a pair; a pair is held to its mean."""


class ConstituentRules(Chapter):
    """How an index is protected from a price that strays or stands still."""

    __slots__ = ()

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
        10 % or more for both. One venue that prints a wrong price then moves no position. Who
        strays is found anew at each publication, from the prices of that instant alone: of 512,
        512 and 100 the 100 strays, whichever counted before. One that strays no longer counts
        again at once, until 2020-08-14; since then INDX-006 and INDX-007 say when.

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

        >>> later = Rules(Rulebook.at("2020-09-01"))
        >>> others = (Constituent("A", Fraction(1), price_of("100"), 0),)
        >>> prices = price_of("101.9"), price_of("103")
        >>> [later.may_return(price, others, price_of("100"), frozen=False) for price in prices]
        [True, False]
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
