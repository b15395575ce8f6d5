"""Balances: money that is moved and never made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import DAY, HOUR, Contracts, Millis, Money


class BalanceRules(Chapter):
    """What the ledger shows, and when it stops the venue."""

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
        """Deposits less withdrawals equal wallets, insurance funds and fees less the cost of open
        positions, exactly.

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
        """The contracts held long equal the contracts held short.

        A contract is a promise between two: whoever buys one, somebody sells it.

        >>> rules.open_interest_is_balanced([7, -5, -2])
        True
        """
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
        """No account of the ledger is below zero but the world outside and the cost of positions:
        no wallet, no insurance fund, and not the exchange's fees.

        Nobody owes the exchange: whatever a position loses beyond its margin is paid by the fund,
        or by the profit of those who are deleveraged. Nor does the exchange owe anybody.

        >>> rules.no_balance_is_negative({"anna": 0, "fund:XBTUSD": 5})
        True
        """
        return all(balance >= 0 for balance in wallets.values())

    @relation(
        "LEDG-004",
        judged_by="solvency: a venue that stopped answers nothing else",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("ledger.state", "order.error"),
        source="seed 002: an edited balance is recognised at once and the system shuts off",
    )
    def stops_on_mismatch(self, *, balanced: bool) -> bool:
        """A venue whose audit fails stops at once and for good, and answers nothing but that.

        Money that appears from nowhere is worse than a closed door: an edited balance must not
        trade.

        >>> rules.stops_on_mismatch(balanced=False)
        True
        """
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
        """The costs of the two executions of a trade sum to zero.

        >>> rules.trade_sums_to_zero(-27_913, 27_913)
        True
        """
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
        """All positions of a contract are valued at one mark price.

        At two marks the values of longs and shorts no longer cancel, and the audit fails with
        reason.

        >>> rules.one_mark_for_all([100, 100]), rules.one_mark_for_all([100, 101])
        (True, False)
        """
        return len(set(marks)) <= 1

    @clause(
        "LEDG-007",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("margin.walletBalance", "margin.amount", "wallet.amount"),
        source="every margin row: 136741605 less 5711371 is 131030234",
    )
    def wallet_balance(self, paid_in: Money, realised: Money) -> Money:
        """The wallet balance is the money that was paid in or booked before, plus the profit
        realised since.

        >>> rules.wallet_balance(100, -7)
        93
        """
        return paid_in + realised

    @clause(
        "LEDG-008",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("ledger.balance", "ledger.state"),
        source=(
            "seed 002: the whole is recalculated from scratch and audited after each change of "
            "state"
        ),
    )
    def audits_agree(self, running: Mapping[str, Money], from_scratch: Mapping[str, Money]) -> bool:
        """An audit that follows the changes and an audit from scratch find the same: from scratch
        means that deposits, withdrawals, executions, takeovers and fundings are folded again.

        >>> rules.audits_agree({"fees": 1}, {"fees": 1})
        True
        >>> rules.audits_agree({"fees": 1}, {"fees": 2})
        False
        """
        return running == from_scratch

    @clause(
        "LEDG-009",
        level="SHOULD",
        profile="arithmetic",
        evidence="observed",
        observable=("walletHistory.walletBalance", "walletHistory.amount"),
        source=(
            "11,985 of 11,987 instants of a ledger of six years, two stand apart unexplained; a "
            "withdrawal's fee is in its amount"
        ),
        unseen="the wallet history is no table of the protocol; `solvent audit wallet` checks it",
    )
    def history_balance(self, previous: Money, changes: Iterable[Money]) -> Money:
        """The balance after a line of the wallet history is the balance before it plus the amount
        of the line; fees are inside the amount.

        Lines of one instant may stand in any order.

        >>> rules.history_balance(100, [5, -8])
        97
        """
        return sum(changes, previous)

    @clause(
        "LEDG-010",
        level="SHOULD",
        profile="arithmetic",
        evidence="observed",
        observable=("walletHistory.transactTime", "walletHistory.amount"),
        source="2,173 cells of day and contract; the other assumption fails five times in six",
        unseen="the wallet history is no table of the protocol; its worked examples check it",
    )
    def booking_day(self, executed: Millis) -> Millis:
        """Realised profit is booked once a day at 12:00 UTC for the day that ends there; what
        happens at 12:00 itself belongs to the next.

        The funding of 12:00 is therefore booked a day later.

        >>> rules.booking_day(instant("2019-06-03T12:00")) == instant("2019-06-04T12:00")
        True
        >>> rules.booking_day(instant("2019-06-03T11:59")) == instant("2019-06-03T12:00")
        True
        """
        return Millis(executed + DAY - (executed - 12 * HOUR) % DAY)
