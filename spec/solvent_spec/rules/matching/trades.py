"""Trades: what two orders that meet make of it."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


class TradeRules(Chapter):
    """The price, quantity and executions of a trade."""

    __slots__ = ()

    @relation(
        "MTCH-004",
        judged_by="replay, by the price of a trade",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("trade.price", "execution.lastPx"),
        source="row: sell 100 with limit 38937.5 filled at 38939.5",
    )
    def trade_price(self, resting: Price, incoming: Price | None) -> Price:
        """A trade happens at the price of the resting order; the incoming one gets any improvement.

        A sale with limit 100 against a bid of 101 is made at 101.

        >>> price_text(rules.trade_price(price_of("101"), price_of("100")))
        '101'
        """
        return resting

    @clause(
        "MTCH-008",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("trade.size", "execution.lastQty", "order.cumQty", "order.leavesQty"),
        source="recorded executions: lastQty is never more than either order had open",
    )
    def traded_qty(self, incoming: Contracts, resting: Contracts) -> Contracts:
        """A trade is for as much as both orders still want.

        >>> rules.traded_qty(7, 5)
        5
        """
        return min(incoming, resting)

    @clause(
        "MTCH-009",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("execution.trdMatchID", "execution.lastQty", "trade.size"),
        source="recorded executions come in pairs of one trdMatchID",
    )
    def executions_of_trade(self) -> tuple[str, str]:
        """A trade makes two executions, one for each account, with opposite sides and costs and one
        match id.

        >>> rules.executions_of_trade()
        ('AddedLiquidity', 'RemovedLiquidity')
        """
        return ("AddedLiquidity", "RemovedLiquidity")

    @clause(
        "MTCH-010",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("trade.grossValue", "trade.homeNotional", "trade.foreignNotional"),
        source="1,000 trades of 2019",
    )
    def tape_value(self, value: Money) -> Money:
        """The tape shows the value and the notionals of a trade without a sign.

        It has one row for a trade, and which account bought is nobody's business.

        >>> rules.tape_value(-27_913), rules.tape_value(27_913)
        (27913, 27913)
        """
        return abs(value)

    @relation(
        "MTCH-011",
        judged_by="relations: no two executions share an id",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("execution.execID", "execution.trdMatchID"),
        source=(
            "an account's 1,443,176 match ids in 1,444,583 rows: only funding and an account's "
            "two sides of one trade repeat them"
        ),
    )
    def id_of_execution(self, count: int) -> int:
        """Every execution has an id of its own, and no two trades share a match id.

        A takeover is a trade in this: the account and the liquidation engine have one match id,
        of which only the account's execution is shown. The reference counts.

        >>> rules.id_of_execution(3), rules.id_of_execution(4)
        (3, 4)
        """
        return count

    @relation(
        "MTCH-012",
        judged_by="replay, by the times of both executions and of their trade",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("execution.transactTime", "trade.timestamp"),
        source=(
            "recorded executions of 2017-04-04: a takeover and a deleveraging carry the instant"
            " between the position rows around them; no fill was recorded beside its trade"
        ),
    )
    def time_of_execution(self, now: Millis, accepted: Millis) -> Millis:
        """An execution and its trade show the instant at which it happened, on both sides.

        It is not the time at which the order was placed.

        >>> rules.time_of_execution(5000, 1000)
        5000
        """
        return now
