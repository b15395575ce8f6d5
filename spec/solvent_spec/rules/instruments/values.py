"""Values: what a quantity of a contract is worth."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import PRICE_SCALE, Contracts, Money, Price, exact_div


class ValueRules(UnitRules):
    """What contracts are worth, one lot at a time."""

    __slots__ = ()

    @clause(
        "INST-001",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "execution.execCost",
            "position.markValue",
            "trade.grossValue",
            "position.currentCost",
            "position.grossOpenCost",
        ),
        source="164 of 164 open values; XBTUSD traded in lots of 1 until 2021-06-08, of 100 since",
    )
    def inverse_unit_value(self, instrument: Instrument, price: Price) -> Money:
        """One lot of an inverse contract is worth its notional divided by the price.

        A lot of one XBTUSD contract is one dollar; at 10,000 dollars it is 10,000 satoshi.

        >>> rules.inverse_unit_value(XBTUSD, price_of("10000"))
        10000
        >>> rules.inverse_unit_value(XBTUSD, price_of("3582.5"))
        27913
        """
        notional = instrument.lot_size * -instrument.multiplier * PRICE_SCALE
        return Money(self.nearest_minor(notional, price))

    @clause(
        "INST-002",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "execution.execCost",
            "position.markValue",
            "trade.grossValue",
            "position.currentCost",
            "position.grossOpenCost",
        ),
        source="altcoin futures and XBTUSDT rows; seed 003 for the quanto examples",
    )
    def linear_unit_value(self, instrument: Instrument, price: Price) -> Money:
        """One lot of a linear or quanto contract is worth its multiplier times the price.

        The multiplier of a quanto is constant: what an XBT is worth in dollars plays no part.

        >>> rules.linear_unit_value(ETHUSD, price_of("500"))
        50000
        >>> rules.linear_unit_value(ADAM19, price_of("0.00000713"))
        713

        What an ether is worth in dollars may halve in between:

        >>> for price in ("500", "250"):
        ...     one = (Constituent("A", Fraction(1), price_of(price), 0),)
        ...     _ = rules.index_price(replace(BXBT, symbol=ETHUSD.index_symbol), one, None)
        >>> rules.linear_unit_value(ETHUSD, price_of("500"))
        50000
        """
        return Money(
            self.nearest_minor(instrument.lot_size * instrument.multiplier * price, PRICE_SCALE)
        )

    @clause(
        "INST-003",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "execution.execCost",
            "position.markValue",
            "position.currentCost",
            "position.unrealisedPnl",
            "position.openOrderBuyCost",
            "position.openOrderSellCost",
        ),
        source="14 of 14 positions",
    )
    def value_sign(self, payoff: Payoff) -> int:
        """A long position has negative value on an inverse contract and positive value on any
        other.

        With this sign profit is always value minus cost: a long inverse position gains when the
        price rises because its negative value comes nearer to zero.

        >>> rules.value_sign(XBTUSD.payoff), rules.value_sign(ETHUSD.payoff)
        (-1, 1)
        """
        return -1 if payoff is Payoff.INVERSE else 1

    def unit_value(self, instrument: Instrument, price: Price) -> Money:
        """Value of one lot without its sign, in minor units of the settlement currency."""
        if instrument.payoff is Payoff.INVERSE:
            unit = self.inverse_unit_value(instrument, price)
        else:
            unit = self.linear_unit_value(instrument, price)
        return unit if unit > 0 else self.least_unit_value()

    @clause(
        "INST-004",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "execution.execCost",
            "position.markValue",
            "position.currentCost",
            "order.avgPx",
        ),
        source=(
            "164 of 164 open values; rounding per position contradicts five trades of 2021-10-03"
        ),
    )
    def contract_value(self, instrument: Instrument, qty: Contracts, price: Price) -> Money:
        """A quantity is worth its number of lots times the value of one lot.

        The product is exact. Rounding the whole position instead would pay two holders of
        halves another sum than one holder of the whole. The result is within half a minor
        unit for each lot of the unrounded value.

        >>> rules.contract_value(XBTUSD, 100_000, price_of("10310.5"))
        -969900000
        >>> rules.contract_value(ETHUSD, -100, price_of("115.9"))
        -1159000
        """
        lots = qty if instrument.lot_size == 1 else exact_div(qty, instrument.lot_size)
        return self.unit_value(instrument, price) * (lots * self.value_sign(instrument.payoff))

    @clause(
        "INST-015",
        level="MUST",
        profile="arithmetic",
        evidence="decided",
        observable=("execution.execCost", "position.markValue", "position.currentCost"),
        source="no text; within its price cap no recorded contract comes near it",
        alternatives=("one minor unit", "nothing"),
        unseen="no contract of the catalogue has a lot worth so little within its price cap",
    )
    def least_unit_value(self) -> Money:
        """A lot whose value would round to nothing is worth one minor unit.

        A position that costs nothing would lock nothing, and still be a promise.

        >>> rules.least_unit_value()
        1
        """
        return Money(1 if self.policy("INST-015", "one minor unit") == "one minor unit" else 0)

    @clause(
        "INST-012",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("instrument.openValue",),
        source="164 of 164 rows",
    )
    def open_value(self, instrument: Instrument, open_interest: Contracts, mark: Price) -> Money:
        """The open value of a contract is the absolute value of its open interest at the mark.

        >>> rules.open_value(XBTUSD, 79_094_182, price_of("3842.36"))
        2058505180732
        """
        return abs(self.contract_value(instrument, open_interest, mark))
