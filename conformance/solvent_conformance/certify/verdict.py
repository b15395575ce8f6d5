"""Verdicts: for each clause what a run says of it, and for a run whether it certifies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from solvent_conformance.certify.distinctions import others_of
from solvent_conformance.judges.reasons import REFUSING
from solvent_conformance.judges.violations import Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.market import book_of
from solvent_spec.registry.clauses import Clause
from solvent_spec.rulebook import Rulebook, instant
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

VerdictName: TypeAlias = Literal["Conforms", "Violates", "Undecided", "NotApplicable"]
VERDICTS: Final[tuple[VerdictName, ...]] = ("Conforms", "Violates", "Undecided", "NotApplicable")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run says of one clause, and why.

    `fired` counts how often the reference executed it, `shown` the declared cells in which the
    venue agreed with it where another rule would have shown something else.
    """

    clause: str
    name: VerdictName
    reason: str
    fired: int = 0
    shown: int = 0

    def row(self) -> Row:
        """The verdict as a JSON object."""
        clause = CLAUSES[self.clause]
        return {
            "clause": self.clause,
            "level": clause.level,
            "profile": clause.profile,
            "chapter": clause.chapter,
            "text_hash": clause.text_hash,
            "verdict": self.name,
            "reason": self.reason,
            "fired": self.fired,
            "shown": self.shown,
        }


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The clauses that the scenes execute, and those by which they refuse, where a venue lacks
    something for a scene.
    """

    executed: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ClauseTally:
    """How often the reference executed each clause before the judges, and refused by it.

    `shown` counts the declared cells in which the venue agreed where another rule would not, and
    `hidden` are clauses of which it would show some if it showed more.
    """

    tally: Counter[str]
    refusals: Counter[str]
    out_of_reach: OutOfReach = OutOfReach()
    shown: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def vacuous(self, clause: Clause) -> Verdict | None:
        """The verdict on a clause that the run proves nothing of; none if it proves something."""
        fired = self.tally.get(clause.id, 0)
        if fired == 0:
            if clause.id in self.out_of_reach.executed:
                reason = "only what the venue declares absent reaches it"
                return Verdict(clause.id, "NotApplicable", reason)
            return Verdict(clause.id, "Undecided", "no history of this budget reached it")
        if clause.id not in REFUSING or self.refusals[clause.id]:
            return self._untold(clause, fired)
        if clause.id in self.out_of_reach.refused:
            reason = "only what the venue declares absent is refused by it"
            return Verdict(clause.id, "NotApplicable", reason, fired)
        reason = f"executed {fired} times, and never had anything to refuse"
        return Verdict(clause.id, "Undecided", reason, fired)

    def _untold(self, clause: Clause, fired: int) -> Verdict | None:
        """The verdict on a clause that nothing told from another rule, though there are others."""
        if clause.id in self.shown or not others_of(clause.id):
            return None
        if clause.id in self.hidden:
            reason = "no cell that is shown and judged tells it from another rule"
            return Verdict(clause.id, "NotApplicable", reason, fired)
        if clause.id in self.out_of_reach.executed:
            reason = "only what the venue declares absent tells it from another rule"
            return Verdict(clause.id, "NotApplicable", reason, fired)
        reason = f"executed {fired} times, and no history told it from another rule"
        return Verdict(clause.id, "Undecided", reason, fired)


def verdicts(
    executed: ClauseTally,
    violations: Iterable[Violation],
    capabilities: Capabilities,
    profiles: tuple[str, ...],
    rulebook: Rulebook,
    wire: dict[str, Verdict] | None = None,
) -> tuple[Verdict, ...]:
    """One verdict for each clause of the executed profiles, in the order of clauses.

    `wire` holds what a check of another kind found out about clauses that no machine can reach.
    """
    broken, doubtful, dated = _blamed(violations, rulebook)
    result: list[Verdict] = []
    for clause in CLAUSES.values():
        if clause.profile not in profiles:
            continue
        fired = executed.tally.get(clause.id, 0)
        vacuous = executed.vacuous(clause)
        if clause.id in broken:
            verdict = Verdict(clause.id, "Violates", broken[clause.id].sentence, fired)
        elif clause.id in dated:
            reason = f"what was in force at another date is broken: {dated[clause.id].sentence}"
            verdict = Verdict(clause.id, "Undecided", reason, fired)
        elif wire and clause.id in wire:
            verdict = wire[clause.id]
        elif excuse := _excuse(clause, capabilities, rulebook, fired):
            verdict = Verdict(clause.id, "NotApplicable", excuse, fired)
        elif vacuous is not None and vacuous.name == "NotApplicable":
            verdict = vacuous
        elif clause.id in doubtful:
            reason = f"hidden by the violation of {doubtful[clause.id].clause}"
            verdict = Verdict(clause.id, "Undecided", reason, fired)
        elif vacuous is not None:
            verdict = vacuous
        else:
            shown = executed.shown.get(clause.id, 0)
            reason = _conformity(clause, fired, shown)
            verdict = Verdict(clause.id, "Conforms", reason, fired, shown)
        result.append(verdict)
    return tuple(result)


def _conformity(clause: Clause, fired: int, shown: int) -> str:
    """Why a clause conforms."""
    # No function computes a relation: it was asked for, and its judge looked.
    counted = "asked for" if clause.judged_by else "executed"
    reason = f"{counted} {fired} times without a difference"
    if not shown:
        return reason
    cells = "one cell" if shown == 1 else f"{shown} cells"
    return f"{reason}; another rule would have shown {cells} otherwise"


def _blamed(
    violations: Iterable[Violation], rulebook: Rulebook
) -> tuple[dict[str, Violation], dict[str, Violation], dict[str, Violation]]:
    """The clauses that violations name first, those that they name besides, and those that they
    name first although they were not in force in their history.
    """
    broken: dict[str, Violation] = {}
    doubtful: dict[str, Violation] = {}
    dated: dict[str, Violation] = {}
    for violation in violations:
        book = _rulebook_of(violation, rulebook)
        for place, identity in enumerate(violation.clauses):
            clause = CLAUSES.get(identity)
            first = dated if clause is not None and not is_in_force(clause, book) else broken
            (first if place == 0 else doubtful).setdefault(identity, violation)
    return broken, doubtful, dated


def _rulebook_of(violation: Violation, rulebook: Rulebook) -> Rulebook:
    """The rulebook of the history that leads to a violation; the run's where it does not say."""
    resets = [step for step in violation.steps if step.kind == "reset"]
    name = resets[0].message.get("rulebook") if resets else None
    return rulebook if not isinstance(name, str) else book_of(name)


def _excuse(clause: Clause, capabilities: Capabilities, rulebook: Rulebook, fired: int) -> str:
    """Why a clause does not apply to a venue or a run; empty when it does."""
    if not capabilities.applies(clause):
        return "the venue declares it absent"
    if not is_in_force(clause, rulebook):
        return "not in force under the rulebook"
    if clause.unseen:
        return clause.unseen
    if fired == 0 and not capabilities.shows(clause):
        return "the venue shows none of its columns"
    if clause.level == "MAY" and fired == 0:
        return "a permission; the venue was not seen to use it"
    return ""


def is_in_force(clause: Clause, rulebook: Rulebook) -> bool:
    """Whether a clause holds at the date of a rulebook."""
    after = not clause.since or _day(clause.since) <= rulebook.date
    return after and (not clause.until or rulebook.date < _day(clause.until))


def _day(text: str) -> int:
    """The instant of a date that may name a month only."""
    return int(instant(text if len(text) > len("2016-05") else f"{text}-01"))


def count_verdicts(found: Iterable[Verdict]) -> dict[VerdictName, int]:
    """How many clauses came to each verdict."""
    names = [verdict.name for verdict in found]
    return {name: names.count(name) for name in VERDICTS}
