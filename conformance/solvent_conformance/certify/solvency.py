"""Solvency: a venue before the judge who knows no formula, alone from the first step to the last.

The histories are those of the scenes and the machines, which look up in the venue's own tables what
they need. What is broken once is judged no more in the run, so that it hides nothing.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from solvent_conformance.certify.outcome import Notify, Outcome, Progress
from solvent_conformance.certify.testimonies import SentenceVerdict, sentence_of
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.generators.transposition import own_rulebook
from solvent_conformance.histories.generators.worlds import rulebook_symbols
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.profile import SENTENCES
from solvent_conformance.judges.sentences import Sentence
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import CLOSELY, play
from solvent_conformance.lockstep.shrink import shortest
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of_testimony
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import is_playable
from solvent_conformance.retellings.kinship import RELATIONS, Relation
from solvent_conformance.retellings.one_price import one_price_history
from solvent_conformance.retellings.transforms import with_names
from solvent_spec.vocabulary.messages import Venue

TRADES: Final = ("trading",)
RISKS: Final = ("funding", "distress", "attacker", "cascade")
"""Machines that need money and an index."""

TRIALS: Final = 150
"""Histories that are tried to delete steps from one violation."""

SHRINKS: Final = 20
"""Histories that are tried before that, while the machine still draws."""


@dataclass(slots=True)
class _Hearing:
    """A venue that is heard. Mutable: `looks` grows, and so does what is broken."""

    venue: Venue
    outcome: Outcome
    notify: Notify
    looks: Counter[str] = field(default_factory=Counter)
    broken: dict[str, Violation] = field(default_factory=dict)
    others: dict[tuple[str, str], Violation] = field(default_factory=dict)
    samples: list[tuple[Step, ...]] = field(default_factory=list)

    def lockstep(self, *only: Sentence) -> Lockstep:
        """The venue before the judge of some sentences; of those that are not broken, else."""
        left = only or tuple(s for s in SENTENCES if s.text not in self.broken)
        return lockstep_of_testimony(self.venue, self.outcome.capabilities, left)

    def take(self, violation: Violation, name: str) -> None:
        """Keep a violation with as few steps as show it."""
        told = sentence_of(violation)
        mine = [s for s in SENTENCES if s.text == told]
        lockstep = self.lockstep(*mine) if mine else self.lockstep()

        def trial(steps: tuple[Step, ...]) -> Violation | None:
            return play(lockstep, steps, watch=CLOSELY)[1]

        again = trial(violation.steps)
        if again is None:
            self.outcome.flaky.append(name)  # it has not come again
        found = violation if again is None else shortest(again, trial, trials=TRIALS)
        if mine:
            self.broken[told] = found
        elif found.signature in self.others:
            return
        else:
            self.others[found.signature] = found
        self.outcome.add(found, self.notify)


def judge_solvency(
    venue: Venue, outcome: Outcome, rulebooks: tuple[str, ...], notify: Notify
) -> None:
    """Hold a venue to its own numbers, and note of each sentence whether it held."""
    hearing = _Hearing(venue, outcome, notify)
    try:
        _play_scenes(hearing)
        _set_machines_loose(hearing, rulebooks)
        if outcome.failure is None:
            _tell_otherwise(hearing)
    finally:
        outcome.sentences = tuple(_verdicts(hearing))


def _play_scenes(hearing: _Hearing) -> None:
    outcome = hearing.outcome
    played = list(scripts(hearing.lockstep().capabilities))
    digest = hashlib.sha256()
    for number, script in enumerate(played, 1):
        steps = with_names(script.steps, outcome.plan.names)
        lockstep = hearing.lockstep()
        run, violation = play(lockstep, steps, watch=lockstep.watch)
        digest.update(run.transcript.hash.encode())
        outcome.histories += 1
        outcome.commands += len(run.steps)
        outcome.requests.update(step.request for step in run.steps)
        hearing.looks.update(run.checks())
        hearing.notify(Progress("beat", "solvency scenes", number, len(played)))
        if violation is not None:
            hearing.take(violation, f"solvency scene {number}")
        else:
            hearing.samples.append(tuple(run.steps))
    outcome.digests["solvency scenes"] = digest.hexdigest()


def _set_machines_loose(hearing: _Hearing, rulebooks: tuple[str, ...]) -> None:
    outcome, can = hearing.outcome, hearing.lockstep().capabilities
    if "POST /order" not in can.requests:
        return
    risks = RISKS if {"deposit", "spot"} <= set(can.controls) else ()
    for name in (*TRADES, *risks):
        for rulebook in rulebooks:
            histories = outcome.plan.budget.played(name, main=rulebook == rulebooks[0])
            _explore(hearing, name, rulebook, histories)
            if outcome.failure is not None:
                return


def _explore(hearing: _Hearing, name: str, rulebook: str, histories: int) -> None:
    """One machine under one rulebook, until its histories are played or enough is broken."""
    outcome, stage = hearing.outcome, f"solvency {name} {rulebook}"
    played = found_here = 0
    while played < histories and found_here < outcome.plan.budget.violations:
        exploration = Exploration(
            hearing.lockstep(),
            rulebook,
            known=frozenset(hearing.others),
            records=False,
            keeps=False,
            names=outcome.plan.names,
            samples=1,
            shrinks=SHRINKS,
        )
        seed = derived_seed(outcome.plan.seed, stage, found_here)
        findings = exploration.run(
            MACHINES[name], seed=seed, histories=histories - played, steps=outcome.plan.budget.steps
        )
        outcome.histories += findings.histories
        outcome.commands += findings.commands
        outcome.requests.update(findings.requests)
        outcome.digests[f"{stage} {found_here}"] = findings.digest
        hearing.looks.update(findings.tally)
        hearing.samples += findings.samples
        played += max(1, findings.histories)
        hearing.notify(Progress("beat", stage, min(played, histories), histories))
        if findings.is_flaky:
            outcome.flaky.append(stage)
        if findings.failure is not None:
            outcome.failure, outcome.failed_steps = findings.failure, findings.failed_steps
        if findings.failure is not None or findings.violation is None:
            return
        found_here += 1
        hearing.take(findings.violation, stage)


def _tell_otherwise(hearing: _Hearing) -> None:
    """Tell samples of what was played, and histories made for it, in other ways."""
    outcome, can = hearing.outcome, hearing.lockstep().capabilities
    most = outcome.plan.budget.retellings
    apart = max(1, len(hearing.samples) // max(1, most))
    rulebook = own_rulebook(can) or "TOY"
    symbols = rulebook_symbols(rulebook, can)
    made = [
        one_price_history(
            rulebook,
            symbols[number % len(symbols)],
            derived_seed(outcome.plan.seed, "solvency at one price", number),
            can.controls,
        )
        for number in range(most if symbols else 0)
    ]
    plain = [steps for steps in made if is_playable(steps, can)]
    for relation in RELATIONS:
        if relation.missing(can):
            continue
        for steps in plain if relation.at_one_price else hearing.samples[::apart]:
            is_told, violation = relation.look(hearing.venue, steps, can)
            outcome.retellings += is_told
            hearing.looks[relation.text] += is_told and violation is None
            if violation is not None:
                found = _shortened(hearing, relation, violation)
                hearing.broken[relation.text] = found
                outcome.add(found, hearing.notify)
                break
        hearing.notify(Progress("beat", "solvency retellings", 0, 0))


def _shortened(hearing: _Hearing, relation: Relation, violation: Violation) -> Violation:
    """With as few steps as deleting leaves; histories that were made for it are short enough."""
    if relation.at_one_price:
        return violation
    can = hearing.lockstep().capabilities

    def trial(steps: tuple[Step, ...]) -> Violation | None:
        return relation.look(hearing.venue, steps, can)[1]

    return shortest(violation, trial, trials=TRIALS)


def _verdicts(hearing: _Hearing) -> Iterator[SentenceVerdict]:
    can = hearing.lockstep().capabilities
    for sentence in (*SENTENCES, *RELATIONS):
        text, clauses = sentence.text, sentence.clauses
        moments, missing = hearing.looks[text], sentence.missing(can)
        if text in hearing.broken:
            violation = hearing.broken[text]
            yield SentenceVerdict(text, clauses, "broken", moments, violation=violation)
        elif missing:
            yield SentenceVerdict(text, clauses, "not looked at", missing=missing)
        elif not moments:
            yield SentenceVerdict(text, clauses, "never came up")
        else:
            yield SentenceVerdict(text, clauses, "held", moments)
