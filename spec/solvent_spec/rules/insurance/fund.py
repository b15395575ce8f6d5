"""Insurance fund: what it gains, and what it pays for."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter, Flow
from solvent_spec.vocabulary.units import Contracts, Money, Price, floor_div


class InsuranceRules(Chapter):
    """The insurance fund of a contract. Chapter: insurance."""

    __slots__ = ()

    flow: ClassVar[Flow] = (("position", "insurance"),)

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
        evidence="decided",
        observable=("insurance.walletBalance", "ledger.balance"),
        source=(
            "the fund is kept for each contract (post of 2019-04-02) and cannot owe; in March 2020 "
            "it carried positions; in which steps it spends is not published"
        ),
        alternatives=("lot by lot", "all lots or none"),
    )
    def affordable_qty(self, fund: Money, loss_per_lot: Money, lots: int) -> int:
        """The fund pays for a liquidation order only what it holds free, lot by lot; it never falls
        below zero.

        `loss_per_lot` is what a lot costs beyond what is held for it already.

        >>> rules.affordable_qty(100, 30, 10), rules.affordable_qty(100, 0, 10)
        (3, 10)
        """
        if loss_per_lot <= 0:
            return lots
        afforded = min(lots, floor_div(max(0, fund), loss_per_lot))
        whole = self.policy("INSU-002", "lot by lot") == "all lots or none"
        return 0 if whole and afforded < lots else afforded

    @clause(
        "INSU-003",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("ledger.balance",),
        source=(
            "post of 2019-04-02: the fund is allocated by contract; the API showed one row a "
            "currency and day, rows by contract are a view of the test build"
        ),
    )
    def fund_of(self, symbol: str) -> str:
        """Each contract has a fund of its own; one contract's losses do not touch another's.

        >>> rules.fund_of("XBTUSD")
        'fund:XBTUSD'
        """
        return f"fund:{symbol}"

    @clause(
        "INSU-004",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.lastPx", "trade.price", "insurance.walletBalance"),
        source="made gradually more aggressive on fund money (liquidation page); no bound is named",
        alternatives=("the mark", "the bankruptcy price"),
    )
    def spending_bound(self, taken_at: Price, mark: Price) -> Price:
        """The fund improves an overdue liquidation order to the mark price and no further.

        At the mark a contract is worth what the fund gives for it. A bid of 225 with the mark at
        9,900 is nobody's price, and whoever left it there waited for the fund.

        >>> price_text(rules.spending_bound(price_of("9901"), price_of("9880")))
        '9880'
        """
        if self.policy("INSU-004", "the mark") == "the bankruptcy price":
            return taken_at
        return mark

    @clause(
        "INSU-005",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.currentQty", "execution.text", "insurance.walletBalance"),
        source=(
            "deleveraging page: the mark at bankruptcy and the fund exhausted; in March 2020 "
            "positions with an unrealised loss of 5,652 XBT were carried and nobody deleveraged"
        ),
    )
    def carried_lots(self, free: Money, loss: Money, held: Money, lots: int) -> int:
        """When the mark has reached its bankruptcy price, the engine carries what it took over as
        long as the fund is not empty and can hold the loss at the mark for it; nobody is
        deleveraged for that.

        `loss` and what is `held` already are of one lot. The fund could then close at the mark
        whenever it had to. With 100 free and 10 held for each of ten lots that lose 30, five are
        carried; with an empty fund none, even where none has lost yet.

        >>> rules.carried_lots(100, 30, 10, 10), rules.carried_lots(0, 0, 0, 10)
        (5, 0)
        """
        return self.affordable_qty(free, loss - held, lots) if free + held > 0 else 0

    def fund_margin(self, loss: Money, lots: int) -> Money:
        """What the fund holds for lots that lose `loss` each at the mark; in profit nothing."""
        return Money(max(0, loss) * lots)

    def lots_of(self, qty: Contracts, lot_size: Contracts) -> int:
        """Whole lots of an absolute quantity."""
        return floor_div(abs(qty), lot_size)
