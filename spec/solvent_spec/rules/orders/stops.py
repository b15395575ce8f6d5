"""Stops: when an order that waits for a price becomes one that trades."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, Side, TriggerPrice
from solvent_spec.vocabulary.units import Millis, Price


class StopRules(Chapter):
    """How stops are triggered."""

    __slots__ = ()

    @clause(
        "ORDR-016",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.triggered", "order.ordStatus"),
        source="API description: stops trigger by MarkPrice unless told otherwise",
    )
    def trigger_price(self, exec_inst: frozenset[ExecInst]) -> TriggerPrice:
        """A stop is triggered by the mark price, or by the last or index price when its
        instructions say so.

        >>> rules.trigger_price(frozenset()).value
        'MarkPrice'
        """
        if ExecInst.LAST_PRICE in exec_inst:
            return TriggerPrice.LAST
        return TriggerPrice.INDEX if ExecInst.INDEX_PRICE in exec_inst else TriggerPrice.MARK

    @clause(
        "ORDR-017",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.triggered", "order.ordStatus"),
        source="API description",
    )
    def triggers(self, side: Side, stop_px: Price, price: Price) -> bool:
        """A buy stop triggers at or above its stop price and a sell stop at or below it.

        >>> rules.triggers(Side.BUY, price_of("100"), price_of("100"))
        True
        """
        return price >= stop_px if side is Side.BUY else price <= stop_px

    @clause(
        "ORDR-018",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.triggered", "trade.price", "trade.size", "execution.lastPx"),
        alternatives=("order of acceptance", "nearest stop price first"),
        source="the order of several stops at one price is not published",
    )
    def trigger_rank(self, sequence: int, passed: Price) -> tuple[int, int]:
        """Stops that trigger together are triggered in the order in which they were accepted.

        `passed` is how far the price has gone beyond the stop price: most for the nearest stop.

        >>> rules.trigger_rank(7, price_of("0.5")) < rules.trigger_rank(8, price_of("2"))
        True
        """
        if self.policy("ORDR-018", "order of acceptance") == "nearest stop price first":
            return (-int(passed), sequence)
        return (sequence, 0)

    @clause(
        "ORDR-039",
        level="MAY",
        profile="trading",
        evidence="official",
        observable=("order.ordStatus", "order.leavesQty"),
        source="API description of PUT /order: sixty seconds",
    )
    def may_revive(self, finished: Millis, now: Millis) -> bool:
        """A filled order may be opened again by amending its open quantity within a minute of the
        fill.

        >>> rules.may_revive(0, 60_000), rules.may_revive(0, 60_001)
        (True, False)
        """
        return now - finished <= self.book.mark_interval

    @clause(
        "ORDR-047",
        level="MUST",
        profile="trading",
        evidence="observed",
        observable=("order.ordStatus", "order.text"),
        source="recorded rows of 2021 and 2022: status Rejected with the reason of the refusal",
    )
    def status_of_refused_stop(self) -> OrdStatus:
        """A stop that is refused when it is triggered is Rejected, not Canceled.

        It was accepted, so it has a row that says what became of it.

        >>> rules.status_of_refused_stop().value
        'Rejected'
        """
        return OrdStatus.REJECTED
