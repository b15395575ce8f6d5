"""Solo: a history taken to a venue alone, with every table read after every step."""

from __future__ import annotations

from dataclasses import dataclass, replace

from solvent_conformance.judges.moments import Pair
from solvent_conformance.lockstep.run import NOT_ASKED, PRIVATE, PUBLIC, Run
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import is_asked, is_beyond
from solvent_conformance.protocol.session import answer_row
from solvent_spec.vocabulary.messages import Answer, Row


@dataclass(slots=True)
class SoloRun(Run):
    """One history under way at a venue that stands beside nobody. Mutable.

    The judges look after each step, the opening ones included, so that the first command that made
    or lost something is known. A step that the venue declares to lack is not taken.
    """

    def send(self, step: Step, *, glances: bool = False) -> Answer:
        """Take a step to the venue and let the judges look, whatever follows.

        Raises:
            ViolationFound: a judge found a violation.
        """
        can = self.capabilities
        if not is_asked(step, can) or is_beyond(step, self.steps, can):
            return NOT_ASKED
        if step.label and step.request != "POST /order":
            # An order keeps the name of the step that placed it.
            step = replace(step, label="")
        observed = self.venue.send(step)
        self.steps.append(step)
        self.transcript.add(step, answer_row(observed))
        if step.kind == "reset":
            self.accounts = tuple(step.message.get("accounts", ()))
            self._before.clear()
            self.external.clear()
        self._count_external(step, observed)
        self._look(step, observed, observed, whole=True)
        return observed

    def _read(
        self, step: Step, expected: Answer, *, whole: bool
    ) -> dict[tuple[str, str | None], Pair]:
        """Every table; now and then all of them, and then all of them again."""
        first = self._pass()
        again = self._pass() if len(self.steps) % self.watch.every == 0 else first
        return {key: (rows, again[key]) for key, rows in first.items()}

    def _pass(self) -> dict[tuple[str, str | None], list[Row] | None]:
        return {
            (table, account): self.venue.read(table, account)
            for table in (*PRIVATE, *PUBLIC)
            if table in self.capabilities.tables
            for account in (self.accounts if table in PRIVATE else (None,))
        }
