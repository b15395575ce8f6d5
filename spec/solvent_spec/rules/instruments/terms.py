"""Terms: multipliers of contracts and the calendar of their expiries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.units import HOUR, PRICE_SCALE, Millis, Price, exact_div, floor_div

MONTH_CODES: Final = "FGHJKMNQUVXZ"
"""The letter of each month, January first."""

_NOON = 12 * HOUR

_FRIDAY = 4


class TermRules(UnitRules):
    """What the columns of a contract mean."""

    __slots__ = ()

    @clause(
        "INST-010",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("instrument.multiplier",),
        source="all linear futures and perpetuals that publish both columns, 2017 to 2026",
    )
    def linear_multiplier(self, quote_to_settle: int, underlying_to_position: int) -> int:
        """The multiplier of a linear contract is the settlement value of one quote unit over the
        contracts in one coin.

        With 1,000,000 micro-tether to the tether and 100,000 contracts to the ether, one
        contract moves ten micro-tether for each tether of price.

        >>> rules.linear_multiplier(10**6, 10**5)
        10
        """
        return exact_div(quote_to_settle, underlying_to_position)

    @clause(
        "INST-011",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("instrument.quoteToSettleMultiplier", "execution.homeNotional"),
        source="15035 with .BXBT at 6650.89 on 2019-12-18; 1279 at about 78173 in 2026",
    )
    def quote_to_settle(self, index: Price, currency: str) -> int:
        """The settlement value of one quote unit of a quanto is one coin of margin currency over
        that coin's index price, floored.

        It serves the notional columns only and never the value of a contract: at 10,000
        dollars for an XBT a dollar is 10,000 satoshi.

        >>> rules.quote_to_settle(price_of("10000"), "XBt")
        10000
        >>> rules.quote_to_settle(price_of("6650.89"), "XBt")
        15035
        """
        return floor_div(self.minor_units(currency) * PRICE_SCALE, index)

    @clause(
        "INST-013",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("instrument.expiry", "order.error"),
        source=(
            "407 of 408 coded months, all but BALDUSDTU23, which was delisted early; seed 002: "
            "XBTM19 on 28 June 2019"
        ),
        compared_in="instrument.expiry",
    )
    def expiry_of_code(self, letter: str, year: int) -> Millis:
        """A future named by month and year expires at 12:00 UTC on the last Friday of that month.

        The letters are F, G, H, J, K, M, N, Q, U, V, X and Z from January to December, and
        the year has two digits.

        >>> rules.expiry_of_code("M", 19) == instant("2019-06-28T12:00")
        True
        """
        month = MONTH_CODES.index(letter) + 1
        following = datetime(2000 + year + floor_div(month, 12), month % 12 + 1, 1, tzinfo=UTC)
        last = following - timedelta(days=1)
        friday = last - timedelta(days=(last.weekday() - _FRIDAY) % 7)
        return Millis((friday - datetime(1970, 1, 1, tzinfo=UTC)).days * 24 * HOUR + _NOON)
