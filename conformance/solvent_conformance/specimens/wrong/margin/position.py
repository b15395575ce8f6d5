"""Venues that are wrong about margin of positions."""

from __future__ import annotations

from collections.abc import Iterable

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import (
    Contracts,
    Money,
    Rate,
    Symbol,
    ceil_mul,
    floor_div,
    trunc_mul,
)


@wrong("MARG-001")
class InitialMarginRoundedDown(Rules):
    """The initial margin of a position is rounded down."""

    def position_initial_margin(self, cost: Money, requirement: Rate) -> Money:
        """Down."""
        return trunc_mul(abs(cost), requirement)


@wrong("MARG-002")
class ReserveOnCostAlone(Rules):
    """A position reserves the closing fee on its cost, not on its margin."""

    def position_commission(self, cost: Money, initial: Money, cross: Money, fee: Rate) -> Money:
        """On the cost."""
        return ceil_mul(abs(cost), fee)


@wrong("MARG-003")
class MarginWithoutReserve(Rules):
    """The margin of a position leaves out the reserved fee."""

    def position_margin(
        self, initial: Money, commission: Money, cross: Money, loss: Money
    ) -> Money:
        """Initial and cross margin."""
        return initial + cross - loss


@wrong("MARG-004")
class MaintenanceWithoutReserve(Rules):
    """Maintenance leaves out the reserved fee."""

    def position_maintenance(
        self, cost: Money, maintenance: Rate, adverse_funding: Rate, commission: Money
    ) -> Money:
        """The rates alone."""
        return super().position_maintenance(cost, maintenance, adverse_funding, Money(0))


@wrong("MARG-032", named="backed short liquidated")
class BackedShortKeepsMaintenance(Rules):
    """A short that holds its whole cost must keep maintenance margin like any other."""

    def is_backed(self, instrument: Instrument, qty: Contracts, cost: Money, margin: Money) -> bool:
        """Never."""
        return False


@wrong("MARG-037")
class ShortOfItsCoinByAUnit(Rules):
    """What rounding leaves of a drawing stays available, and a short a unit short of its cost."""

    def backing_left(
        self, instrument: Instrument, qty: Contracts, cost: Money, margin: Money, left: Money
    ) -> Money:
        """Nothing."""
        return Money(0)


@wrong("MARG-033")
class BackedShortReserves(Rules):
    """A short at one times reserves the fee of closing like any other."""

    def is_spared_reserve(
        self,
        instrument: Instrument,
        qty: Contracts,
        cost: Money,
        requirement: Rate,
        backing: Money,
    ) -> bool:
        """Never."""
        return False


@wrong("MARG-005")
class FundingBurdensReceivers(Rules):
    """The funding rate counts in maintenance also for the side that receives it."""

    def adverse_funding(self, qty: Contracts, rate: Rate) -> Rate:
        """Without sign."""
        return abs(rate)


@wrong("MARG-006", named="unrealised profit withdrawable")
class ProfitNotLocked(Rules):
    """A position locks its margin but not its profit, so the profit can be used and withdrawn."""

    def position_equity(self, position_margin: Money, unrealised: Money) -> Money:
        """Margin less a loss."""
        return position_margin + min(Money(0), unrealised)


@wrong("MARG-012", named="isolated margin lent to another position")
class PositionMarginLent(Rules):
    """What one position locks is available to every other."""

    def available_margin(
        self, margin_balance: Money, order_margin: Money, position_equity: Money
    ) -> Money:
        """The balance less what orders lock."""
        return margin_balance - order_margin


@wrong("MARG-013")
class LockedMarginWithdrawable(Rules):
    """The whole wallet may be withdrawn, whatever it backs."""

    def withdrawable_margin(self, available: Money, wallet: Money) -> Money:
        """The wallet."""
        return max(Money(0), wallet)


@wrong("MARG-014")
class DrawsHalfOfItsLoss(Rules):
    """A cross position draws half of what it lacks."""

    def cross_margin(self, loss: Money, unrealised: Money, held: Money, available: Money) -> Money:
        """Half, rounded up, each time."""
        whole = super().cross_margin(loss, unrealised, held, available)
        return whole - Money(floor_div(whole - held, 2)) if whole > held else whole


@wrong("MARG-035")
class HalfGoesBack(Rules):
    """Of what a cross position does not need any more a half goes back."""

    def cross_after_recovery(self, held: Money, need: Money) -> Money:
        """Half way."""
        return need + Money(floor_div(held - need, 2))


@wrong("MARG-036")
class LastContractMarkedFirst(Rules):
    """Contracts that one instant marks are marked in the reverse order of the setup."""

    def marking_order(self, symbols: Iterable[Symbol]) -> tuple[Symbol, ...]:
        """Backwards."""
        return tuple(reversed(super().marking_order(symbols)))


@wrong("MARG-015")
class ExtraMarginKeptWhole(Rules):
    """An isolated position that is reduced keeps all its extra margin."""

    def cross_after_reduction(self, cross: Money, kept: Contracts, held: Contracts) -> Money:
        """All of it."""
        return cross


@wrong("MARG-019")
class LeverageIgnored(Rules):
    """An isolated position needs the initial margin of its tier, whatever its leverage."""

    def initial_requirement(self, leverage: Rate, tier_initial: Rate) -> Rate:
        """The tier's."""
        return tier_initial


@wrong("MARG-020")
class LeverageBeyondTheTier(Rules):
    """Any leverage up to a hundred is accepted, also where the tier allows less."""

    def may_set_leverage(self, leverage: Rate, tier_initial: Rate) -> bool:
        """To a hundred."""
        return leverage == 0 or Rate(1, 100) <= leverage <= 100


@wrong("MARG-021")
class AddedMarginStuck(Rules):
    """Margin that was moved into an isolated position cannot be moved out again."""

    def may_transfer(self, money: Money, available: Money, margin: Money, initial: Money) -> bool:
        """In, and never out."""
        return money > 0 and super().may_transfer(money, available, margin, initial)


@wrong("MARG-034")
class LossNotKept(Rules):
    """Margin that covers an unrealised loss may be moved out of an isolated position."""

    def may_take_out(self, money: Money, equity: Money, initial: Money, maintenance: Money) -> bool:
        """Whatever its equity."""
        return True
