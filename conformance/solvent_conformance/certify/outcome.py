"""Outcomes: what a campaign is about, and everything that it found."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final, Literal, TypeAlias

from solvent_conformance.adapters.failures import RunEnded, VenueFailure
from solvent_conformance.certify.baseline import Baseline
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.causes import is_accepted, is_one
from solvent_conformance.certify.distinctions import Distinction, Histories
from solvent_conformance.certify.testimonies import SentenceVerdict
from solvent_conformance.certify.verdict import ClauseTally, OutOfReach, Verdict, verdicts
from solvent_conformance.choices.policies import Choices, Policy
from solvent_conformance.histories.exploration import derived_seed
from solvent_conformance.histories.generators.arenas import HAND, VICTIM
from solvent_conformance.histories.generators.worlds import ACCOUNTS
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.memory import Memory
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.lists import SOLVENCY
from solvent_conformance.protocol.market import book_of
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

_NAMES: Final = [
    a + b
    for a in ("ba", "do", "fe", "ki", "lu", "mo", "ra", "su", "ta", "wi")
    for b in ("bel", "dan", "gor", "lin", "mar", "nis", "pol", "rex", "sam", "vic")
]


@dataclass(frozen=True, slots=True)
class Progress:
    """What happens now: `done` of `total` histories of a stage, or a text alone."""

    kind: Literal["stage", "beat", "violation", "note"]
    text: str
    done: int = 0
    total: int = 0


Notify: TypeAlias = Callable[[Progress], None]
"""Whoever is told what happens while a campaign runs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be judged, and how: everything that determines the outcome beside the venue.

    With `wording` the words and names of refusals are judged, and their codes within a class.
    Violations of the `baseline` are accepted, and have to be there. The `dialect` is what the venue
    says that it does otherwise: it is held to that.
    """

    profiles: tuple[str, ...]
    budget: Budget
    seed: int
    rulebook: str = "TOY"
    wording: bool = False
    baseline: Baseline = field(default_factory=Baseline)
    dialect: Choices = ()
    watch: Watch = field(default_factory=Watch)

    @property
    def names(self) -> dict[str, str]:
        """What the accounts of histories are called, in the order of the alphabet, from the seed.

        A venue that knows the names that stand in this suite is not told them.
        """
        usual = sorted({*ACCOUNTS, *HAND, VICTIM})
        drawn = Random(derived_seed(self.seed, "accounts")).sample(_NAMES, len(usual))
        return dict(zip(usual, sorted(drawn), strict=True))


@dataclass(slots=True)
class Outcome:
    """Everything that a campaign found. Mutable while it runs.

    `flaky` names the stages in which the venue answered differently when a history was repeated.
    `incidents` are failures that a restart survived, and checks that could not run: they say
    nothing of a clause, and nothing that rests on them is certified. `kept` are histories in which
    each clause was executed, `told_apart` what they tell from another rule, and `hidden` the
    clauses that they would tell from one if the venue showed more. `sentences` are those of the
    solvency profile, if it was judged. `accepted` are violations of the baseline that the venue
    still shows, and `stale` says which it shows no longer.
    """

    plan: Plan
    hello: Row
    capabilities: Capabilities
    policies: tuple[Policy, ...] = ()
    violations: list[Violation] = field(default_factory=list)
    accepted: list[Violation] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    failure: VenueFailure | None = None
    failed_steps: tuple[Step, ...] = ()
    flaky: list[str] = field(default_factory=list)
    incidents: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    digests: dict[str, str] = field(default_factory=dict)
    wire: dict[str, Verdict] = field(default_factory=dict)
    out_of_reach: OutOfReach = field(default_factory=OutOfReach)
    kept: Histories = field(default_factory=Histories)
    told_apart: dict[str, Distinction] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    sentences: tuple[SentenceVerdict, ...] = ()
    memory: Memory = field(default_factory=Memory)
    histories: int = 0
    commands: int = 0
    retellings: int = 0
    seconds: float = 0.0

    def add(self, violation: Violation, notify: Notify) -> None:
        """Note a violation, unless another report is of the same cause, or it is accepted."""
        if any(is_one(violation, other) for other in self.violations):
            return
        if is_accepted(violation, self.accepted):
            return
        self.violations.append(violation)
        notify(Progress("violation", f"{violation.clause}: {violation.sentence}"))

    @property
    def known(self) -> list[Violation]:
        """What is not reported anew, and what histories try to go past."""
        return [*self.accepted, *self.violations]

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """A verdict for each clause of the executed profiles."""
        return verdicts(
            ClauseTally(
                self.tally,
                self.refusals,
                self.out_of_reach,
                {clause: found.cells for clause, found in self.told_apart.items()},
                frozenset(self.hidden),
            ),
            # What is accepted is blamed on its own clause alone.
            [*self.violations, *(replace(v, clauses=v.clauses[:1]) for v in self.accepted)],
            self.capabilities,
            self.plan.profiles,
            book_of(self.plan.rulebook),
            self.wire,
        )

    @property
    def status(self) -> int:
        """0 certified, or nothing new beside what the baseline accepts; 1 violations, or a baseline
        that is stale; 2 nothing to judge; 3 undecided; 4 the engine failed.
        """
        accepted = {violation.clause for violation in self.accepted}
        broken = {v.clause for v in self.verdicts if v.name == "Violates"}
        if self.violations or broken - accepted or self.stale:
            return 1
        if self.failure is not None:
            return 3 if isinstance(self.failure, RunEnded) else 4
        if self.flaky or self.incidents:
            return 3
        if self.accepted:
            return 0
        looked = any(s.name != "not looked at" for s in self.sentences)
        if not looked and all(v.name == "NotApplicable" for v in self.verdicts):
            return 2
        undecided = any(
            v.name == "Undecided" and CLAUSES[v.clause].level == "MUST" for v in self.verdicts
        ) or any(s.name == "never came up" for s in self.sentences)
        return 3 if undecided or self.unshown else 0

    @property
    def unshown(self) -> tuple[str, ...]:
        """The profiles that were asked for and of which no declared cell has shown any clause."""
        conforming = (v for v in self.verdicts if v.name == "Conforms")
        shown: set[str] = {
            CLAUSES[v.clause].profile for v in conforming if v.shown or v.clause in self.wire
        }
        shown |= {SOLVENCY for sentence in self.sentences if sentence.name == "held"}
        return tuple(profile for profile in self.plan.profiles if profile not in shown)

    @property
    def absent(self) -> tuple[str, ...]:
        """What the venue declares not to have, shortly: how much of each list, and whole tables."""
        can = self.capabilities
        told = list(can.absent())
        told += [f"columns of {table}: {len(c)} shown" for table, c in sorted(can.columns.items())]
        told += [f"instruments: only {', '.join(can.instruments)}"] * bool(can.instruments)
        told += [f"rulebooks: only {', '.join(can.rulebooks)}"] * bool(can.rulebooks)
        return tuple(told)

    @property
    def transcript_hash(self) -> str:
        """One hash over the transcripts of all stages."""
        text = "".join(f"{name}={digest};" for name, digest in self.digests.items())
        return hashlib.sha256(text.encode()).hexdigest()
