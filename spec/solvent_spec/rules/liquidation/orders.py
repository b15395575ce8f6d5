"""Liquidation orders: how what was taken over comes to market."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Price, ceil_div, floor_div


class LiquidationOrderRules(Chapter):
    """The order that closes what was taken over."""

    __slots__ = ()

    @clause(
        "LIQD-005",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("liquidation.price", "liquidation.leavesQty", "liquidation.side"),
        source="liquidation page; recorded rows of the liquidation table",
    )
    def liquidation_order(
        self, instrument: Instrument, qty: Contracts, taken_at: Price
    ) -> tuple[Side, Contracts, Price]:
        """The engine offers what it took over in the book at the bankruptcy price, on the tick that
        is not worse for it; the order is public in the liquidation table.

        >>> side, qty, price = rules.liquidation_order(XBTUSD, 10, price_of("98.6"))
        >>> side.value, qty, price_text(price)
        ('Sell', 10, '99')
        """
        tick = instrument.tick_size
        if qty > 0:
            return Side.SELL, qty, Price(ceil_div(taken_at, tick) * tick)
        return Side.BUY, -qty, Price(max(1, floor_div(taken_at, tick)) * tick)

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
