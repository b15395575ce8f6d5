"""Prices of an index: the weighted mean of those of its constituents."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.index.constituents import ConstituentRules
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.indices import Constituent, Index
from solvent_spec.vocabulary.units import Price, Rate, round_half_up_div


class IndexPriceRules(ConstituentRules, UnitRules):
    """How spot prices become one index price."""

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
        >>> uneven = (
        ...     Constituent("A", Fraction(3, 4), price_of("100"), 0),
        ...     Constituent("B", Fraction(1, 4), price_of("104"), 0),
        ... )
        >>> price_text(rules.index_price(BXBT, uneven, None))
        '101'
        """
        counted = [c for c in constituents if not c.excluded]
        if not counted or self.index_is_frozen(index, tuple(counted), last):
            return last
        weight = sum((c.weight for c in counted), Fraction(0))
        mean = sum((c.price * c.weight for c in counted), Fraction(0)) / weight
        ticks = self.nearest_step(mean.numerator, mean.denominator * index.min_tick)
        return self.floored_index(Price(ticks * index.min_tick), last, index.min_tick)

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

    @clause(
        "INDX-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("index.lastPrice", "instrument.indicativeSettlePrice"),
        source="no text; no index was ever near it",
        alternatives=("one step of the grid", "the last value stands"),
    )
    def floored_index(self, price: Price, last: Price | None, grid: Price) -> Price | None:
        """An index that would be published as zero is published at one step of its grid.

        Premium and basis are shares of the index, and nothing is a share of zero.

        >>> price_text(rules.floored_index(price_of("0"), price_of("100"), price_of("0.01")))
        '0.01'
        """
        if price > 0:
            return price
        chosen = self.policy("INDX-010", "one step of the grid")
        return grid if chosen == "one step of the grid" else last

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
