"""Marks: the price at which every position is valued."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Price, Rate, round_half_up_div


class MarkPriceRules(Chapter):
    """The mark of a contract."""

    __slots__ = ()

    @clause(
        "MARK-004",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.markPrice", "position.markPrice"),
        source="177 of 177 rows",
    )
    def fair_price(self, index: Price, basis: Price) -> Price:
        """The mark price is the fair price, index plus fair basis; the last price plays no part.

        Whoever wants to move the mark has to move several spot markets, not one thin book.

        >>> price_text(rules.fair_price(price_of("6652.08"), price_of("4.19")))
        '6656.27'
        """
        return index + basis

    @clause(
        "MARK-012",
        level="MAY",
        profile="margin",
        evidence="official",
        observable=("instrument.lastPriceProtected", "instrument.markPrice"),
        source="announcement of 2016-10-24 for the XBJ contracts",
        since="2016-10-24",
    )
    def last_price_protected(
        self, fair: Price, maintenance: Rate, last: Price, previous: Price
    ) -> Price:
        """A contract may be marked at its last price within half a maintenance margin of the fair
        price; outside, the mark moves toward that band only.

        With a fair price of 100 and a maintenance margin of 2 % the band is 99 to 101. A last
        price of 105 marks at 101. A mark that the band has left stays where it is until the
        last price comes nearer.

        >>> mark = lambda last, previous: price_text(
        ...     rules.last_price_protected(
        ...         price_of("100"), Fraction("0.02"), price_of(last), price_of(previous)
        ...     )
        ... )
        >>> mark("100.5", "100"), mark("105", "100"), mark("105", "103"), mark("102", "103")
        ('100.5', '101', '103', '102')
        """
        reach = fair * maintenance / 2
        half = Price(round_half_up_div(reach.numerator, reach.denominator))
        low, high = min(fair - half, previous), max(fair + half, previous)
        return max(low, min(high, last))

    @clause(
        "MARK-013",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("instrument.markPrice", "instrument.fairPrice", "position.markPrice"),
        source="no text; a basis rate of two decimals can make the fair price of a future negative",
        alternatives=("the last mark stands", "one step of the grid"),
    )
    def published_mark(self, fair: Price, last: Price | None, grid: Price) -> Price | None:
        """A fair price of zero or less is not published: the last mark stands until there is one
        above zero.

        A basis that outweighs the index says that the book was wrong, not that the coin is
        worth nothing.

        >>> price_text(rules.published_mark(price_of("-5"), price_of("100"), price_of("0.01")))
        '100'
        >>> price_text(rules.published_mark(price_of("5"), price_of("100"), price_of("0.01")))
        '5'
        """
        if fair > 0:
            return fair
        chosen = self.policy("MARK-013", "the last mark stands")
        return last if chosen == "the last mark stands" else grid
