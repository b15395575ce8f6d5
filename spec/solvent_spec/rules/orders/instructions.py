"""Instructions: post-only, reduce-only, close, and what is displayed."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, Side
from solvent_spec.vocabulary.units import Contracts, Price


class InstructionRules(Chapter):
    """What the instructions of an order do to it."""

    __slots__ = ()

    @clause(
        "ORDR-019",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("orderBookL2.size",),
        source="API description: a display quantity of zero hides the order",
    )
    def displayed_qty(self, leaves_qty: Contracts, display_qty: Contracts | None) -> Contracts:
        """The public book shows the whole open quantity of an order and nothing of a hidden one.

        >>> rules.displayed_qty(10, None), rules.displayed_qty(10, 0)
        (10, 0)
        """
        return Contracts(0) if display_qty == 0 else leaves_qty

    @relation(
        "ORDR-020",
        judged_by="replay, by the two rows of a post-only order that would trade",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.text"),
        source="rows of 2019 and 2020: canceled, HTTP 200",
        dialects=("refused",),
    )
    def post_only_is_canceled(self, *, would_trade: bool) -> bool:
        """A post-only order that would trade on arrival is accepted and canceled at once, not
        refused.

        It exists for a moment, so it has an id and a row that says why it ended. On an exchange
        that refuses it nothing exists, and an amendment by which it would trade changes nothing; a
        stop that is triggered is canceled there too.

        >>> rules.post_only_is_canceled(would_trade=True)
        True
        """
        return would_trade

    def refuses_post_only(self) -> bool:
        """Whether a post-only order that would trade is refused, as some exchanges do."""
        return self.policy("ORDR-020", "canceled") == "refused"

    @clause(
        "ORDR-044",
        level="SHOULD",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus",),
        source="announcement of 2019-12-16T04:30; messages of 2019-01, 2019-12-02 and 2020-05-09",
    )
    def post_only_statuses(self) -> tuple[OrdStatus, ...]:
        """A post-only order that would trade appears in the feed as New and then as Canceled, and
        from 2019-12-16 on as Canceled only.

        >>> [status.value for status in rules.post_only_statuses()]
        ['New', 'Canceled']
        """
        if self.book.post_only_single_message:
            return (OrdStatus.CANCELED,)
        return (OrdStatus.NEW, OrdStatus.CANCELED)

    @clause(
        "ORDR-021",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.leavesQty", "order.ordStatus", "position.currentQty"),
        source="API description; row of 2019-09-15",
    )
    def reducible_qty(self, side: Side, qty: Contracts, position_qty: Contracts) -> Contracts:
        """A reduce-only order trades at most the position it opposes; with none it is canceled.

        >>> rules.reducible_qty(Side.SELL, 10, 4), rules.reducible_qty(Side.BUY, 10, 4)
        (4, 0)
        """
        opposing = position_qty if side is Side.SELL else -position_qty
        return max(Contracts(0), min(qty, opposing))

    @clause(
        "ORDR-022",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.leavesQty", "order.ordStatus"),
        source=(
            "API description: resting reduce-only orders follow the position, least aggressive "
            "first"
        ),
    )
    def trim_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """When the resting reduce-only orders of a side exceed the position, the least aggressive
        are cut first, until together they are no more than it.

        An offer at 110 goes before one at 105. It is so as soon as one comes to rest: three offers
        of the whole position do not rest beside each other, and lock nothing. Of orders at one
        price ORDR-053 says which goes first.

        >>> sell = Side.SELL
        >>> rules.trim_rank(sell, price_of("110"), 1) < rules.trim_rank(sell, price_of("105"), 2)
        True
        """
        aggressiveness = price if side is Side.BUY else -price
        return (aggressiveness, self.trim_rank_of_equals(sequence))

    @clause(
        "ORDR-053",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.leavesQty", "order.ordStatus"),
        source="the API description orders them by price alone",
        alternatives=("newest first", "oldest first"),
    )
    def trim_rank_of_equals(self, sequence: int) -> int:
        """Of resting reduce-only orders at one price the newest is cut first.

        The older one has waited longer for its place in the queue.

        >>> rules.trim_rank_of_equals(2) < rules.trim_rank_of_equals(1)
        True
        >>> sorted((1, 2, 3), key=rules.trim_rank_of_equals)
        [3, 2, 1]
        """
        newest = self.policy("ORDR-053", "newest first") == "newest first"
        return -sequence if newest else sequence

    @clause(
        "ORDR-023",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus",),
        source="API description of Close",
    )
    def close_cancels(
        self, open_qty: Contracts, close_qty: Contracts, position_qty: Contracts
    ) -> bool:
        """A Close order cancels the account's other limit orders of its side when together they
        exceed the position.

        With six offered and a Close of five on a long of ten, the six are canceled.

        >>> rules.close_cancels(6, 5, 10), rules.close_cancels(5, 5, 10)
        (True, False)
        """
        return open_qty + close_qty > abs(position_qty)

    @clause(
        "ORDR-024",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.orderQty"),
        source="API description: a Close without a quantity closes the position",
    )
    def close_qty(self, qty: Contracts | None, position_qty: Contracts) -> Contracts:
        """A Close order without a quantity is for the whole position.

        >>> rules.close_qty(None, -10), rules.close_qty(4, -10)
        (10, 4)
        """
        return abs(position_qty) if qty is None else qty

    @clause(
        "ORDR-034",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.text",),
        source="rows of 2019-01, 2019-09-15 and 2020-05-09; in 2017 the side was not named",
    )
    def instruction_reason(
        self, exec_inst: frozenset[ExecInst], side: Side, position_qty: Contracts
    ) -> str:
        """An order that its own instruction cancels says which: post-only that it is post-only,
        Close and ReduceOnly the side and the position found.

        >>> rules.instruction_reason(frozenset({ExecInst.CLOSE}), Side.BUY, 0)
        'Order had execInst of Close or ReduceOnly and side of Buy but current position is 0'
        """
        if ExecInst.PARTICIPATE_DO_NOT_INITIATE in exec_inst:
            return "Order had execInst of ParticipateDoNotInitiate"
        wanted = f"side of {side.value} but current position is {int(position_qty)}"
        return f"Order had execInst of Close or ReduceOnly and {wanted}"
