"""Venues that are wrong about the insurance fund."""

from __future__ import annotations

from solvent_conformance.venues.altered import AlteredPostings, DivertedLedger, Unaudited
from solvent_conformance.venues.registry import wrong
from solvent_reference.ledger import FEES
from solvent_spec.rules import Rules
from solvent_spec.units import Money


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
class FundBelowZero(Unaudited):
    """The fund pays for a whole liquidation order, whatever it holds."""

    def affordable_qty(self, fund: Money, loss_per_lot: Money, lots: int) -> int:
        """All lots."""
        return lots


@wrong("INSU-003")
class OneFundForAll(Rules):
    """All contracts share one fund."""

    def fund_of(self, symbol: str) -> str:
        """The same for each."""
        return "fund:all"
