"""Audit: what must hold of positions, orders, wallets and funds after every command."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Money

_SEED = (
    "seed 002: the cost of all open positions, all open orders and all leftover margin equals all "
    "deposits; the value of the entire account is recalculated from scratch"
)


class AuditRules(Chapter):
    """The invariant, sentence by sentence."""

    __slots__ = ()

    @clause(
        "LEDG-011",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("ledger.balance", "margin.marginBalance"),
        source=_SEED,
    )
    def equity_is_paid_in(self, equity: Money, paid_in: Money) -> bool:
        """At one mark the equity of all accounts, the insurance funds, the fees and what the
        liquidation engine has won or lost are together what was paid in.

        Unrealised profit is somebody's unrealised loss; nothing else can be there.

        >>> rules.equity_is_paid_in(100, 100), rules.equity_is_paid_in(101, 100)
        (True, False)
        """
        return equity == paid_in

    @clause(
        "LEDG-012",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=(
            "position.openOrderBuyQty",
            "position.openOrderBuyCost",
            "position.openOrderSellQty",
            "position.openOrderSellCost",
        ),
        source=_SEED,
    )
    def totals_are_sums(self, kept: tuple[int, ...], sums: tuple[int, ...]) -> bool:
        """What a position keeps as quantity, cost and premium of its open orders is the sum over
        these orders, each valued again.

        An order whose cost is set to nothing would let its account buy what it cannot pay.

        >>> rules.totals_are_sums((5, 50_000), (5, 50_000)), rules.totals_are_sums((5, 0), (5, 1))
        (True, False)
        """
        return kept == sums

    @clause(
        "LEDG-013",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.posInit", "position.posCross", "position.posLoss"),
        source=_SEED,
    )
    def margin_is_due(self, initial: Money, due: Money, cross: Money, loss: Money) -> bool:
        """The initial margin of a position is what its cost demands, reckoned again, and neither
        its cross margin nor the loss it carries is below zero.

        >>> [
        ...     rules.margin_is_due(i, 100, c, l)
        ...     for i, c, l in ((100, 0, 0), (0, 0, 0), (100, 0, -1))
        ... ]
        [True, False, False]
        """
        return initial == due and cross >= 0 and loss >= 0

    @clause(
        "LEDG-014",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("position.currentQty", "execution.lastQty"),
        source=_SEED,
    )
    def quantity_follows(self, held: Contracts, bought: Contracts, sold: Contracts) -> bool:
        """An account holds the contracts that its executions bought less those that they sold.

        >>> rules.quantity_follows(3, 10, 7), rules.quantity_follows(4, 10, 7)
        (True, False)
        """
        return held == bought - sold

    @clause(
        "LEDG-015",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("liquidation.leavesQty", "position.currentQty"),
        source="liquidation page: the engine offers what it takes over",
    )
    def engine_offers_all(self, held: Contracts, offered: Contracts) -> bool:
        """Every position of the liquidation engine has a live order of its whole quantity.

        >>> rules.engine_offers_all(-10, 10), rules.engine_offers_all(10, 0)
        (True, False)
        """
        return abs(held) == offered

    @relation(
        "LEDG-016",
        judged_by="the audit after every command, and solvency at one mark",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.currentQty", "position.posMaint", "position.markPrice"),
        source="seed 002: upon every change of the mark all users with open positions are margined",
    )
    def nobody_stands_failed(self, *, failed: bool) -> bool:
        """No position stands that should have been liquidated at the current mark.

        >>> rules.nobody_stands_failed(failed=True)
        False
        """
        return not failed

    @clause(
        "LEDG-017",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("margin.walletBalance", "position.posMargin"),
        source=_SEED,
    )
    def wallet_covers_margins(self, wallet: Money, margins: Money) -> bool:
        """A wallet holds at least the margins of its account's positions, so that whatever becomes
        of them, it does not fall below zero.

        Nobody is liquidated or deleveraged beyond its own bankruptcy.

        >>> rules.wallet_covers_margins(100, 100), rules.wallet_covers_margins(99, 100)
        (True, False)
        """
        return wallet >= margins

    @clause(
        "LEDG-018",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("insurance.walletBalance", "liquidation.leavesQty"),
        source="deleveraging page: as long as the fund is not exhausted nobody is deleveraged",
    )
    def fund_covers(self, free: Money, held: Money, loss: Money) -> bool:
        """An insurance fund holds the loss at the mark of each position that the engine carries,
        and is not below zero beyond that.

        >>> (
        ...     rules.fund_covers(0, 30, 30),
        ...     rules.fund_covers(0, 29, 30),
        ...     rules.fund_covers(-1, 30, 30),
        ... )
        (True, False, False)
        """
        return free >= 0 and held >= loss

    @clause(
        "LEDG-019",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("ledger.state", "order.error"),
        source="seed 002: an edited balance is recognised at once and the system shuts off",
    )
    def nothing_is_written_between(self, written: int, posted: int) -> bool:
        """Between two commands nothing is written: no balance, no position, no order, no contract.

        An edit that balances, such as a posting from fees to a wallet, breaks no sum. That no
        command made it gives it away.

        >>> rules.nothing_is_written_between(0, 0), rules.nothing_is_written_between(0, 2)
        (True, False)
        """
        return written == 0 and posted == 0
