"""Liquidation: when a position is taken from an account, and at which price."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.commands import Side
from solvent_spec.matching import MatchingRules
from solvent_spec.units import Contracts, Money, Price


class LiquidationRules(MatchingRules):
    """The lowest tier of liquidation. Chapter: liquidation."""

    __slots__ = ()

    @clause(
        "LIQD-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.currentQty", "execution.text", "position.posState"),
        source="liquidation page; recorded row of 2021 with equity 34324 below 36567",
    )
    def is_liquidated(self, equity: Money, maintenance: Money) -> bool:
        """A position is liquidated when its equity at the mark price is below its maintenance
        margin.

        The last price plays no part.

        >>> rules.is_liquidated(34_324, 36_567), rules.is_liquidated(36_567, 36_567)
        (True, False)
        """
        return equity < maintenance

    @clause(
        "LIQD-002",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.ordStatus", "order.text"),
        source="liquidation page: orders of that contract only",
    )
    def cancels_before_takeover(self, order_symbol: str, position_symbol: str) -> bool:
        """Before a position is taken over, the account's open orders of that contract, and of no
        other, are canceled, and the position is checked again.

        The margin that the orders held may be enough to keep a cross position.

        >>> rules.cancels_before_takeover("ETHUSD", "XBTUSD")
        False
        """
        return order_symbol == position_symbol

    @clause(
        "LIQD-003",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.lastPx", "execution.execCost", "margin.walletBalance"),
        source="documented liquidation of 2017-04-04: sold at 1134.37, the bankruptcy price",
    )
    def takeover_price(self, bankruptcy: Price, liquidation: Price, mark: Price) -> Price:
        """A position is taken over at its bankruptcy price.

        The account loses the margin of the position and the fee, and never more.

        >>> price_text(rules.takeover_price(price_of("99"), price_of("99.5"), price_of("99.4")))
        '99'
        """
        del liquidation, mark
        return bankruptcy

    @clause(
        "LIQD-004",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.commission", "execution.execComm", "execution.lastLiquidityInd"),
        source="documented liquidation of 2017-04-04: 0.00075, RemovedLiquidity, DoNotPublishTrade",
    )
    def takeover_is_taken(self) -> bool:
        """The account pays the taker fee on a takeover, and the takeover is not printed on the
        tape.

        The position has reserved that fee since it was opened.

        >>> rules.takeover_is_taken()
        True
        """
        return True

    @clause(
        "LIQD-005",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("liquidation.price", "liquidation.leavesQty", "liquidation.side"),
        source="liquidation page; recorded rows of the liquidation table",
    )
    def liquidation_order(self, qty: Contracts, bankruptcy: Price) -> tuple[Side, Contracts, Price]:
        """The engine offers what it took over in the book at the bankruptcy price; the order is
        public in the liquidation table.

        >>> side, qty, price = rules.liquidation_order(10, price_of("99"))
        >>> side.value, qty, price_text(price)
        ('Sell', 10, '99')
        """
        return (Side.SELL if qty > 0 else Side.BUY, abs(qty), bankruptcy)

    @clause(
        "LIQD-006",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("position.currentQty", "execution.text", "trade.size"),
        source="no ranking among positions that breach at one mark is published",
        alternatives=("order of accounts", "largest deficit first"),
    )
    def liquidation_rank(self, sequence: int, deficit: Money) -> tuple[int, int]:
        """Positions that breach at one mark are liquidated in the order in which their accounts
        were opened.

        >>> rules.liquidation_rank(3, 10) < rules.liquidation_rank(4, 20)
        True
        """
        if self.policy("LIQD-006", "order of accounts") == "largest deficit first":
            return (-int(deficit), sequence)
        return (sequence, 0)

    @clause(
        "LIQD-007",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("execution.lastPx", "execution.text", "position.currentQty"),
        source="deleveraging page: unfilled when the mark reaches the bankruptcy price",
    )
    def is_overdue(self, side: Side, bankruptcy: Price, mark: Price) -> bool:
        """An open liquidation order is overdue when the mark has reached its bankruptcy price.

        Waiting longer could only cost more: now the fund has to pay, or deleveraging begins.

        >>> rules.is_overdue(Side.SELL, price_of("99"), price_of("99"))
        True
        """
        return mark <= bankruptcy if side is Side.SELL else mark >= bankruptcy

    @clause(
        "LIQD-008",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "execution.execType",
            "execution.text",
            "execution.orderID",
            "execution.timeInForce",
        ),
        source="documented liquidation of 2017-04-04; 28 takeovers in a public ledger",
    )
    def takeover_execution(self) -> dict[str, str]:
        """A takeover appears to the account as an execution of type Trade with the text Liquidation
        and no order.

        >>> rules.takeover_execution()["text"], rules.takeover_execution()["execType"]
        ('Liquidation', 'Trade')
        """
        return {
            "orderID": "00000000-0000-0000-0000-000000000000",
            "execType": "Trade",
            "ordType": "Limit",
            "timeInForce": "ImmediateOrCancel",
            "ordStatus": "Filled",
            "lastLiquidityInd": "RemovedLiquidity",
            "tradePublishIndicator": "DoNotPublishTrade",
            "text": "Liquidation",
        }
