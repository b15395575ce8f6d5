"""Floors: prices and values that would be zero, and what they are then."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.ties import TieRules
from solvent_spec.units import Money, Price


class FloorRules(TieRules):
    """What never falls to nothing. Chapters: instruments, index and mark."""

    __slots__ = ()

    @clause(
        "INST-015",
        level="MUST",
        profile="arithmetic",
        evidence="decided",
        observable=("execution.execCost", "position.markValue", "position.currentCost"),
        source="no text; within its price cap no recorded contract comes near it",
        alternatives=("one minor unit", "nothing"),
    )
    def least_unit_value(self) -> Money:
        """A lot whose value would round to nothing is worth one minor unit.

        A position that costs nothing would lock nothing, and still be a promise.

        >>> rules.least_unit_value()
        1
        """
        return Money(1 if self.policy("INST-015", "one minor unit") == "one minor unit" else 0)

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
