"""Bounds of orders: how far from the market, how long a name, how late a revival."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.account_margin import AccountMarginRules
from solvent_spec.clauses import clause
from solvent_spec.commands import Side
from solvent_spec.instruments import Instrument
from solvent_spec.units import Millis, Price, ceil_div, floor_div, round_half_up_div

_MAX_CL_ORD_ID = 36


class OrderBoundRules(AccountMarginRules):
    """How far an order may go. Chapter: orders."""

    __slots__ = ()

    @clause(
        "ORDR-050",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("order.error", "order.ordStatus", "order.text"),
        source=(
            "API description: a Close cancels what would keep it from closing; a reduce-only order "
            "can only reduce"
        ),
    )
    def is_charged(self, *, reduces_only: bool) -> bool:
        """A Close or reduce-only order is refused neither for want of margin, nor for a risk limit,
        nor for immediate liquidation, when it arrives and when it is triggered.

        All it can do is to make a position smaller, and what is in its way is canceled. A
        protective stop beside an offer of the whole position has to work when it is needed.

        >>> rules.is_charged(reduces_only=True), rules.is_charged(reduces_only=False)
        (False, True)
        """
        return not reduces_only

    @clause(
        "ORDR-051",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.ordStatus", "order.leavesQty", "margin.initMargin"),
        source="no text says which orders make room",
        alternatives=("newest first", "oldest first"),
    )
    def room_rank(self, side: Side, price: Price, sequence: int) -> tuple[int, int]:
        """Where an account cannot afford a reduce-only order beside its others, those of its side
        that may open a position are canceled, the newest first, until it can.

        Beside the reduce-only order they no longer only reduce, and would lock margin. Without
        any of them nothing is locked for the side.

        >>> sell = Side.SELL
        >>> rules.room_rank(sell, price_of("99"), 2) < rules.room_rank(sell, price_of("98"), 1)
        True
        """
        del side, price
        newest = self.policy("ORDR-051", "newest first") == "newest first"
        return (-sequence if newest else sequence, 0)

    @clause(
        "ORDR-052",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("order.error", "order.ordStatus"),
        source="the refusal names a margin also for orders without a price; no text says at which",
        alternatives=("at the best price of the other side", "at the mark"),
    )
    def reckoned_price(
        self, price: Price | None, touch: Price | None, mark: Price | None
    ) -> Price | None:
        """For its margin and its risk an order without a price counts at the best price of the
        other side.

        It will trade there, or at worse. Where the other side is empty it counts at the mark. It
        has no premium (MARG-009).

        >>> price_text(rules.reckoned_price(None, price_of("101"), price_of("100")))
        '101'
        >>> price_text(rules.reckoned_price(None, None, price_of("100")))
        '100'
        """
        if price is not None:
            return price
        at_mark = self.policy("ORDR-052", "at the best price of the other side") == "at the mark"
        return mark if at_mark or touch is None else touch

    @clause(
        "ORDR-036",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("trade.price", "order.ordStatus"),
        source="announcement of 2021-02-16: bid 99, ask 100 and mark 101 bound a buy at 106.05",
        since="2021-02-16",
    )
    def fat_finger_bound(self, side: Side, touch: Price, mark: Price) -> Price | None:
        """A market order trades at most 5 % beyond the touch or the mark, whichever is further;
        what is left is canceled.

        A buy is bounded above the best offer or the mark, a sale below the best bid or the
        mark. Before the rule there is no bound.

        >>> late = Rules(Rulebook.at("2021-03-01"))
        >>> price_text(late.fat_finger_bound(Side.BUY, price_of("100"), price_of("101")))
        '106.05'
        >>> rules.fat_finger_bound(Side.BUY, price_of("100"), price_of("101")) is None
        True
        """
        band = self.book.fat_finger_band
        if band is None:
            return None
        if side is Side.BUY:
            bound = max(touch, mark) * (1 + band)
            return Price(floor_div(bound.numerator, bound.denominator))
        bound = min(touch, mark) * (1 - band)
        return Price(ceil_div(bound.numerator, bound.denominator))

    @clause(
        "ORDR-041",
        level="MAY",
        profile="trading",
        evidence="observed",
        observable=("instrument.limitDownPrice", "instrument.limitUpPrice"),
        source=(
            "instrument rows: 20 % on XBT futures to April 2015 and on hedging futures to May 2016"
        ),
        until="2016-05",
    )
    def price_limits(
        self, instrument: Instrument, previous_close: Price, share: Fraction
    ) -> tuple[Price, Price]:
        """A contract may have price limits: its last session's close less and plus a share of it,
        at the nearest tick, the lower one not below zero.

        A close of 100 and a share of 20 % give 80 and 120. No contract of 2019 has limits.

        >>> [price_text(p) for p in rules.price_limits(XBTUSD, price_of("100"), Fraction("0.2"))]
        ['80', '120']
        """
        tick = instrument.tick_size

        def at_tick(exact: Fraction) -> Price:
            return Price(round_half_up_div(exact.numerator, exact.denominator * tick) * tick)

        down = max(Fraction(0), previous_close * (1 - share))
        return at_tick(down), at_tick(previous_close * (1 + share))

    @clause(
        "ORDR-040",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error", "order.clOrdID"),
        source="API description: at most 36 characters",
    )
    def is_cl_ord_id(self, cl_ord_id: str) -> bool:
        """A client order id has at most 36 characters.

        >>> rules.is_cl_ord_id("a" * 36), rules.is_cl_ord_id("a" * 37)
        (True, False)
        """
        return len(cl_ord_id) <= _MAX_CL_ORD_ID

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
