"""Venues that are wrong about the insurance fund."""

from __future__ import annotations

from solvent_conformance.specimens.alterations import (
    AlteredPostings,
    DivertedLedger,
    UnauditedRules,
)
from solvent_conformance.specimens.registry import wrong
from solvent_reference.state.ledger import FEES
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money, Price


class _GainsToFees(DivertedLedger):
    """A ledger in which no fund ever gains."""

    __slots__ = ()

    def diverted(self, account: str, change: Money) -> str:
        """Gains of funds are fees."""
        return FEES if account.startswith("fund:") and change > 0 else account


@wrong("INSU-001")
class GainsKeptByTheExchange(AlteredPostings):
    """What the engine gains against the bankruptcy price is kept as a fee."""

    ledger_type = _GainsToFees


@wrong("INSU-002", named="fund below zero")
class FundBelowZero(UnauditedRules):
    """The fund pays for a whole liquidation order, whatever it holds."""

    def affordable_qty(self, fund: Money, loss_per_lot: Money, lots: int) -> int:
        """All lots."""
        return lots


@wrong("INSU-004", named="a junk bid drains the fund")
class SpendsAtAnyPrice(Rules):
    """The fund improves an overdue liquidation order to whatever price is bid or offered."""

    def spending_bound(self, taken_at: Price, mark: Price) -> Price:
        """As far as it takes."""
        return Price(1) if mark <= taken_at else 1000 * mark


@wrong("INSU-005", named="deleveraged with a full fund")
class CarriesNothing(Rules):
    """What finds no buyer is deleveraged as soon as the mark has reached the bankruptcy price."""

    def carried_lots(self, free: Money, loss: Money, held: Money, lots: int) -> int:
        """None."""
        return 0


@wrong("INSU-003")
class OneFundForAll(Rules):
    """All contracts share one fund."""

    def fund_of(self, symbol: str) -> str:
        """The same for each."""
        return "fund:all"
