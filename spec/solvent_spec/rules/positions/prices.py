"""Prices of a position: entry, break even, and the one at which a loss is reached."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.instruments import InstrumentRules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import (
    PRICE_SCALE,
    Contracts,
    Money,
    Price,
    Rate,
    ceil_div,
    floor_div,
    round_half_away_div,
    round_half_up_div,
)

_SNAP_GRIDS = (1, 10, 100, 1000)


class PositionPriceRules(InstrumentRules):
    """The prices and percentages that a position shows."""

    __slots__ = ()

    @clause(
        "POSN-005",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.avgEntryPrice", "position.avgCostPrice", "order.avgPx"),
        source=(
            "57 of 57 inverse rows; ETHUSD of 2020-05-31: 131 at 2665575, which is 20347.90 for "
            "each, show 203.48; a floored mean is 203.47, four decimals are 203.479, the nearest "
            "tick is 203.5; the nearest mean would do as well"
        ),
    )
    def average_entry_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """The average entry price is the price at which one lot costs the mean cost of the lots
        held.

        The mean is a whole number of minor units, rounded upward with the sign of the cost: its
        size is floored for an inverse long or a linear short, ceiled for an inverse short or a
        linear long, and never below one. A quanto contract is valued as a linear one, and its
        price is the one at which a lot costs that. The raw price of an inverse contract has four
        decimals. When its cost is a whole number for each lot, the price snaps to the first grid
        of tick, tick/10, tick/100, tick/1000 whose nearest price costs exactly that. The result
        is within half a tick, or half of the fourth decimal, of the price that has the rounded
        mean, and that is within one minor unit of the true mean.

        >>> price_text(rules.average_entry_price(XBTUSD, -3 * 28042, 3))
        '3566.1'
        >>> price_text(rules.average_entry_price(XBTUSD, -9919, 1))
        '10081.5'
        >>> price_text(rules.average_entry_price(ETHUSD, 2_665_575, 131))
        '203.48'
        """
        lots = abs(self.lots(instrument, qty))
        unit = max(abs(ceil_div(cost, lots)), 1)
        if instrument.payoff is not Payoff.INVERSE:
            per_price = instrument.lot_size * instrument.multiplier
            return Price(round_half_up_div(unit * PRICE_SCALE, per_price))
        notional = -instrument.multiplier * instrument.lot_size * PRICE_SCALE
        if abs(cost) == unit * lots:
            for divisor in _SNAP_GRIDS:
                grid = max(1, floor_div(instrument.tick_size, divisor))
                snapped = Price(round_half_up_div(notional, unit * grid) * grid)
                if snapped > 0 and self.unit_value(instrument, snapped) == unit:
                    return snapped
        places = floor_div(PRICE_SCALE, 10**4)
        return Price(round_half_up_div(notional, unit * places) * places)

    @clause(
        "POSN-006",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "position.liquidationPrice",
            "position.bankruptPrice",
            "position.breakEvenPrice",
        ),
        source="10 of 10 isolated positions, 38 of 38 break-even prices",
    )
    def price_at_loss(
        self, instrument: Instrument, cost: Money, qty: Contracts, loss: Money
    ) -> Price:
        """The price at which a position has lost a given amount is rounded to the tick toward its
        entry.

        For an inverse contract the value of a lot is rounded first: down for a long, up for a
        short, and never below one minor unit. Then the price goes up to the tick for a long
        and down to it for a short, so that closing there loses no more than the amount. The
        result is within one tick of the price at the rounded value of a lot, and that value
        within one minor unit of the true one. An amount that is lost at no price, as that of a
        short backed coin for coin, has the price at which a lot is worth one minor unit, however
        far beyond the contract's maximum, and never one below a tick; from 2024-01-01 on it shows
        the maximum at most (`exhausted_price_is_cap`).

        >>> price_text(rules.price_at_loss(XBTUSD, -2_791_300, 100, 2_795_487 - 18_144))
        '1796'
        >>> price_text(rules.price_at_loss(ETHUSD, -1_159_000, -100, 1_160_739 - 22_022))
        '229.75'
        >>> price_text(rules.price_at_loss(XBTUSD, 18_668_000, -2000, 18_668_000))
        '100000000'
        """
        lots = abs(self.lots(instrument, qty))
        long = qty > 0
        size = abs(cost)
        if instrument.payoff is Payoff.INVERSE:
            unit = self.unit_at_loss(instrument, cost, qty, loss)
            numerator: int = -instrument.multiplier * instrument.lot_size * PRICE_SCALE
            denominator: int = unit * instrument.tick_size
        else:
            numerator = max(0, (size - loss) if long else (size + loss)) * PRICE_SCALE
            denominator = lots * instrument.lot_size * instrument.multiplier * instrument.tick_size
        ticks = ceil_div(numerator, denominator) if long else floor_div(numerator, denominator)
        price = Price(max(ticks, 1) * instrument.tick_size)
        return min(price, instrument.max_price) if self.book.exhausted_price_is_cap else price

    def unit_at_loss(
        self, instrument: Instrument, cost: Money, qty: Contracts, loss: Money
    ) -> Money:
        """The value of a lot at which a position has lost an amount, in whole minor units.

        It is rounded so that closing there loses no more than the amount, and is never below
        one: what a short inverse position can lose ends there.
        """
        lots = abs(self.lots(instrument, qty))
        if (qty > 0) == (instrument.payoff is Payoff.INVERSE):
            return max(Money(1), Money(floor_div(abs(cost) + loss, lots)))
        return max(Money(1), Money(ceil_div(abs(cost) - loss, lots)))

    def price_of_unit(
        self, instrument: Instrument, unit: Money, *, long: bool, grid: Price
    ) -> Price:
        """The price on a grid at which a lot is worth `unit`, rounded up for a long, down for a
        short: a lot is then worth `unit` or what is better for the one who closes.
        """
        per_price = abs(instrument.multiplier) * instrument.lot_size
        if instrument.payoff is Payoff.INVERSE:
            numerator, denominator = int(per_price * PRICE_SCALE), int(unit) * int(grid)
        else:
            numerator, denominator = int(unit) * PRICE_SCALE, int(per_price) * int(grid)
        steps = ceil_div(numerator, denominator) if long else floor_div(numerator, denominator)
        return Price(max(steps, 1) * grid)

    @clause(
        "POSN-007",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.breakEvenPrice",),
        source="38 of 38 rows",
    )
    def break_even_price(
        self, instrument: Instrument, cost: Money, qty: Contracts, realised: Money
    ) -> Price:
        """The break-even price is where the unrealised loss equals what was realised since the
        position was flat.

        No fee of closing is counted.

        >>> price_text(rules.break_even_price(XBTUSD, -2_791_300, 100, 697))
        '3582'
        """
        return self.price_at_loss(instrument, cost, qty, realised)

    @clause(
        "POSN-008",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.unrealisedPnlPcnt", "position.unrealisedRoePcnt"),
        source="14 of 14 positions",
    )
    def pnl_percent(self, pnl: Money, cost: Money) -> Fraction:
        """The profit rate of a position is its unrealised profit over its absolute cost, at four
        decimals.

        The nearest, and of two equally near the one farther from zero.

        >>> rules.pnl_percent(258_000, 18_668_000)
        Fraction(69, 5000)
        >>> rules.pnl_percent(1, 20_000), rules.pnl_percent(-1, 20_000)
        (Fraction(1, 10000), Fraction(-1, 10000))
        """
        if cost == 0:
            return Fraction(0)
        exact = Fraction(pnl * 10**4, abs(cost))
        # Recorded rows show the nearest ten-thousandth, of either sign alike.
        nearest = round_half_up_div(abs(exact.numerator), exact.denominator)
        return Fraction(nearest if pnl >= 0 else -nearest, 10**4)

    @clause(
        "POSN-012",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.unrealisedRoePcnt",),
        source="14 of 14 positions",
    )
    def return_on_equity(self, pnl: Money, cost: Money, requirement: Rate) -> Fraction:
        """The return on equity of a position is its unrealised profit over its cost, times one over
        its initial margin requirement, at four decimals.

        A profit of 1 % at five times leverage is a return of 5 %. It is the nearest, and of two
        equally near the one farther from zero.

        >>> rules.return_on_equity(1, 100, Fraction(1, 5))
        Fraction(1, 20)
        >>> rules.return_on_equity(-1, 100_000, Fraction(1, 5))
        Fraction(-1, 10000)
        """
        if cost == 0:
            return Fraction(0)
        exact = Fraction(pnl, abs(cost)) / requirement
        return Fraction(round_half_away_div(exact.numerator * 10**4, exact.denominator), 10**4)
