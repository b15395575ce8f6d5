"""Testimony: what a venue says of itself, held against itself and against no other.

This is the judge of the solvency profile: no formula, no reference, whatever margin an engine
asks for. A sentence is looked at where everything that it needs is declared.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from solvent_conformance.judges.breakdowns import breakdown
from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.profile import SENTENCES
from solvent_conformance.judges.sentences import Sentence
from solvent_conformance.judges.violations import Violation
from solvent_conformance.protocol.capabilities import Capabilities


class Testimony:
    """Looks at every sentence that can be looked at; `checked` counts moments, by its text."""

    def __init__(
        self, capabilities: Capabilities, sentences: tuple[Sentence, ...] = SENTENCES
    ) -> None:
        self.checked: Counter[str] = Counter()
        self.sentences = tuple(s for s in sentences if not s.missing(capabilities))
        self._past = Past()

    def after(self, moment: Moment) -> Violation | None:
        """The first sentence that does not hold, if any."""
        broken = breakdown(moment)
        if broken is not None:
            return replace(broken, judge="testimony")
        self._past.note(moment)
        for sentence in self.sentences:
            looks = False
            for breach in sentence.look(moment, self._past):
                looks = True
                if breach is not None:
                    return sentence.violation(breach, moment)
            self.checked[sentence.text] += looks
        self._past.close(moment)
        return None
