"""Prices of margin: where a position is liquidated, and where it is bankrupt."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.positions import PositionRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, Rate

_NO_RATE = Rate(0)


class MarginPriceRules(PositionRules):
    """The liquidation and the bankruptcy price."""

    __slots__ = ()

    @clause(
        "MARG-017",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.liquidationPrice", "position.marginCallPrice"),
        source="10 of 10 isolated positions, 3 of 3 cross positions",
    )
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
        """The liquidation price is where a position has lost its margin above maintenance, and what
        available margin backs it.

        >>> price_text(
        ...     rules.liquidation_price(
        ...         XBTUSD, 18_668_000, -2000, margin=3_821_884, maintenance=110_195, reach=0
        ...     )
        ... )
        '13370.5'
        """
        return self.price_at_loss(instrument, cost, qty, margin - maintenance + reach)

    @clause(
        "MARG-018",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("position.bankruptPrice", "execution.lastPx", "liquidation.price"),
        source="10 of 10 isolated positions, 3 of 3 cross positions",
    )
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
        """The bankruptcy price is where a position has lost all its margin but the fee of closing
        it.

        >>> price_text(
        ...     rules.bankruptcy_price(
        ...         XBTUSD, 18_668_000, -2000, margin=3_821_884, commission=16_855, reach=0
        ...     )
        ... )
        '13455'
        """
        return self.price_at_loss(instrument, cost, qty, margin - commission + reach)
