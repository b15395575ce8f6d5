"""Rulebooks: what was in force at a date, and the contracts of that date.

Rules changed over the years; the functions did not need to be copied for it. A rulebook is a frozen
value of parameters, `Rulebook.at` builds it from dated changes, and the catalogue holds the
contracts and indices under it.
"""

from solvent_spec.rulebook.changes import CHANGES, Change
from solvent_spec.rulebook.parameters import (
    DEFAULT,
    PARAMETERS,
    PRESETS,
    Rulebook,
    instant,
    iso_instant,
    toy_version,
)

__all__ = [
    "CHANGES",
    "DEFAULT",
    "PARAMETERS",
    "PRESETS",
    "Change",
    "Rulebook",
    "instant",
    "iso_instant",
    "toy_version",
]
