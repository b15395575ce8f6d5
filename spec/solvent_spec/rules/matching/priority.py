"""Priority: which orders meet, and in which order."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import Side, TimeInForce
from solvent_spec.vocabulary.units import Contracts, Price


class PriorityRules(Chapter):
    """Strict price-time priority, one sequence for the whole venue."""

    __slots__ = ()

    @clause(
        "MTCH-001",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=(
            "trade.price",
            "execution.lastPx",
            "orderBookL2.size",
            "order.cumQty",
            "order.leavesQty",
        ),
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
        observable=(
            "trade.price",
            "execution.lastPx",
            "orderBookL2.size",
            "order.cumQty",
            "order.leavesQty",
        ),
        source="15 sweeps of several prices in 1,000 trades of 2019: each from the best outward",
    )
    def level_rank(self, side: Side, price: Price) -> int:
        """The best price trades first: the highest bid, the lowest offer. `side` is the resting
        side.

        >>> rules.level_rank(Side.BUY, 101) < rules.level_rank(Side.BUY, 100)
        True
        """
        return -price if side is Side.BUY else price

    @relation(
        "MTCH-003",
        judged_by="replay, by who trades first of several orders at one price",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("trade.price", "order.cumQty", "order.leavesQty", "execution.lastQty"),
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
        return 0

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
        dialects=("refused",),
    )
    def is_killed(self, tif: TimeInForce, qty: Contracts, fillable: Contracts) -> bool:
        """A FillOrKill order that cannot trade its whole quantity at once is canceled without a
        trade.

        >>> rules.is_killed(TimeInForce.FILL_OR_KILL, 10, 9)
        True
        """
        return tif is TimeInForce.FILL_OR_KILL and fillable < qty

    def refuses_unfillable(self) -> bool:
        """Whether a FillOrKill order that cannot be filled is refused, as some exchanges do."""
        return self.policy("MTCH-006", "canceled without a trade") == "refused"

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

        An order without a price never rests (ORDR-045). Nor does what is left after a trade where
        its account cannot afford it any more: if the open orders of the contract would lock more
        with it than without, by more than is available, it is canceled, unless it only reduces
        (ORDR-050).

        >>> rules.rests(TimeInForce.GOOD_TILL_CANCEL, 3)
        True
        >>> rules.rests(TimeInForce.IMMEDIATE_OR_CANCEL, 3)
        False
        """
        return tif is TimeInForce.GOOD_TILL_CANCEL and leaves_qty > 0
