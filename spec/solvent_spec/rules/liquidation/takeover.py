"""Takeover: when a position is liquidated, and at which price it goes over."""

from __future__ import annotations

from solvent_spec.registry.clauses import clause, relation
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.rules.positions import PositionRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Millis, Money, Price


class TakeoverRules(PositionRules, InstrumentRules):
    """When and how a position is taken over."""

    __slots__ = ()

    @clause(
        "LIQD-001",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("position.currentQty", "execution.text", "position.posState"),
        source=(
            "liquidation page: below maintenance; recorded row of 2021 with equity 34324 below "
            "36567; a row with both equal was never seen"
        ),
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
        until="2024-03-25",
    )
    def cancels_before_takeover(self, order_symbol: str, position_symbol: str) -> bool:
        """Before a position is taken over, the account's open orders of that contract, and of no
        other, are canceled, and the position is checked again.

        The margin that the orders held may be enough to keep a cross position. From 2024-03-25 on
        all cross positions of an account in one currency are liquidated together; which orders are
        canceled before that is not known.

        >>> rules.cancels_before_takeover("ETHUSD", "XBTUSD")
        False
        """
        return order_symbol == position_symbol

    @clause(
        "LIQD-003",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("execution.lastPx", "execution.execCost", "margin.walletBalance"),
        source=(
            "seven takeovers of 2017 and 2018, one of them documented at 1134.37; prices of "
            "takeovers after 2018 were never published"
        ),
        alternatives=("on the coarsest safe grid", "at the exact value"),
    )
    def takeover_price(
        self,
        instrument: Instrument,
        cost: Money,
        qty: Contracts,
        *,
        loss: Money,
        maintenance: Money,
    ) -> Price:
        """A position is taken over at its bankruptcy price, on the coarsest grid whose rounding
        gives the account no more than half of its maintenance margin.

        `loss` is what the account may lose, `maintenance` the maintenance margin without the fee.
        The value of a lot there is rounded so that the account never loses more; the price then
        stands on the tick, where that is too coarse on the mark's grid, and where that is too
        coarse at the value itself. To 2018 it stood on the mark's grid and one step of it toward
        the entry. Every satoshi that rounding gave the account somebody else would have to pay,
        and half of the maintenance margin is what a mark has always left between them.

        A long at 10,000 that may lose a hundredth has a lot worth 10,100 there; a short stands at
        9,901 for 10,000 and 10,100:

        >>> price_text(
        ...     rules.takeover_price(XBTUSD, -1_000_000, 100, loss=10_000, maintenance=5_000)
        ... )
        '9901'
        >>> price_text(rules.takeover_price(XBTUSD, -500_000_000, 100, loss=10**7, maintenance=1))
        '19.6078431373'
        """
        long = qty > 0
        lots = abs(self.lots(instrument, qty))
        unit = self.unit_at_loss(instrument, cost, qty, loss)
        for grid, further in self._takeover_grids(instrument):
            price = self.price_of_unit(instrument, unit, long=long, grid=grid)
            price = price + further if long else max(grid, price - further)
            given = abs(self.unit_value(instrument, price) - unit) * lots
            if 2 * given <= maintenance:
                return price
        return self.price_of_unit(instrument, unit, long=long, grid=Price(1))

    def _takeover_grids(self, instrument: Instrument) -> tuple[tuple[Price, Price], ...]:
        """The grids of takeover prices, each with how much further toward the entry they go."""
        if self.policy("LIQD-003", "on the coarsest safe grid") == "at the exact value":
            return ()
        if self.book.takeover_grid == "legacy":
            return ((instrument.min_tick, instrument.min_tick),)
        return ((instrument.tick_size, Price(0)), (instrument.min_tick, Price(0)))

    @relation(
        "LIQD-004",
        judged_by="replay, by the rows of a takeover and their absence from the tape",
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

        No order is the order id 00000000-0000-0000-0000-000000000000; it looks like a Limit order
        with ImmediateOrCancel that was filled. The execution of a trade of one's own order has an
        empty text.

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

    @clause(
        "LIQD-009",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("liquidation.leavesQty", "position.currentQty", "execution.lastPx"),
        source="no text; the engine never holds what it does not offer",
        alternatives=("the mark", "the bankruptcy price"),
    )
    def price_at_expiry(self, taken_at: Price, mark: Price) -> Price:
        """At its expiry what the engine holds of a contract is closed at the mark against the
        opposite positions, in the order in which they would be deleveraged.

        The contract takes no order from then on, so an offer of the engine would end and what it
        holds would belong to nobody. At the mark nobody gains or loses by it.

        >>> price_text(rules.price_at_expiry(price_of("9900"), price_of("9950")))
        '9950'
        """
        return taken_at if self.policy("LIQD-009", "the mark") == "the bankruptcy price" else mark

    @clause(
        "LIQD-010",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("instrument.markPrice", "position.currentQty", "position.markPrice"),
        source="no text on a contract between its expiry and its settlement",
        alternatives=("from the instant of expiry", "after the mark of that instant"),
    )
    def stands_still(self, instrument: Instrument, now: Millis) -> bool:
        """From its expiry on a contract is not marked and nobody in it is liquidated: its last mark
        stands until it is settled.

        Nobody could close a position any more, so no later price may take one.

        >>> rules.stands_still(XBTM19, instant("2019-06-28T12:00"))
        True
        >>> rules.stands_still(XBTM19, instant("2019-06-28T11:59"))
        False
        """
        if instrument.expiry is None:
            return False
        if self.policy("LIQD-010", "from the instant of expiry") != "from the instant of expiry":
            return now > instrument.expiry
        return now >= instrument.expiry
