"""Impact prices: what a notional would pay in the book."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.rules.units import UnitRules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import (
    PRICE_SCALE,
    Contracts,
    Millis,
    Money,
    Price,
    floor_div,
    round_half_up_div,
)

_MONEY_OF_ONE = {"XBt": 10**8, "USDt": 10**6, "Gwei": 10**9}


class ImpactRules(InstrumentRules, UnitRules):
    """The prices at which a notional would be filled now."""

    __slots__ = ()

    @clause(
        "MARK-005",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.impactBidPrice", "instrument.impactAskPrice"),
        source=(
            "fair price marking page: 10 XBT at 1 %, 2.5 at 4 %, 1 at 10 %; doubled on 2020-12-16"
        ),
    )
    def impact_notional(self, instrument: Instrument, coin: Price | None = None) -> Money:
        """The impact notional is a tenth of an XBT over the initial margin rate, and a fifth of one
        from 2020-12-16T01:00 on.

        At 1 % that was 10 XBT, then 20. `coin` is what an XBT costs in a settlement currency
        other than XBT (MARK-014).

        >>> rules.impact_notional(XBTUSD)
        1000000000
        >>> Rules(Rulebook.at("2021-01-01")).impact_notional(XBTUSD)
        2000000000
        """
        one = self.impact_coin(instrument, coin)
        exact = one * self.book.impact_notional_factor / instrument.init_margin
        return Money(floor_div(exact.numerator, exact.denominator))

    @clause(
        "MARK-014",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("instrument.impactBidPrice", "instrument.impactAskPrice"),
        alternatives=("what an XBT is worth", "a coin of its own"),
        source=(
            "the page speaks of XBT. Row of JTOUSDT of 2024-03-02: a bid at 2.466, impact bid"
            " 0.0276; a single lot is worth 24 USDT, so a fifth of a USDT over 10 % is no notional"
        ),
    )
    def impact_coin(self, instrument: Instrument, coin: Price | None) -> Money:
        """For a contract that settles in another currency, the XBT of the impact notional is what
        an XBT is worth in that currency, at the index of a contract on XBT that settles in it.

        With an XBT at 40,000 USDT, the XBT is 40,000 USDT. A venue may take one whole coin of
        the settlement currency, a single USDT. It is that, too, while no contract on XBT in that
        currency has an index.

        >>> rules.impact_coin(XBTUSDT, price_of("40000")), rules.impact_coin(XBTUSDT, None)
        (40000000000, 1000000)
        """
        own = _MONEY_OF_ONE[instrument.settl_currency]
        worth = self.policy("MARK-014", "what an XBT is worth") == "what an XBT is worth"
        if instrument.settl_currency == "XBt" or coin is None or not worth:
            return Money(own)
        return Money(floor_div(own * coin, PRICE_SCALE))

    @clause(
        "MARK-006",
        level="MUST",
        profile="margin",
        evidence="official",
        observable=("instrument.impactBidPrice", "instrument.impactAskPrice"),
        source="fair price marking page; published rows have up to four decimals",
    )
    def impact_price(
        self,
        instrument: Instrument,
        levels: Iterable[tuple[Price, Contracts]],
        *,
        thin_price: Price | None,
        coin: Price | None = None,
    ) -> Price:
        """The impact price is the mean price of trading the impact notional, each level weighed by
        its value.

        Levels come best first. What the book lacks counts at `thin_price`, or at the last level
        when that is None. The result is the nearest of the mark's grid or of four decimals,
        whichever is finer.

        >>> bids = [(price_of("100"), 500), (price_of("50"), 10**9)]
        >>> price_text(rules.impact_price(XBTUSD, bids, thin_price=0))
        '75'
        """
        wanted = self.impact_notional(instrument, coin)
        missing = int(wanted)
        weighed = 0
        last = Price(0)
        for price, qty in levels:
            value = min(
                int(self.unit_value(instrument, price)) * self.lots(instrument, qty), missing
            )
            weighed += value * price
            missing -= value
            last = price
            if missing == 0:
                break
        weighed += missing * (last if thin_price is None else thin_price)
        grid = min(instrument.min_tick, floor_div(PRICE_SCALE, 10**4))
        return Price(self.nearest_step(weighed, wanted * grid) * grid)

    @clause(
        "MARK-007",
        level="MUST",
        profile="margin",
        evidence="decided",
        observable=("instrument.impactBidPrice", "instrument.impactAskPrice"),
        alternatives=("zero and cap", "last level"),
        source="one row of 2024 fits zero and the cap; no text",
    )
    def thin_book_price(self, instrument: Instrument, *, bids: bool) -> Price | None:
        """Impact notional that the book lacks counts at zero for bids and at the price cap for
        offers.

        The spread of such a book is so wide that it never counts as liquid, so no mark follows it.

        >>> rules.thin_book_price(XBTUSD, bids=True)
        0
        """
        if self.policy("MARK-007", "zero and cap") == "last level":
            return None
        return Price(0) if bids else instrument.max_price

    @clause(
        "MARK-008",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.impactMidPrice",),
        source="150 rows: nearest half tick to 2023-06-30, floor from 2023-09-29; a tie falls",
    )
    def impact_mid_price(self, instrument: Instrument, bid: Price, ask: Price) -> Price:
        """The impact mid is the mean of impact bid and ask on the grid of half ticks: to 2023 the
        nearest, a tie downward, and from 2023-09-29 on the lower.

        The last row of the nearest is of 2023-06-30; what was done in the summer between is not
        known, and the nearest is taken until the first row of the lower.

        >>> bid, ask = price_of("3842.1"), price_of("3842.6")
        >>> price_text(rules.impact_mid_price(XBTUSD, bid, ask))
        '3842.25'
        >>> price_text(rules.impact_mid_price(XBTUSD, price_of("3842.3"), ask))
        '3842.5'
        >>> late = Rules(Rulebook.at("2024-01-01"))
        >>> price_text(late.impact_mid_price(XBTUSD, price_of("3842.3"), ask))
        '3842.25'
        """
        total = bid + ask
        if self.book.impact_mid_rounding == "floor":
            halves = floor_div(total, instrument.tick_size)
        else:
            halves = -round_half_up_div(-total, instrument.tick_size)
        return Price(floor_div(halves * instrument.tick_size, 2))

    @clause(
        "MARK-009",
        level="MUST",
        profile="margin",
        evidence="observed",
        observable=("instrument.hasLiquidity",),
        source="163 stored and 14 later rows; equality never seen",
    )
    def has_liquidity(self, instrument: Instrument, bid: Price, ask: Price, mid: Price) -> bool:
        """A book is liquid when its impact spread over its impact mid is below the maintenance
        margin rate.

        With 0.5 % maintenance margin and a mid of 10,000 a spread of 40 is liquid, one of 50 is
        not.

        >>> mid = price_of("10000")
        >>> rules.has_liquidity(XBTUSD, price_of("9980"), price_of("10020"), mid)
        True
        >>> rules.has_liquidity(XBTUSD, price_of("9975"), price_of("10025"), mid)
        False
        """
        return mid > 0 and Fraction(ask - bid, mid) < instrument.maint_margin

    def minute_floor(self, now: Millis) -> Millis:
        """The instant of the last whole minute."""
        return now - now % self.book.mark_interval
