"""Venues that are wrong about the prices at which a position fails."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate


@wrong("MARG-016")
class ReachWithoutFee(Rules):
    """All available margin backs a cross position, with nothing for the fee of closing."""

    def cross_reach(self, available: Money, fee: Rate) -> Money:
        """Undivided."""
        return max(Money(0), available)


@wrong("MARG-017")
class LiquidationPriceOfMargin(Rules):
    """The liquidation price is where all of the margin is lost, maintenance included."""

    def liquidation_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        margin: Money,
        maintenance: Money,
        reach: Money,
    ) -> Price:
        """Without maintenance."""
        return self.price_at_loss(instrument, cost, qty, margin + reach)


@wrong("MARG-018")
class BankruptcyWithoutFee(Rules):
    """The bankruptcy price leaves nothing for the fee of closing."""

    def bankruptcy_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        margin: Money,
        commission: Money,
        reach: Money,
    ) -> Price:
        """All of the margin."""
        return self.price_at_loss(instrument, cost, qty, margin + reach)
