"""Testimonies: the sentences of the solvency profile, and what a run says of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from solvent_conformance.judges.violations import Violation
from solvent_spec.vocabulary.messages import Row

SentenceVerdictName: TypeAlias = Literal["held", "broken", "never came up", "not looked at"]
SENTENCE_VERDICTS: Final[tuple[SentenceVerdictName, ...]] = (
    "held", "broken", "never came up", "not looked at",
)  # fmt: skip # one line reads as the list that it is


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """What a run says of one sentence.

    `moments` counts those in which it could have failed, and did not; `missing` is what the venue
    would have to declare, where it was not looked at.
    """

    text: str
    clauses: tuple[str, ...]
    name: SentenceVerdictName
    moments: int = 0
    missing: tuple[str, ...] = ()
    violation: Violation | None = None

    @property
    def reason(self) -> str:
        """The verdict in words."""
        if self.name == "broken" and self.violation is not None:
            told = self.violation.sentence.partition("; not so: ")[2]
            return f"broken by step {self.violation.at + 1}: {told}"
        if self.name == "not looked at":
            return f"not looked at: the venue would have to declare {', '.join(self.missing)}"
        if self.name == "never came up":
            return "never came up: no moment of this run in which it could have failed"
        return f"held in {self.moments} moments in which it could have failed"

    def row(self) -> Row:
        """The verdict as a JSON object."""
        broken = self.violation
        return {
            "sentence": self.text,
            "clauses": list(self.clauses),
            "verdict": self.name,
            "moments": self.moments,
            "missing": list(self.missing),
            "reason": self.reason,
            "money": None if broken is None else broken.money,
            "currency": "" if broken is None else broken.currency,
            "command": "" if broken is None else broken.step.title,
        }


def sentence_of(violation: Violation) -> str:
    """The sentence that a violation says does not hold."""
    return violation.sentence.partition("; not so: ")[0]
