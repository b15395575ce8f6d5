"""Mark methods that a contract may name instead of the fair price."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.contract_terms import ContractTermRules
from solvent_spec.units import Price, Rate, round_half_up_div


class MarkMethodRules(ContractTermRules):
    """Marking by other means than the index. Chapter: mark."""

    __slots__ = ()

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
