"""Ledger: double entry, and the audit that stops the venue over a single satoshi."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from solvent_spec.clauses import clause
from solvent_spec.deleveraging import DeleveragingRules
from solvent_spec.units import Contracts, Money


class LedgerRules(DeleveragingRules):
    """What must hold after every command. Chapter: ledger."""

    __slots__ = ()

    @clause(
        "LEDG-001",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("ledger.balance", "margin.walletBalance", "position.unrealisedCost"),
        source="seed 002: open positions, open orders and leftover margin equal deposits, exactly",
    )
    def money_is_conserved(self, balances: Iterable[Money]) -> bool:
        """Deposits less withdrawals equal wallets, insurance funds and fees less the cost of open positions, exactly.

        In double entry the balances of all accounts of a currency sum to zero.

        >>> rules.money_is_conserved([5, -3, -2])
        True
        """
        return sum(balances) == 0

    @clause(
        "LEDG-002",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("position.currentQty", "instrument.openInterest"),
        source="incident of 2021-05-13: position values must sum to zero",
    )
    def open_interest_is_balanced(self, quantities: Iterable[Contracts]) -> bool:
        """The contracts held long equal the contracts held short."""
        return sum(quantities) == 0

    @clause(
        "LEDG-003",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("margin.walletBalance", "insurance.walletBalance", "ledger.balance"),
        source="seeds 002 and 003: a user's balance never goes negative",
    )
    def no_balance_is_negative(self, wallets: Mapping[str, Money]) -> bool:
        """No account's wallet and no insurance fund is below zero."""
        return all(balance >= 0 for balance in wallets.values())

    @clause(
        "LEDG-004",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("ledger.state", "order.error"),
        source="seed 002: an edited balance is recognised at once and the system shuts off",
    )
    def stops_on_mismatch(self, *, balanced: bool) -> bool:
        """A venue whose audit fails stops at once and for good, and answers nothing but that."""
        return not balanced

    @clause(
        "LEDG-005",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("execution.execCost", "ledger.balance"),
        source="values are rounded before they are multiplied, so both sides of a trade cancel",
    )
    def trade_sums_to_zero(self, buyer_cost: Money, seller_cost: Money) -> bool:
        """The costs of the two executions of a trade sum to zero."""
        return buyer_cost + seller_cost == 0

    @clause(
        "LEDG-006",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.markPrice", "position.markValue"),
        source="incident of 2021-05-13: two mark prices at once tripped the audit",
    )
    def one_mark_for_all(self, marks: Iterable[int]) -> bool:
        """All positions of a contract are valued at one mark price."""
        return len(set(marks)) <= 1
