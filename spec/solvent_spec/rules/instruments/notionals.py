"""Notionals: a quantity in coins and in quote units, and back."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import PRICE_SCALE, Contracts, Money, Price, floor_div


class NotionalRules(Chapter):
    """What a quantity is in coins and in quote units."""

    __slots__ = ()

    @clause(
        "INST-007",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("execution.homeNotional", "execution.foreignNotional"),
        source="six recorded executions and 1,000 trades of 2019",
    )
    def home_notional(
        self, instrument: Instrument, qty: Contracts, value: Money, quote_to_settle: int
    ) -> Fraction:
        """The home notional is the signed amount of the underlying that a quantity stands for.

        Inverse: the value in whole coins, long above zero. Linear: contracts times the coins
        of one contract. Quanto: the foreign notional divided by the price, through the
        settlement value of one quote unit.

        >>> rules.home_notional(XBTUSD, 100_000, -969_900_000, 0)
        Fraction(9699, 1000)
        """
        if instrument.payoff is Payoff.INVERSE:
            return Fraction(-value, -(instrument.underlying_to_settle or -(10**8)))
        if instrument.payoff is Payoff.LINEAR:
            return Fraction(qty, instrument.underlying_to_position or 1)
        price_value = Fraction(abs(value) * instrument.lot_size, abs(qty) * instrument.lot_size)
        price = price_value / instrument.multiplier
        return Fraction(value, quote_to_settle) / price

    @clause(
        "INST-008",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("execution.foreignNotional", "position.foreignNotional"),
        source="six recorded executions: a buy of 100,000 XBTUSD shows -100000",
    )
    def foreign_notional(
        self, instrument: Instrument, qty: Contracts, value: Money, quote_to_settle: int
    ) -> Fraction:
        """The foreign notional is the quote currency given for the home notional, long below zero.

        >>> rules.foreign_notional(XBTUSD, 100_000, -969_900_000, 0)
        Fraction(-100000, 1)
        """
        if instrument.payoff is Payoff.INVERSE:
            return Fraction(
                -qty * -instrument.multiplier, -(instrument.underlying_to_settle or -(10**8))
            )
        return Fraction(-value, instrument.quote_to_settle or quote_to_settle)

    @clause(
        "INST-009",
        level="SHOULD",
        profile="arithmetic",
        evidence="official",
        observable=("position.currentQty",),
        source="seed 003: contracts for a notional, all three payoffs",
        unseen="a sum for people who place orders; no message of the protocol shows it",
    )
    def contracts_for_notional(
        self, instrument: Instrument, notional: Money, price: Price
    ) -> Contracts:
        """The contracts that make up a notional are the notional divided by the value of one
        contract.

        Computed without the rounding of a lot and floored to whole lots: one hundred XBT of
        ETHUSD at 500 dollars are 200,000 contracts.

        >>> rules.contracts_for_notional(ETHUSD, 100 * 10**8, price_of("500"))
        200000
        """
        if instrument.payoff is Payoff.INVERSE:
            count = floor_div(notional * price, -instrument.multiplier * PRICE_SCALE)
        else:
            count = floor_div(notional * PRICE_SCALE, instrument.multiplier * price)
        return Contracts(count - count % instrument.lot_size)
