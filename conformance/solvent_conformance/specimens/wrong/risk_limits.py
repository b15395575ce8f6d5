"""Venues that are wrong about risk limits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Currency, Money, Rate, floor_div


@wrong("RISK-001", named="risk step off by one")
class StepTooMany(Rules):
    """A risk limit above the base counts one step too many."""

    def risk_steps(self, instrument: Instrument, risk_limit: Money) -> int:
        """One more."""
        steps = super().risk_steps(instrument, risk_limit)
        return steps + 1 if steps else 0


@wrong("RISK-002")
class InitialStepsByInitial(Rules):
    """Each step adds the initial margin rate again, not the maintenance rate."""

    def tier_initial_margin(self, instrument: Instrument, steps: int) -> Rate:
        """Multiples of the base rate."""
        return instrument.init_margin * (1 + steps)


@wrong("RISK-003")
class MaintenanceStays(Rules):
    """The maintenance margin rate is the same in every tier."""

    def tier_maintenance_margin(self, instrument: Instrument, steps: int) -> Rate:
        """The base rate."""
        return instrument.maint_margin


@wrong("RISK-004")
class OrdersCarryNoRisk(Rules):
    """The value at risk leaves out open orders."""

    def risk_value(self, mark_value: Money, gross_open_cost: Money) -> Money:
        """The position's."""
        return abs(mark_value)


@wrong("RISK-005")
class RiskLimitBelowTheRisk(Rules):
    """A risk limit is accepted that position and orders exceed."""

    def may_set_risk_limit(
        self, instrument: Instrument, risk_limit: Money, risk_value: Money
    ) -> bool:
        """Whatever the account holds."""
        return super().may_set_risk_limit(instrument, risk_limit, Money(0))


@wrong("RISK-007")
class RiskInWholeCoins(Rules):
    """The value at risk and the limit are compared in whole coins."""

    def fits_risk_limit(self, risk_value: Money, risk_limit: Money) -> bool:
        """Without the fraction."""
        coin = self.minor_units(Currency("XBt"))
        return floor_div(risk_value, coin) <= floor_div(risk_limit, coin)


@wrong("RISK-006", named="no highest tier")
class TiersWithoutEnd(Rules):
    """A risk limit may be as high as it is asked for."""

    def is_within_tiers(self, instrument: Instrument, risk_limit: Money) -> bool:
        """Always."""
        return True
