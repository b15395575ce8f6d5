"""Positions: cost, entry, profit and loss, and the prices that show them."""

from __future__ import annotations

from fractions import Fraction

from solvent_spec.clauses import clause
from solvent_spec.fees import FeeRules
from solvent_spec.instruments import Instrument, Payoff
from solvent_spec.units import (
    PRICE_SCALE,
    Contracts,
    Money,
    Price,
    ceil_div,
    floor_div,
    round_half_up_div,
)

_SNAP_GRIDS = (1, 10, 100, 1000)


class PositionRules(FeeRules):
    """How executions become a position and its profit. Chapter: positions."""

    __slots__ = ()

    @clause(
        "POSN-001",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "position.unrealisedCost",
            "position.realisedCost",
            "position.realisedPnl",
            "margin.walletBalance",
        ),
        source="3 of 3 partial closes; -240478.75 becomes -240479, -256596.5 becomes -256596",
    )
    def remaining_cost(self, cost: Money, kept: Contracts, held: Contracts) -> Money:
        """A position that is reduced keeps its cost in proportion, at the nearest minor unit of the
        signed cost, a tie upward.

        What the position gives up is realised, so nothing is lost between the two.

        >>> rules.remaining_cost(-1001, 50, 100)
        -500
        """
        return Money(
            round_half_up_div(cost * kept, held)
            if held > 0
            else round_half_up_div(-cost * kept, -held)
        )

    @clause(
        "POSN-002",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.realisedCost", "position.unrealisedCost", "position.currentCost"),
        source="row of 2019-01-04: short 6, buys 7",
    )
    def closing_cost(self, exec_cost: Money, closed: Contracts, traded: Contracts) -> Money:
        """An execution that turns a position over is split in proportion: one part closes, the rest
        opens.

        The cost of a whole number of lots at one price divides exactly.

        >>> rules.closing_cost(-185_213, 6, 7)
        -158754
        """
        return Money(round_half_up_div(exec_cost * closed, traded))

    @clause(
        "POSN-003",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.unrealisedPnl", "margin.unrealisedPnl", "margin.marginBalance"),
        source="14 of 14 positions",
    )
    def unrealised_pnl(self, mark_value: Money, cost: Money) -> Money:
        """Unrealised profit is the value at the mark less the cost of what is held.

        >>> rules.unrealised_pnl(18_926_000, 18_668_000)
        258000
        """
        return mark_value - cost

    @clause(
        "POSN-004",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=(
            "position.realisedPnl",
            "position.currentComm",
            "margin.walletBalance",
            "margin.realisedPnl",
        ),
        source="14 of 14 positions",
        until="2023-04-11T04:00",
    )
    def realised_pnl(self, realised_cost: Money, commission: Money) -> Money:
        """Realised profit is the realised cost with its sign turned, less all commissions and
        funding.

        From 2023-04-11 at 04:00 on the profit of cross positions was realised at the mark as well,
        every ten minutes; into which columns that went, and whether it ended with the margin model
        of 2024, is not known.

        >>> rules.realised_pnl(-3_697_959, -144_137)
        3842096
        """
        return -realised_cost - commission

    @clause(
        "POSN-005",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.avgEntryPrice", "position.avgCostPrice", "order.avgPx"),
        source=(
            "57 of 57 inverse rows; quanto rows of 2019; ETHUSD rows of 2020 show two decimals, "
            "which the grid of linear contracts does not explain"
        ),
    )
    def average_entry_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """The average entry price is the price at which one lot costs the mean cost of the lots
        held.

        The mean of an inverse contract is floored for a long and ceiled for a short; the raw
        price has four decimals. When the cost is a whole number for each lot, the price snaps to
        the first grid of tick, tick/10, tick/100, tick/1000 whose nearest price costs exactly
        that. The mean of a linear or quanto contract is not rounded to a minor unit first: its
        price is the nearest on a grid of a ten-thousandth of a tick. The result is within half a
        tick, or half of the fourth decimal, of the price that has the rounded mean, and that is
        within one minor unit of the true mean.

        >>> price_text(rules.average_entry_price(XBTUSD, -3 * 28042, 3))
        '3566.1'
        >>> price_text(rules.average_entry_price(XBTUSD, -9919, 1))
        '10081.5'
        """
        lots = abs(self.lots(instrument, qty))
        size = abs(cost)
        if instrument.payoff is not Payoff.INVERSE:
            return self._linear_entry_price(instrument, size, lots)
        unit = floor_div(size, lots) if qty > 0 else ceil_div(size, lots)
        notional = -instrument.multiplier * instrument.lot_size * PRICE_SCALE
        unit = max(unit, 1)
        if size == unit * lots:
            for divisor in _SNAP_GRIDS:
                grid = max(1, floor_div(instrument.tick_size, divisor))
                snapped = Price(round_half_up_div(notional, unit * grid) * grid)
                if snapped > 0 and self.unit_value(instrument, snapped) == unit:
                    return snapped
        places = floor_div(PRICE_SCALE, 10**4)
        return Price(round_half_up_div(notional, unit * places) * places)

    def _linear_entry_price(self, instrument: Instrument, size: Money, lots: int) -> Price:
        """Mean cost of a lot over multiplier and lot, at a ten-thousandth of a tick."""
        grid = max(1, floor_div(instrument.tick_size, 10**4))
        per_price = lots * instrument.lot_size * instrument.multiplier
        return Price(round_half_up_div(size * PRICE_SCALE, per_price * grid) * grid)

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
        within one minor unit of the true one.

        >>> price_text(rules.price_at_loss(XBTUSD, -2_791_300, 100, 2_795_487 - 18_144))
        '1796'
        >>> price_text(rules.price_at_loss(ETHUSD, -1_159_000, -100, 1_160_739 - 22_022))
        '229.75'
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

        >>> rules.pnl_percent(258_000, 18_668_000)
        Fraction(69, 5000)
        """
        if cost == 0:
            return Fraction(0)
        exact = Fraction(pnl * 10**4, abs(cost))
        # Recorded rows show the nearest ten-thousandth, of either sign alike.
        nearest = round_half_up_div(abs(exact.numerator), exact.denominator)
        return Fraction(nearest if pnl >= 0 else -nearest, 10**4)

    @clause(
        "POSN-009",
        level="MUST",
        profile="arithmetic",
        evidence="observed",
        observable=("position.rebalancedPnl", "position.prevRealisedPnl"),
        source="4 of 4 closings",
    )
    def rebalanced_on_close(self, realised: Money, rebalanced: Money) -> tuple[Money, Money]:
        """A position that becomes flat books its realised profit: previous becomes realised plus
        rebalanced, rebalanced becomes minus realised.

        >>> rules.rebalanced_on_close(-286, 212)
        (-74, 286)
        """
        return realised + rebalanced, -realised
