"""Figures of mutants: how many were killed and by what, and which were not."""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from solvent_conformance.strength.mutants.equivalents import Equivalent
from solvent_conformance.strength.mutants.operators import OPERATORS
from solvent_conformance.strength.mutants.sites import Site
from solvent_conformance.strength.mutants.trial import MutantTrial
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import floor_div

THRESHOLD: Final = 95
"""Percent of the mutants that are not equivalent which have to be killed."""

ENDS: Final = {
    "violation": "killed by violation",
    "failure": "killed by failure",
    "survived": "survived",
    "equivalent": "equivalent",
}
"""Each end of a mutant, and how it is told."""


@dataclass(frozen=True, slots=True)
class MutantFigures:
    """What the trials of one draw say together. `stale` are entries of the list that name none."""

    seed: int
    trials: tuple[MutantTrial, ...]
    stale: tuple[Equivalent, ...] = ()

    @property
    def ends(self) -> Counter[str]:
        """How many ended in which way."""
        return Counter(trial.end for trial in self.trials)

    @property
    def survivors(self) -> tuple[MutantTrial, ...]:
        """Those in which nothing was found."""
        return tuple(trial for trial in self.trials if trial.end == "survived")

    @property
    def judged(self) -> int:
        """How many were tried: all but the equivalent ones."""
        return len(self.trials) - self.ends["equivalent"]

    @property
    def share(self) -> Fraction:
        """What part of the tried ones was killed; all of none."""
        if not self.judged:
            return Fraction(1)
        return Fraction(self.judged - len(self.survivors), self.judged)

    @property
    def is_enough(self) -> bool:
        """Whether enough were killed."""
        return 100 * self.share >= THRESHOLD

    @property
    def percent(self) -> str:
        """The share in percent, one decimal, rounded down."""
        whole, tenth = divmod(floor_div(1000 * self.share.numerator, self.share.denominator), 10)
        return f"{whole}.{tenth} %"

    def of_operator(self, operator: str) -> Counter[str]:
        """How many mutants of an operator ended in which way."""
        return Counter(trial.end for trial in self.trials if trial.site.operator == operator)

    def rerun(self, site: Site) -> str:
        """The command line that tries one mutant again."""
        return f"solvent strength --mutant {shlex.quote(site.identity)} --seed {self.seed}"

    def row(self) -> Row:
        """All of it as a JSON object: the same for the same seed, so no times are in it."""
        return {
            "format": 1,
            "seed": self.seed,
            "mutants": [self._row(trial) for trial in self.trials],
            "ends": {end: self.ends[end] for end in ENDS},
            "operators": {
                name: {end: self.of_operator(name)[end] for end in ENDS} for name in OPERATORS
            },
            "killed_percent": self.percent,
            "threshold_percent": THRESHOLD,
            "stale": [":".join(one.key) for one in self.stale],
        }

    def _row(self, trial: MutantTrial) -> Row:
        site = trial.site
        return {
            "mutant": site.identity,
            "line": site.line,
            "before": site.before,
            "after": site.after,
            "end": trial.end,
            "told": trial.told,
            "commands": trial.commands,
        }
