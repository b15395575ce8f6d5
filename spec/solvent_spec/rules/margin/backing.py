"""Backing: a short that its own coin covers at any price."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.margin.position import PositionMarginRules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import Contracts, Money, Rate


class BackingRules(PositionMarginRules):
    """Fully backed shorts."""

    __slots__ = ()

    @clause(
        "MARG-032",
        level="MUST",
        payoff="inverse",
        profile="margin",
        evidence="observed",
        observable=("position.posMaint", "position.liquidationPrice", "position.currentQty"),
        source=(
            "row of 2018-07-20: short 733 at one times, maintenance 0, liquidation at 100000000; "
            "seed 002: a short backed coin for coin cannot be liquidated"
        ),
    )
    def is_backed(self, instrument: Instrument, qty: Contracts, cost: Money, margin: Money) -> bool:
        """A short inverse position whose margin is at least its absolute cost needs no maintenance
        margin and is not liquidated.

        What it owes is worth something at every price, so it never loses its whole cost. A short
        of 10,000 at 10,000 dollars cost one coin and cannot lose more than that coin; a long at
        the same price can.

        >>> [rules.is_backed(XBTUSD, -10_000, 10**8, margin) for margin in (10**8, 10**8 - 1)]
        [True, False]
        >>> rules.is_backed(XBTUSD, 10_000, -(10**8), 10**8)
        False
        """
        inverse = instrument.payoff is Payoff.INVERSE
        return inverse and qty < 0 and margin >= abs(cost)

    @clause(
        "MARG-033",
        level="MUST",
        payoff="inverse",
        profile="margin",
        evidence="observed",
        observable=("position.posComm", "position.posMargin", "margin.availableMargin"),
        source=(
            "row of 2018-07-20: short 733 at one times reserves 0; longs and a quanto short at one "
            "times reserve their fee"
        ),
    )
    def is_spared_reserve(
        self,
        instrument: Instrument,
        qty: Contracts,
        cost: Money,
        requirement: Rate,
        backing: Money,
    ) -> bool:
        """A short inverse position whose initial margin requirement is one or more reserves no fee
        while it is backed without one.

        `backing` is initial and cross margin less the carried loss. The fee of closing is paid
        out of what is left of the coin. Whoever asks for less than one times has set the fee
        apart from the start, and keeps it there.

        >>> rules.is_spared_reserve(XBTUSD, -10_000, 10**8, Fraction(1), 10**8)
        True
        >>> rules.is_spared_reserve(XBTUSD, -10_000, 10**8, Fraction(1, 100), 10**8)
        False
        """
        return requirement >= 1 and self.is_backed(instrument, qty, cost, backing)

    @clause(
        "MARG-037",
        level="MUST",
        payoff="inverse",
        profile="margin",
        evidence="decided",
        observable=("position.posComm", "position.posMargin", "position.currentQty"),
        source="seed 002: a short backed coin for coin cannot be liquidated; no text on rounding",
        alternatives=("reserved",),
    )
    def backing_left(
        self, instrument: Instrument, qty: Contracts, cost: Money, margin: Money, left: Money
    ) -> Money:
        """What rounding leaves of available margin, once a position in cross margin has drawn all
        that it can, is reserved with the fee where it makes a short inverse position backed.

        `left` are those few units. A short that cost 20,000,000, in an account that holds
        20,000,000, would stop a unit short of its cost, and be liquidated for that unit.

        >>> rules.backing_left(XBTUSD, -10_000, 10**8, 10**8 - 1, 1)
        1
        >>> rules.backing_left(XBTUSD, -10_000, 10**8, 10**8 - 2, 1)
        0
        """
        short = self.is_backed(instrument, qty, cost, margin)
        whole = self.is_backed(instrument, qty, cost, Money(margin + left))
        return left if whole and not short else Money(0)

    def kept_margin(
        self,
        instrument: Instrument,
        qty: Contracts,
        cost: Money,
        margin: Money,
        *,
        maintenance: Rate,
        adverse_funding: Rate,
        commission: Money,
    ) -> Money:
        """What a position must keep (MARG-004), which is nothing where it is backed (MARG-032)."""
        if self.is_backed(instrument, qty, cost, margin):
            return Money(0)
        return self.position_maintenance(cost, maintenance, adverse_funding, commission)

    def reserved_fee(
        self,
        instrument: Instrument,
        qty: Contracts,
        cost: Money,
        requirement: Rate,
        initial: Money,
        cross: Money,
        loss: Money,
        fee: Rate,
    ) -> Money:
        """The fee that a position reserves (MARG-002), none where it is spared it (MARG-033)."""
        backing = initial + cross - loss
        if self.is_spared_reserve(instrument, qty, cost, requirement, backing):
            return Money(0)
        return self.position_commission(cost, initial, cross, fee)
