"""Sides: a venue, the reference beside it, and the judges before whom both run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from solvent_conformance.judges.accounting import Accounting
from solvent_conformance.judges.moments import Judge
from solvent_conformance.judges.profile import SENTENCES
from solvent_conformance.judges.relations import Relations
from solvent_conformance.judges.replay import Replay
from solvent_conformance.judges.sentences import Sentence
from solvent_conformance.judges.solvency import Solvency
from solvent_conformance.judges.testimony import Testimony
from solvent_conformance.lockstep.memory import Memory, RecallingSession
from solvent_conformance.lockstep.run import Run, Watch
from solvent_conformance.lockstep.solo import SoloRun
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Transcript
from solvent_conformance.protocol.lists import PROFILES
from solvent_conformance.protocol.session import Session
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules, recording
from solvent_spec.vocabulary.messages import Venue


@dataclass(frozen=True, slots=True)
class Lockstep:
    """Everything that the runs of one campaign share. `reference` makes a fresh one.

    One that `is_alone` has none: its judges look at what the venue says of itself, and where it
    `testifies`, after every step and at every table. With a `memory`
    the venue's answers are compared with what it has said before. `known` are the signatures of
    violations that were found: a refusal that the venue is known to lack is not asked for again.
    """

    venue: Venue
    capabilities: Capabilities
    reference: Callable[[Callable[[str], None] | None], Venue]
    judges: Callable[[], tuple[Judge, ...]]
    watch: Watch
    policies: tuple[tuple[str, str], ...] = ()
    is_alone: bool = False
    testifies: bool = False
    memory: Memory | None = None
    known: frozenset[tuple[str, str]] = frozenset()

    def session(self) -> Session:
        """A fresh conversation with the venue."""
        if self.memory is None:
            return Session(self.venue, self.capabilities)
        return RecallingSession(self.venue, self.capabilities, self.memory)

    def open(self, *, watch: Watch | None = None, records: bool = True) -> Run:
        """A fresh run with the same venue; `records` whether clauses that fire are noted."""
        fired: list[str] = []
        venue = self.session()
        if self.is_alone:
            reference = venue
        else:
            reference = Session(
                self.reference(fired.append if records else None), self.capabilities
            )
        kind = SoloRun if self.testifies else Run
        return kind(
            venue=venue,
            reference=reference,
            capabilities=self.capabilities,
            judges=self.judges(),
            fired=fired,
            transcript=Transcript(),
            watch=watch or self.watch,
            policies=self.policies,
            known=self.known,
        )


def reference(fired: Callable[[str], None] | None) -> Venue:
    """A fresh reference; `fired` hears of every clause that it executes."""
    return ReferenceVenue(Rules if fired is None else recording(Rules, fired))


def lockstep_of(
    venue: Venue,
    capabilities: Capabilities,
    *,
    watch: Watch | None = None,
    policies: tuple[tuple[str, str], ...] = (),
    memory: Memory | None = None,
) -> Lockstep:
    """A venue and its judges: replay leads, because it says most of what is wrong."""

    def judges() -> tuple[Judge, ...]:
        return (
            Replay(capabilities),
            Accounting(capabilities),
            Solvency(),
            Relations(capabilities),
        )

    return Lockstep(
        venue, capabilities, reference, judges, watch or Watch(), policies, memory=memory
    )


def lockstep_without_reference(
    venue: Venue, capabilities: Capabilities, *, watch: Watch | None = None
) -> Lockstep:
    """A venue that is judged by its own numbers alone: nothing is played twice."""

    def judges() -> tuple[Judge, ...]:
        return (Accounting(capabilities), Solvency(), Relations(capabilities))

    return Lockstep(
        venue, capabilities, reference, judges, watch or Watch(), policies=(), is_alone=True
    )


def lockstep_of_testimony(
    venue: Venue, capabilities: Capabilities, sentences: tuple[Sentence, ...] = SENTENCES
) -> Lockstep:
    """A venue before the judge of the solvency profile, who knows no reference and no formula.

    Whatever clause states a sentence, the sentence is judged. Accounts have money where they can be
    given some, whoever reckons its margin.
    """
    has_money = "deposit" in capabilities.controls
    can = replace(capabilities, judged=PROFILES, profiles=PROFILES if has_money else ("trading",))

    def judges() -> tuple[Judge, ...]:
        return (Testimony(can, sentences),)

    watch = Watch(every=4)
    return Lockstep(
        venue, can, reference, judges, watch, policies=(), is_alone=True, testifies=True
    )
