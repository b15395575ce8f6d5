"""Executions of funding: the rows that show it."""

from __future__ import annotations

from typing import Final

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Rate

NO_ORDER: Final = "00000000-0000-0000-0000-000000000000"
"""The order id of an execution that no order caused."""


class FundingExecutionRules(Chapter):
    """What an execution of type Funding shows."""

    __slots__ = ()

    @clause(
        "FUND-014",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=(
            "execution.execType",
            "execution.side",
            "execution.timeInForce",
            "execution.text",
        ),
        source="execution row of 2020-07-14T20:00; 1,404 funding rows of a public ledger",
    )
    def funding_execution(self) -> dict[str, str]:
        """Funding appears as an execution of type Funding without a side, a liquidity indicator or
        an order of its own.

        It is not a trade: nobody made or took anything and nothing is printed on the tape. It
        still looks like a filled limit order, so that one table holds all that moves money: its
        order id is 00000000-0000-0000-0000-000000000000, its time in force AtTheClose, its status
        Filled and its text Funding.

        >>> rules.funding_execution()["execType"], rules.funding_execution()["side"]
        ('Funding', '')
        """
        return {
            "orderID": NO_ORDER,
            "side": "",
            "lastLiquidityInd": "",
            "tradePublishIndicator": "",
            "execType": "Funding",
            "ordType": "Limit",
            "timeInForce": "AtTheClose",
            "ordStatus": "Filled",
            "text": "Funding",
        }

    @clause(
        "FUND-015",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.commission", "execution.execComm"),
        source="execution row of 2020-07-14: a short at +0.0001 shows -0.0001 and -182",
    )
    def funding_commission(self, qty: Contracts, rate: Rate) -> Rate:
        """The commission of a funding execution is the funding rate as the account sees it: above
        zero when it pays.

        At a positive rate a long shows the rate and a short shows its opposite.

        >>> rules.funding_commission(-169, Fraction("0.0001"))
        Fraction(-1, 10000)
        """
        return rate if qty > 0 else -rate

    @relation(
        "FUND-016",
        judged_by="replay, by the cost of a funding row beside the value of the position",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.execCost", "execution.lastQty"),
        source="execution row of 2020-07-14: 169 contracts short at 9268.18 show 1823510",
    )
    def funding_cost(self, mark_value: Money) -> Money:
        """The cost of a funding execution is the value of the position at the mark, lot by lot and
        with its sign.

        Funding is charged on that value, so whoever reads the row can check the payment.

        >>> rules.funding_cost(rules.contract_value(XBTUSD, -169, price_of("9268.18")))
        1823510
        >>> rules.funding_cost(rules.contract_value(XBTUSD, 169, price_of("9268.18")))
        -1823510
        """
        return mark_value

    @clause(
        "FUND-017",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("execution.trdMatchID",),
        source="1,404 funding rows of a public ledger share one trdMatchID for each instant",
    )
    def shares_match_id(self, first: Millis, second: Millis) -> bool:
        """Funding executions carry the same match id if and only if they belong to the same
        instant, whatever their contracts.

        >>> rules.shares_match_id(instant("2019-06-03T04:00"), instant("2019-06-03T12:00"))
        False
        >>> rules.shares_match_id(instant("2019-06-03T12:00"), instant("2019-06-03T12:00"))
        True
        """
        return first == second
