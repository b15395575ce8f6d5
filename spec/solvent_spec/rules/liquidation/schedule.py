"""Schedule: in which order consequences are served."""

from __future__ import annotations

from typing import Final

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import (
    MarkMarket,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    TriggerStops,
    TrimReduceOnly,
)
from solvent_spec.vocabulary.units import Contracts

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


class LiquidationScheduleRules(Chapter):
    """What comes first of what one command makes due."""

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
