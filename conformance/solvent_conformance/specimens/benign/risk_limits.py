"""Venues that chose another of what a clause about risk limits permits."""

from __future__ import annotations

from solvent_conformance.specimens.registry import benign
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Money


@benign
class TiersToAWholeMargin(Rules):
    """A risk limit may be as high as the tier whose initial margin rate is one."""

    def is_within_tiers(self, instrument: Instrument, risk_limit: Money) -> bool:
        """By the rate alone."""
        steps = self.risk_steps(instrument, risk_limit)
        return self.tier_initial_margin(instrument, steps) <= 1


@benign
class LimitsBetweenSteps(Rules):
    """A risk limit may be any from the base limit on."""

    def may_set_risk_limit(
        self, instrument: Instrument, risk_limit: Money, risk_value: Money
    ) -> bool:
        """On a step or not."""
        return risk_limit >= instrument.risk_limit and self.fits_risk_limit(risk_value, risk_limit)


@benign
class LimitItselfIsBeyond(Rules):
    """A value at risk that is exactly the risk limit is beyond it."""

    def fits_risk_limit(self, risk_value: Money, risk_limit: Money) -> bool:
        """Less alone."""
        return risk_value < risk_limit
