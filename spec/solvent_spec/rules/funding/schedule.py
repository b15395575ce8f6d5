"""Schedule: in which order things happen at one minute."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Symbol

_FUNDING_AT_NEW_MARKS: Final = (
    "expiries",
    "indices",
    "marks",
    "funding",
    "samples",
    "rates",
    "marks",
)

_FUNDING_AT_OLD_MARKS: Final = (
    "expiries",
    "funding",
    "indices",
    "marks",
    "samples",
    "rates",
    "marks",
)


class FundingScheduleRules(Chapter):
    """What comes first at a whole minute."""

    __slots__ = ()

    @clause(
        "FUND-019",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=(
            "execution.price",
            "execution.execComm",
            "instrument.fundingRate",
            "instrument.markPrice",
        ),
        source="a funding row carries the mark of its instant; the order of the rest is not told",
        alternatives=("funding at the marks of the instant", "funding at the marks before it"),
    )
    def minute_order(self) -> tuple[str, ...]:
        """At a whole minute contracts expire, indices are published, marks follow, funding that is
        due is exchanged, impact prices are sampled, new funding rates are set, and marks follow
        these.

        >>> rules.minute_order().index("marks") < rules.minute_order().index("funding")
        True
        """
        at_new = self.policy("FUND-019", "funding at the marks of the instant")
        if at_new == "funding at the marks of the instant":
            return _FUNDING_AT_NEW_MARKS
        return _FUNDING_AT_OLD_MARKS

    @clause(
        "FUND-020",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.execComm", "position.posLoss", "margin.availableMargin"),
        source="no text; an account that cannot pay in two contracts pays the first one first",
        alternatives=("as the contracts were listed in the setup", "by symbol"),
    )
    def funding_order(self, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """Contracts that exchange funding at one instant do so in the order in which the setup
        lists them.

        >>> rules.funding_order(("XBTUSD", "ETHUSD"))
        ('XBTUSD', 'ETHUSD')
        """
        chosen = self.policy("FUND-020", "as the contracts were listed in the setup")
        return tuple(sorted(symbols)) if chosen == "by symbol" else tuple(symbols)
