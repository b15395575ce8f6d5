"""Insurance: the fund that pays what a liquidation order loses."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.liquidation import LiquidationRules
from solvent_spec.units import Contracts, Money, floor_div


class InsuranceRules(LiquidationRules):
    """One fund a contract, never below zero. Chapter: insurance."""

    __slots__ = ()

    @clause(
        "INSU-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("insurance.walletBalance", "ledger.balance"),
        source="liquidation examples: offered at 99, filled at 99.25, the fund gains 0.25",
    )
    def fund_gain(self, taken_at: Money, filled_at: Money) -> Money:
        """What the engine gains or loses against the bankruptcy price belongs to the contract's
        insurance fund.

        Taken over for 9,900 and sold for 9,925 leaves the fund 25.

        >>> rules.fund_gain(9900, 9925)
        25
        """
        return filled_at - taken_at

    @clause(
        "INSU-002",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("insurance.walletBalance", "ledger.balance"),
        source="the fund is kept for each contract (post of 2019-04-02) and cannot owe",
    )
    def affordable_qty(self, fund: Money, loss_per_lot: Money, lots: int) -> int:
        """The fund spends on a liquidation order only what it holds, in whole lots; it never falls
        below zero.

        >>> rules.affordable_qty(100, 30, 10), rules.affordable_qty(100, 0, 10)
        (3, 10)
        """
        return lots if loss_per_lot <= 0 else min(lots, floor_div(fund, loss_per_lot))

    @clause(
        "INSU-003",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("ledger.balance",),
        source="post of 2019-04-02: the fund is allocated by contract",
    )
    def fund_of(self, symbol: str) -> str:
        """Each contract has a fund of its own; one contract's losses do not touch another's.

        >>> rules.fund_of("XBTUSD")
        'fund:XBTUSD'
        """
        return f"fund:{symbol}"

    def lots_of(self, qty: Contracts, lot_size: Contracts) -> int:
        """Whole lots of an absolute quantity."""
        return floor_div(abs(qty), lot_size)
