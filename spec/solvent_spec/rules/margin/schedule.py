"""Schedule: which of the contracts that one instant marks goes first."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Symbol


class MarkingScheduleRules(Chapter):
    """Which contract is marked first."""

    __slots__ = ()

    @clause(
        "MARG-036",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.posCross", "position.currentQty", "margin.availableMargin"),
        source=(
            "the exchange: available margin goes to the first position that shows a loss; which is "
            "the first of those whose loss one instant shows, no text says"
        ),
        alternatives=("as the contracts were listed in the setup", "by symbol"),
        until="2024-03-25",
    )
    def marking_order(self, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """Contracts that one instant marks are marked in the order in which the setup lists them,
        and a cross position draws at its own mark.

        So the first position that shows a loss takes what it needs of available margin, and the
        next one what is left; what a position drew at an earlier mark is not taken from it for
        another. This order alone decides which of two contracts that share an index gets the last
        margin.

        >>> rules.marking_order(("XBTUSD", "XBTM19"))
        ('XBTUSD', 'XBTM19')
        """
        chosen = self.policy("MARG-036", "as the contracts were listed in the setup")
        return tuple(sorted(symbols)) if chosen == "by symbol" else tuple(symbols)
