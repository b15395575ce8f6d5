"""Venues that are wrong about the margin of orders."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate, ceil_mul


@wrong("MARG-007")
class BothSidesCharged(Rules):
    """Bids and offers are both charged, with no netting of any kind."""

    def gross_open_cost(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_cost: Money,
        sell_qty: Contracts,
        sell_cost: Money,
    ) -> Money:
        """The sum."""
        return buy_cost + sell_cost


@wrong("MARG-008")
class OrderMarginWithoutFees(Rules):
    """Open orders lock no fee."""

    def order_margin(self, gross: Money, requirement: Rate, fee: Rate) -> Money:
        """The initial margin."""
        return ceil_mul(gross, requirement)


@wrong("MARG-009")
class PremiumNotCharged(Rules):
    """An order that buys above the mark locks no premium."""

    def open_premium(
        self, price: Price | None, mark: Price, qty: Contracts, instrument: Instrument
    ) -> Money:
        """None."""
        return Money(0)


@wrong("MARG-009", named="refreshed premium beyond available margin")
class PremiumBeyondAvailable(Rules):
    """The premium of resting orders follows the mark, also beyond available margin."""

    def refreshes_premium(self) -> bool:
        """At each mark."""
        return True

    def may_raise_premium(self, rise: Money, available: Money) -> bool:
        """Whatever is left."""
        return True


@wrong("MARG-010")
class PremiumOfBidsAlone(Rules):
    """The premium of offers below the mark is not charged."""

    def gross_open_premium(
        self,
        position_qty: Contracts,
        buy_qty: Contracts,
        buy_premium: Money,
        sell_qty: Contracts,
        sell_premium: Money,
    ) -> Money:
        """Of bids."""
        nothing = Money(0)
        return super().gross_open_premium(position_qty, buy_qty, buy_premium, sell_qty, nothing)


@wrong("MARG-029")
class WaitingStopCharged(Rules):
    """A stop order locks margin while it waits."""

    def charged_qty(self, leaves_qty: Contracts, *, waits: bool) -> Contracts:
        """All of it."""
        return leaves_qty


@wrong("MARG-031")
class OpenOrderCostUnsigned(Rules):
    """The cost of open orders of an inverse contract is above zero."""

    def open_order_cost(self, instrument: Instrument, qty: Contracts, cost: Money) -> Money:
        """Without sign."""
        return abs(super().open_order_cost(instrument, qty, cost))
