"""The price at which every position is valued."""

from __future__ import annotations

from solvent_spec.rules.mark.basis import BasisRules
from solvent_spec.rules.mark.impact import ImpactRules
from solvent_spec.rules.mark.prices import MarkPriceRules


class MarkRules(MarkPriceRules, BasisRules, ImpactRules):
    """The price at which every position is valued. Chapter: mark."""

    __slots__ = ()
