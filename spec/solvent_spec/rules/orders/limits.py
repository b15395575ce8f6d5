"""Limits: what an account may have open, and how far a price may stray."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.chapter import Chapter
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Millis, Price, ceil_div, floor_div, round_half_up_div


class OrderLimitRules(Chapter):
    """Which orders are refused for what else is there."""

    __slots__ = ()

    @clause(
        "ORDR-003",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Instrument expired', 'Instrument not listed for trading yet'",
    )
    def not_trading(self, instrument: Instrument, now: Millis) -> Reject | None:
        """An order is refused before its instrument is listed and from its expiry on.

        >>> rules.not_trading(XBTM19, instant("2019-06-28T12:00"))
        <Reject.EXPIRED: 'Instrument expired'>
        """
        if now < instrument.listing:
            return Reject.NOT_LISTED
        expired = instrument.expiry is not None and now >= instrument.expiry
        return Reject.EXPIRED if expired else None

    @clause(
        "ORDR-009",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="'Duplicate clOrdID'",
    )
    def duplicate_cl_ord_id(self, *, duplicate: bool) -> Reject | None:
        """A client order id that the account has used on an order before is refused.

        A client that hears nothing can send again and never trades twice.

        >>> rules.duplicate_cl_ord_id(duplicate=True)
        <Reject.DUPLICATE_CL_ORD_ID: 'Duplicate clOrdID'>
        """
        return Reject.DUPLICATE_CL_ORD_ID if duplicate else None

    @clause(
        "ORDR-010",
        level="MUST",
        profile="trading",
        evidence="official",
        observable=("order.error",),
        source="announcement of 2017-12-11: 200 open and 10 stop orders a contract and account",
        since="2017-12-11",
    )
    def too_many_orders(
        self, open_orders: int, stop_orders: int, *, is_stop: bool
    ) -> Reject | None:
        """An account has at most 200 open orders and 10 waiting stop orders in a contract.

        The toy rulebook has 6 and 2 (`max_open_orders`, `max_stop_orders`). A stop that waits
        is counted among the stops alone.

        >>> rules.too_many_orders(200, 0, is_stop=False)
        <Reject.TOO_MANY_OPEN_ORDERS: 'Too many open orders'>
        >>> rules.too_many_orders(200, 9, is_stop=True) is None
        True
        >>> toy = Rules(Rulebook.named("TOY"))
        >>> [toy.too_many_orders(n, 0, is_stop=False) is None for n in (5, 6)]
        [True, False]
        """
        if is_stop:
            return Reject.TOO_MANY_STOP_ORDERS if stop_orders >= self.book.max_stop_orders else None
        return Reject.TOO_MANY_OPEN_ORDERS if open_orders >= self.book.max_open_orders else None

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
