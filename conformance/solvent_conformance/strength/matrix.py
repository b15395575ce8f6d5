"""Strength: how well the suite tells wrong venues from right ones, and how soon."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from solvent_conformance.specimens.registry import Specimen
from solvent_conformance.strength.trials import Trial
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row


@dataclass(frozen=True, slots=True)
class Strength:
    """What all trials say together."""

    trials: tuple[Trial, ...]

    def of(self, specimen: Specimen) -> list[Trial]:
        """The trials of one venue."""
        return [t for t in self.trials if t.specimen.name == specimen.name]

    @property
    def specimens(self) -> list[Specimen]:
        """The venues, each once."""
        return list({t.specimen.name: t.specimen for t in self.trials}.values())

    def is_caught(self, specimen: Specimen) -> bool:
        """Whether a wrong venue was caught with every seed."""
        return all(t.caught for t in self.of(specimen))

    def proves(self, specimen: Specimen) -> bool:
        """Whether it was caught with every seed by a check that names its clause."""
        return specimen.is_wrong and all(t.cited for t in self.of(specimen))

    @property
    def proved(self) -> tuple[str, ...]:
        """The clauses whose wrong venues were caught by checks that name them."""
        return tuple(sorted({s.clause for s in self.specimens if self.proves(s)}))

    @property
    def unproved(self) -> tuple[str, ...]:
        """The MUST clauses without such a venue."""
        proved = set(self.proved)
        return tuple(c.id for c in CLAUSES.values() if c.level == "MUST" and c.id not in proved)

    @property
    def missed(self) -> list[Specimen]:
        """Wrong venues that some seed did not catch."""
        return [s for s in self.specimens if s.is_wrong and not self.is_caught(s)]

    @property
    def false_alarms(self) -> list[Trial]:
        """Trials of benign venues in which something was found."""
        return [t for t in self.trials if not t.specimen.is_wrong and t.caught]

    @property
    def median_seconds(self) -> float:
        """The median time to catch a wrong venue."""
        times = [t.seconds for t in self.trials if t.specimen.is_wrong and t.caught]
        return median(times) if times else 0.0

    def row(self) -> Row:
        """All of it as a JSON object; times are texts, since JSON here has no floats."""
        return {
            "format": 1,
            "seeds": sorted({t.seed for t in self.trials}),
            "venues": [self.venue_row(s) for s in self.specimens],
            "proved": list(self.proved),
            "unproved": list(self.unproved),
            "missed": [s.name for s in self.missed],
            "false_alarms": [
                {"venue": t.specimen.name, "seed": t.seed, "found": t.crashed or _told(t)}
                for t in self.false_alarms
            ],
            "median_seconds": f"{self.median_seconds:.2f}",
        }

    def venue_row(self, specimen: Specimen) -> Row:
        """One venue's row of the matrix."""
        mine = self.of(specimen)
        return {
            "venue": specimen.name,
            "clause": specimen.clause or None,
            "caught": sum(t.caught for t in mine),
            "cited": sum(t.cited for t in mine),
            "tried": len(mine),
            "median_commands": int(median(t.commands for t in mine)),
            "median_seconds": f"{median(t.seconds for t in mine):.2f}",
            "slowest_seconds": f"{max(t.seconds for t in mine):.2f}",
            "found": [_told(t) for t in mine[:1]],
        }


def _told(trial: Trial) -> str:
    if trial.violation is None:
        return trial.crashed or "nothing"
    return f"{trial.violation.judge}: {trial.violation.sentence}"
