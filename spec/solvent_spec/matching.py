"""Matching: who trades with whom, at which price, in which order."""

from __future__ import annotations

from solvent_spec.clauses import clause
from solvent_spec.commands import Side, TimeInForce
from solvent_spec.orders import OrderRules
from solvent_spec.units import Contracts, Millis, Money, Price


class MatchingRules(OrderRules):
    """Strict price-time priority, one sequence for the whole venue. Chapter: matching."""

    __slots__ = ()

    @clause(
        "MTCH-001",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("trade.price", "execution.lastPx", "orderBookL2.size"),
        source="row: sell 100 with limit 38937.5 filled at 38939.5",
    )
    def crosses(self, side: Side, price: Price | None, opposite: Price) -> bool:
        """An incoming order trades with a resting one whose price is at its limit or better; a
        market order with any.

        >>> rules.crosses(Side.BUY, price_of("100"), price_of("100"))
        True
        >>> rules.crosses(Side.BUY, price_of("100"), price_of("100.5"))
        False
        """
        if price is None:
            return True
        return price >= opposite if side is Side.BUY else price <= opposite

    @clause(
        "MTCH-002",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("trade.price", "execution.lastPx", "orderBookL2.size"),
        source="15 sweeps of several prices in 1,000 trades of 2019: each from the best outward",
    )
    def level_rank(self, side: Side, price: Price) -> int:
        """The best price trades first: the highest bid, the lowest offer. `side` is the resting
        side.

        >>> rules.level_rank(Side.BUY, 101) < rules.level_rank(Side.BUY, 100)
        True
        """
        return -price if side is Side.BUY else price

    @clause(
        "MTCH-003",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("trade.price", "order.cumQty", "execution.lastQty"),
        source=(
            "announcement of 2016-10-23 on the place in the queue that an amendment keeps or loses"
        ),
    )
    def queue_position(self, waiting: int) -> int:
        """At one price the order that has waited longest trades first.

        The result indexes the queue of the level, oldest first: of three that wait, the first.

        >>> rules.queue_position(3)
        0
        """
        del waiting
        return 0

    @clause(
        "MTCH-004",
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
        del incoming
        return resting

    @clause(
        "MTCH-005",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("trade.size", "order.ordStatus"),
        alternatives=("allow", "cancel resting", "cancel incoming"),
        source="no rule is published; an account of 1.44 million fills has at most three",
    )
    def self_match(self) -> str:
        """Two orders of one account that cross trade with each other.

        A venue may instead cancel the resting or the incoming order, and is then held to it.

        >>> rules.self_match()
        'allow'
        """
        return self.policy("MTCH-005", "allow")

    @clause(
        "MTCH-006",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.cumQty", "order.ordStatus", "trade.size"),
        source=("the API description names FillOrKill and does not say what it does; FIX does"),
        alternatives=("canceled without a trade",),
    )
    def is_killed(self, tif: TimeInForce, qty: Contracts, fillable: Contracts) -> bool:
        """A FillOrKill order that cannot trade its whole quantity at once is canceled without a
        trade.

        >>> rules.is_killed(TimeInForce.FILL_OR_KILL, 10, 9)
        True
        """
        return tif is TimeInForce.FILL_OR_KILL and fillable < qty

    @clause(
        "MTCH-007",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.ordStatus", "orderBookL2.size", "order.leavesQty"),
        source=(
            "the API description names ImmediateOrCancel and does not say what it does; FIX does"
        ),
        alternatives=("canceled",),
    )
    def rests(self, tif: TimeInForce, leaves_qty: Contracts) -> bool:
        """What an incoming order cannot trade rests in the book with GoodTillCancel and is canceled
        otherwise.

        >>> rules.rests(TimeInForce.GOOD_TILL_CANCEL, 3)
        True
        >>> rules.rests(TimeInForce.IMMEDIATE_OR_CANCEL, 3)
        False
        """
        return tif is TimeInForce.GOOD_TILL_CANCEL and leaves_qty > 0

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

    @clause(
        "MTCH-011",
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

    @clause(
        "MTCH-012",
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
        del accepted
        return now
