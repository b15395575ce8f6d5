"""What a contract is, and what a quantity of it is worth."""

from __future__ import annotations

from solvent_spec.rules.instruments.grids import GridRules
from solvent_spec.rules.instruments.notionals import NotionalRules
from solvent_spec.rules.instruments.terms import TermRules
from solvent_spec.rules.instruments.values import ValueRules


class InstrumentRules(TermRules, NotionalRules, GridRules, ValueRules):
    """What a contract is, and what a quantity of it is worth. Chapter: instruments."""

    __slots__ = ()
