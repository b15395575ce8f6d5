"""Terms of contracts: multipliers, expiry calendar, and the value of open interest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from solvent_spec.api import ApiRules
from solvent_spec.clauses import clause
from solvent_spec.instruments import Instrument
from solvent_spec.units import (
    HOUR,
    PRICE_SCALE,
    Contracts,
    Millis,
    Money,
    Price,
    exact_div,
    floor_div,
)

MONTH_CODES: Final = "FGHJKMNQUVXZ"
"""The letter of each month, January first."""

MINOR_UNITS: Final = {"XBt": 10**8, "USDt": 10**6, "Gwei": 10**9}
"""Minor units in one whole coin of each settlement currency."""

_NOON = 12 * HOUR
_FRIDAY = 4


class ContractTermRules(ApiRules):
    """What the columns of a contract mean. Chapters: units and instruments."""

    __slots__ = ()

    @clause(
        "UNIT-003",
        level="MUST",
        profile="arithmetic",
        evidence="official",
        observable=("margin.walletBalance", "execution.execCost", "wallet.amount"),
        source="API reference: XBt, USDt and Gwei",
    )
    def minor_units(self, currency: str) -> int:
        """Money is counted in whole minor units: satoshi of an XBT, millionths of a USDT, thousand
        millionths of an ETH.

        No column that holds money has a decimal point.

        >>> rules.minor_units("XBt"), rules.minor_units("USDt")
        (100000000, 1000000)
        """
        return MINOR_UNITS[currency]

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

    @clause(
        "INST-014",
        level="SHOULD",
        profile="trading",
        evidence="official",
        observable=("position.currentQty", "order.leavesQty"),
        source="announcement of the lot size: 2,135 became 2,100 and 99 became nothing",
        since="2021-06-08",
    )
    def qty_in_new_lots(self, qty: Contracts, lot_size: Contracts) -> Contracts:
        """When the lot of a contract grows, positions and open orders are cut to whole new lots,
        toward zero.

        What a position loses is closed at the mark without a fee.

        >>> rules.qty_in_new_lots(2135, 100), rules.qty_in_new_lots(-99, 100)
        (2100, 0)
        """
        lots = floor_div(abs(qty), lot_size)
        return lot_size * (lots if qty > 0 else -lots)
