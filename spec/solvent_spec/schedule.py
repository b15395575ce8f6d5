"""Schedule: in which order things happen that are due at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from solvent_spec.audit import AuditRules
from solvent_spec.clauses import clause
from solvent_spec.commands import (
    MarkMarket,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    TriggerStops,
    TrimReduceOnly,
)
from solvent_spec.units import Contracts, Symbol

_STOPS_LAST: Final = (
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    MarkMarket,
    PublishIndex,
    TrimReduceOnly,
    TriggerStops,
)
_DUE: Final[dict[str, tuple[type, ...]]] = {
    "stops last": _STOPS_LAST,
    "trimming last": (*_STOPS_LAST[:-2], TriggerStops, TrimReduceOnly),
    "stops first": (TriggerStops, *_STOPS_LAST[:-1]),
}

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


class ScheduleRules(AuditRules):
    """What comes first. Chapter: liquidation, and for the minute: funding."""

    __slots__ = ()

    @clause(
        "LIQD-011",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.currentQty", "execution.text", "order.ordStatus", "trade.price"),
        source="no text orders what one command makes due; it decides who is liquidated",
        alternatives=tuple(_DUE),
    )
    def due_order(self) -> tuple[type, ...]:
        """What a command makes due is served in this order: margins of a contract, margins of a
        position, liquidation orders, marks, indices, cuts of reduce-only orders, triggers of stops;
        of one kind the oldest first.

        A mark is followed to its end, with liquidation, fund and deleveraging, before the next
        contract is marked and before any stop trades. A stop at 9,960 does not save a position
        that the same mark of 9,945 liquidates. A venue may trigger stops before it cuts, or before
        anything else: then the stop does save it, where somebody buys.

        >>> [kind.__name__ for kind in rules.due_order()][:3]
        ['Remargin', 'RemarginPosition', 'ResolveLiquidations']
        """
        return _DUE[self.policy("LIQD-011", "stops last")]

    @clause(
        "LIQD-012",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.maintMargin", "position.posCross", "position.currentQty"),
        source="seeds 002 and 003: upon every change of the mark all open positions are margined",
    )
    def is_margined_again(self, qty: Contracts) -> bool:
        """Upon every change of the mark every position of the contract is margined again.

        Not only those that look endangered: margin that is not needed any more may go back
        (MARG-035).

        >>> rules.is_margined_again(1), rules.is_margined_again(-1)
        (True, True)
        """
        return qty != 0

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
