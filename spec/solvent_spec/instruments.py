"""Instruments: what a contract is, and what a quantity of it is worth."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.floors import FloorRules
from solvent_spec.units import (
    PRICE_SCALE,
    Contracts,
    Currency,
    Millis,
    Money,
    Price,
    Rate,
    Symbol,
    exact_div,
    floor_div,
    round_half_up_div,
)


class Payoff(Enum):
    """How the value of a contract depends on its price."""

    INVERSE = "inverse"
    LINEAR = "linear"
    QUANTO = "quanto"


@dataclass(frozen=True, slots=True)
class Instrument:
    """The terms of one contract at one date.

    `multiplier` is minor units of the settlement currency per contract and unit of price
    (negative for inverse contracts, whose value falls as the price rises). `tick_size` is the
    grid of order prices, `min_tick` the finer grid of index and mark. `risk_limit` and
    `risk_step` are money. `index_symbol` is the index it is marked from, `reference_symbol` the
    one it settles at. A perpetual has no `expiry`.
    """

    symbol: Symbol
    payoff: Payoff
    underlying: str
    quote_currency: str
    settl_currency: Currency
    multiplier: int
    lot_size: Contracts
    tick_size: Price
    min_tick: Price
    max_price: Price
    max_order_qty: Contracts
    init_margin: Rate
    maint_margin: Rate
    risk_limit: Money
    risk_step: Money
    maker_fee: Rate
    taker_fee: Rate
    settlement_fee: Rate
    reference_symbol: Symbol
    index_symbol: Symbol
    typ: str
    root_symbol: str
    underlying_symbol: str
    listing: Millis
    expiry: Millis | None
    funding_interval: Millis
    position_currency: str = ""
    underlying_to_position: int | None = None
    underlying_to_settle: int | None = None
    quote_to_settle: int | None = None

    @property
    def is_perpetual(self) -> bool:
        """Whether the contract never expires and exchanges funding."""
        return self.expiry is None


class InstrumentRules(FloorRules):
    """What a quantity of a contract is worth at a price. Chapter: instruments."""

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
        "INST-005",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.error"),
        source="'Invalid price tickSize' in recorded refusals",
    )
    def is_on_tick(self, instrument: Instrument, price: Price) -> bool:
        """An order price is a whole number of ticks.

        >>> rules.is_on_tick(XBTUSD, price_of("9000.5"))
        True
        >>> rules.is_on_tick(XBTUSD, price_of("9000.25"))
        False
        """
        return price % instrument.tick_size == 0

    @clause(
        "INST-006",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.error"),
        source="announcement of 2021-06-08: odd quantities are rejected",
    )
    def is_whole_lots(self, instrument: Instrument, qty: Contracts) -> bool:
        """An order quantity is a whole number of lots.

        The value of a contract is rounded lot by lot, so half a lot would have no exact value.

        >>> rules.is_whole_lots(XBTUSD, 7)
        True
        """
        return qty % instrument.lot_size == 0

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

    def lots(self, instrument: Instrument, qty: Contracts) -> int:
        """Whole lots in a quantity."""
        return round_half_up_div(qty, instrument.lot_size)
