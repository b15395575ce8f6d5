"""Venues that are wrong about which executions an account can carry."""

from __future__ import annotations

from solvent_conformance.specimens.registry import wrong
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


@wrong("MARG-022")
class UncoveredExecution(Rules):
    """An execution happens although its account cannot cover it."""

    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """Always."""
        return True


@wrong("MARG-022")
class UnpaidExecution(Rules):
    """An execution happens although its account cannot pay for it."""

    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """Unless it leads into liquidation."""
        return reduces or equity >= maintenance


@wrong("MARG-022", named="reducing needs available margin")
class ReducingNeedsAvailable(Rules):
    """An execution that only reduces needs available margin, which the account's orders lock."""

    def may_execute(
        self,
        before: Money,
        after: Money,
        unbound: Money,
        equity: Money,
        maintenance: Money,
        *,
        reduces: bool,
    ) -> bool:
        """Like any other."""
        permitted = super().may_execute(
            before, after, unbound, equity, maintenance, reduces=reduces
        )
        return permitted and (after >= 0 or after >= before)
