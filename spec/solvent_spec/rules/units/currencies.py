"""Currencies: in which whole units money is counted."""

from __future__ import annotations

from typing import Final

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter

MINOR_UNITS: Final = {"XBt": 10**8, "USDt": 10**6, "Gwei": 10**9}
"""Minor units in one whole coin of each settlement currency."""


class CurrencyRules(Chapter):
    """The minor unit of each settlement currency."""

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
