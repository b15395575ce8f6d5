"""Venues that are wrong about positions."""

from __future__ import annotations

from fractions import Fraction

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument, Payoff
from solvent_spec.vocabulary.units import (
    PRICE_SCALE,
    Contracts,
    Money,
    Price,
    Rate,
    floor_div,
    round_half_up_div,
)


@wrong("POSN-001", named="average entry drift after partial close")
class EntryDrifts(Rules):
    """What is left of a position costs a rounded mean times the contracts left."""

    def remaining_cost(self, cost: Money, kept: Contracts, held: Contracts) -> Money:
        """The mean is floored first."""
        return Money(floor_div(cost, abs(held)) * abs(kept))


@wrong("POSN-002")
class FlipClosesWithAll(Rules):
    """An execution that turns a position over realises all of its cost."""

    def closing_cost(self, exec_cost: Money, closed: Contracts, traded: Contracts) -> Money:
        """The whole."""
        return exec_cost


@wrong("POSN-003")
class ProfitTurned(Rules):
    """Unrealised profit is cost less value."""

    def unrealised_pnl(self, mark_value: Money, cost: Money) -> Money:
        """With the other sign."""
        return cost - mark_value


@wrong("POSN-004")
class ProfitBeforeFees(Rules):
    """Realised profit is shown before commissions."""

    def realised_pnl(self, realised_cost: Money, commission: Money) -> Money:
        """Without commissions."""
        return -realised_cost


@wrong("POSN-005")
class EntryOnTick(Rules):
    """The average entry price is rounded to the tick."""

    def average_entry_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """Down to a tick."""
        price = super().average_entry_price(instrument, cost, qty)
        return price - price % instrument.tick_size


@wrong("POSN-005")
class MeanOfLinearContractsInFull(Rules):
    """The average entry of a linear or quanto contract is made from its mean cost in full."""

    def average_entry_price(self, instrument: Instrument, cost: Money, qty: Contracts) -> Price:
        """At ten decimals."""
        if instrument.payoff is Payoff.INVERSE:
            return super().average_entry_price(instrument, cost, qty)
        lots = abs(self.lots(instrument, qty)) * instrument.lot_size
        return Price(round_half_up_div(abs(cost) * PRICE_SCALE, lots * instrument.multiplier))


@wrong("POSN-006")
class LossPriceBeyond(Rules):
    """The price at which a loss is reached is rounded away from the entry."""

    def price_at_loss(
        self, instrument: Instrument, cost: Money, qty: Contracts, loss: Money
    ) -> Price:
        """A tick further."""
        price = super().price_at_loss(instrument, cost, qty, loss)
        if qty < 0:
            return price + instrument.tick_size
        return max(price - instrument.tick_size, instrument.tick_size)


@wrong("POSN-007")
class BreakEvenAtEntry(Rules):
    """The break-even price leaves out what was realised."""

    def break_even_price(
        self, instrument: Instrument, cost: Money, qty: Contracts, realised: Money
    ) -> Price:
        """Where nothing is lost on what is held."""
        return super().break_even_price(instrument, cost, qty, Money(0))


@wrong("POSN-008")
class ProfitRateInPercents(Rules):
    """The profit rate of a position is floored to whole percents."""

    def pnl_percent(self, pnl: Money, cost: Money) -> Fraction:
        """Two decimals."""
        return Fraction(floor_div(pnl * 100, abs(cost)), 100) if cost else Fraction(0)


@wrong("POSN-009")
class ProfitNotBooked(Rules):
    """A position that becomes flat does not book its profit."""

    def rebalanced_on_close(self, realised: Money, rebalanced: Money) -> tuple[Money, Money]:
        """Nothing moves."""
        return Money(0), rebalanced


@wrong("POSN-011")
class CurrentCostOfWhatIsHeld(Rules):
    """The current cost leaves out what was realised."""

    def current_cost(self, realised_cost: Money, unrealised_cost: Money) -> Money:
        """The unrealised part."""
        return unrealised_cost


@wrong("POSN-012")
class ReturnWithoutLeverage(Rules):
    """The return on equity is the profit rate, whatever the leverage."""

    def return_on_equity(self, pnl: Money, cost: Money, requirement: Rate) -> Fraction:
        """As with a requirement of one."""
        return super().return_on_equity(pnl, cost, Rate(1))


@wrong("POSN-013")
class AddedMarginTurnsOver(Rules):
    """Added margin stays with a position that is turned over."""

    def margin_after_turn(self, margin: Money) -> Money:
        """All of it."""
        return margin
