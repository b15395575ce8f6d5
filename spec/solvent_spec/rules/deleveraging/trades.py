"""Closing: at which price, how much, and with which rows."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Price, Rate


class DeleverageTradeRules(Chapter):
    """How a position is closed against the one that was taken over."""

    __slots__ = ()

    @relation(
        "ADLV-003",
        judged_by="replay, by the price of a deleverage beside that of the liquidation order",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("execution.lastPx", "execution.execCost"),
        source="announcement of 2016-10-03: closed at the bankruptcy price of the liquidated order",
        since="2016-10-03",
    )
    def deleverage_price(self, taken_at: Price, mark: Price) -> Price:
        """A deleveraged position is closed at the bankruptcy price of the liquidation order.

        At that price the two positions cancel without a loss for anybody else.

        >>> price_text(rules.deleverage_price(price_of("99"), price_of("98")))
        '99'
        """
        return taken_at

    @clause(
        "ADLV-004",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("execution.lastQty", "position.currentQty"),
        source="deleveraging examples: account 5 loses 10 of 20",
        since="2016-10-03",
    )
    def deleveraged_qty(self, missing: Contracts, held: Contracts) -> Contracts:
        """The last account in line is cut only by what is missing.

        >>> rules.deleveraged_qty(10, -20)
        10
        >>> rules.deleveraged_qty(30, -40)
        30
        """
        return min(missing, abs(held))

    @clause(
        "ADLV-005",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.commission", "execution.execComm", "execution.lastLiquidityInd"),
        source="documented deleveraging of 2017-04-04: -0.00025, AddedLiquidity, PublishTrade",
        since="2016-10-03",
    )
    def deleverage_fee_rate(self, instrument: Instrument) -> Rate:
        """A deleveraged account is the maker: it gets the maker rebate and the trade is printed.

        >>> rules.deleverage_fee_rate(XBTUSD)
        Fraction(-1, 4000)
        """
        return instrument.maker_fee

    @clause(
        "ADLV-006",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.ordStatus", "order.text"),
        source="open orders are canceled; of the contract or of the account is not said",
        since="2016-10-03",
        alternatives=("orders of the contract", "orders of the account"),
    )
    def cancels_of_deleveraged(self, order_symbol: str, position_symbol: str) -> bool:
        """The open orders of a deleveraged account in that contract are canceled.

        Its account did not choose to close, so what it still wants has to be asked again.

        >>> [rules.cancels_of_deleveraged(symbol, "XBTUSD") for symbol in ("XBTUSD", "ETHUSD")]
        [True, False]
        """
        if self.policy("ADLV-006", "orders of the contract") == "orders of the account":
            return True
        return order_symbol == position_symbol

    @clause(
        "ADLV-008",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "execution.execType",
            "execution.text",
            "execution.orderID",
            "execution.timeInForce",
        ),
        source="documented deleveraging of 2017-04-04",
        since="2016-10-03",
    )
    def deleverage_execution(self) -> dict[str, str]:
        """A deleveraging appears to the account as a printed execution of type Trade with the text
        Deleverage and no order.

        No order is the order id 00000000-0000-0000-0000-000000000000; it looks like a Limit order
        with GoodTillCancel that was filled.

        >>> rules.deleverage_execution()["text"], rules.deleverage_execution()["lastLiquidityInd"]
        ('Deleverage', 'AddedLiquidity')
        """
        return {
            "orderID": "00000000-0000-0000-0000-000000000000",
            "execType": "Trade",
            "ordType": "Limit",
            "timeInForce": "GoodTillCancel",
            "ordStatus": "Filled",
            "lastLiquidityInd": "AddedLiquidity",
            "tradePublishIndicator": "PublishTrade",
            "text": "Deleverage",
        }

    @clause(
        "ADLV-009",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.lastPx", "execution.execCost", "margin.walletBalance"),
        source="no text says what becomes of a counterparty that cannot bear the price",
        alternatives=("closed there", "passed over while another one can bear it"),
        since="2016-10-03",
    )
    def bearable_price(self, price: Price, own_bankruptcy: Price, qty: Contracts) -> Price:
        """Nobody is deleveraged beyond its own bankruptcy price: it is closed there, and the fund
        pays the difference from what it holds for the order.

        It can: at the last mark at which the fund carried the order everybody was solvent, so
        nobody's bankruptcy price lies nearer to the order's than that mark. A short that is
        bankrupt at 9,090 does not pay 9,900.

        >>> price_text(rules.bearable_price(price_of("9900"), price_of("9090"), -1))
        '9090'
        >>> price_text(rules.bearable_price(price_of("9900"), price_of("9990"), -1))
        '9900'
        """
        return min(price, own_bankruptcy) if qty < 0 else max(price, own_bankruptcy)

    def passes_over(self, price: Price, own_bankruptcy: Price, qty: Contracts) -> bool:
        """Whether a counterparty waits behind those who can bear the price (ADLV-009)."""
        chosen = self.policy("ADLV-009", "closed there")
        return chosen != "closed there" and self.bearable_price(price, own_bankruptcy, qty) != price

    @clause(
        "ADLV-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("liquidation.leavesQty", "position.currentQty", "execution.text"),
        source="no text; what the engine holds on both sides needs nobody else to be closed",
        alternatives=("at the mark", "at the bankruptcy price of the long one"),
        since="2016-10-03",
    )
    def engine_closes_itself(
        self, held: Contracts, opposite: Contracts, *, overdue: bool
    ) -> Contracts:
        """What the engine holds long and short of a contract is closed against each other, once the
        mark has reached the bankruptcy price of one of them, before the fund pays and before
        anybody is deleveraged.

        What the fund holds for the two is enough for it, whatever the mark does. Of ten long and
        four short nobody is asked to give up more than six.

        >>> rules.engine_closes_itself(10, -4, overdue=True)
        4
        >>> rules.engine_closes_itself(10, -4, overdue=False)
        0
        """
        return min(abs(held), abs(opposite)) if overdue else Contracts(0)

    def engine_closing_price(self, long_taken_at: Price, mark: Price) -> Price:
        """The price of that, which is the engine's own affair: a choice under ADLV-010."""
        return mark if self.policy("ADLV-010", "at the mark") == "at the mark" else long_taken_at
