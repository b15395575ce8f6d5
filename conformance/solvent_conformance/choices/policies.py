"""Policies: where the specification leaves a choice, which one the venue has made.

A short scenario makes the choice visible. The reference plays it under each alternative, and
the one that the venue agrees with is held for the whole run. Where a scenario agrees with none,
several choices may meet in it: then the reference plays it under their combinations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, islice, product
from typing import Final, TypeAlias

from solvent_conformance.choices.precedence import chosen_precedence
from solvent_conformance.choices.scenes import SCENARIOS
from solvent_conformance.histories.generators.transposition import own_rulebook, transpose
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.lockstep.tapes import Tape, agrees, record
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.lists import LISTS
from solvent_conformance.protocol.needs import is_playable
from solvent_conformance.protocol.session import Session
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Row

MOST_TOGETHER: Final = 160
"""Combinations of choices that one scenario is played under, those with the fewest others first."""


Choices: TypeAlias = tuple[tuple[str, str], ...]
"""A choice for some clauses, as the reference is told them."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a venue does where a clause leaves it a choice; `seen` if a scenario showed it."""

    clause: str
    choice: str
    seen: bool

    @property
    def is_other(self) -> bool:
        """Whether the choice is another than the one taken for granted."""
        usual = CLAUSES[self.clause].alternatives[:1]
        return (self.choice,) != usual

    def row(self) -> Row:
        """The policy as a JSON object."""
        return {"clause": self.clause, "choice": self.choice, "seen": self.seen}


class Scenarios:
    """The scenarios of a venue, played once or twice. Mutable: it keeps what the venue did."""

    def __init__(self, lockstep: Lockstep) -> None:
        self.lockstep = lockstep
        self.tapes: dict[str, Tape] = {}
        self._known: dict[tuple[str, Choices], bool] = {}

    def steps(self, identity: str) -> tuple[Step, ...]:
        """The scenario of a clause, of a venue that has what it asks for; else nothing."""
        can = self.lockstep.capabilities
        own = own_rulebook(can)
        if own:
            # The scenarios are written in toy contracts, which such a venue need not have.
            free = replace(can, rulebooks=(), instruments=(), payoffs=LISTS["payoffs"])
            steps = transpose(SCENARIOS[identity](free), own, can) or ()
        else:
            steps = tuple(SCENARIOS[identity](can))
        return steps if is_playable(steps, can) else ()

    def agrees(self, identity: str, policies: Choices) -> bool:
        """Whether the venue does in a scenario what the reference does under some choices."""
        if (identity, policies) not in self._known:
            steps = self.steps(identity)
            if identity not in self.tapes:
                self.tapes[identity] = record(self.lockstep, steps)
                if self.lockstep.memory is not None:
                    # Once more for the memory: a single lie would look like another choice.
                    record(self.lockstep, steps)
            told = replace(self.lockstep, policies=policies)
            self._known[identity, policies] = agrees(told, self.tapes[identity], steps)
        return self._known[identity, policies]


def infer_policies(
    lockstep: Lockstep, *, together: bool = True, dialect: Choices = ()
) -> tuple[Policy, ...]:
    """The venue's choice for each clause that leaves one; `together` as for `policies_in`."""
    return policies_in(Scenarios(lockstep), together=together, dialect=dialect)


def policies_in(
    scenarios: Scenarios, *, together: bool = True, dialect: Choices = ()
) -> tuple[Policy, ...]:
    """The venue's choice for each clause that leaves one, after what its `dialect` says.

    A scenario that agrees with no choice is played again once another choice is known: it may
    have shown that one too. Where nothing more is found alone, choices are looked for together,
    unless it is known that the venue makes not several others at once.
    """
    said = {identity: Policy(identity, choice, seen=True) for identity, choice in dialect}
    found: dict[str, Policy] = dict(said)
    waiting = [name for name in SCENARIOS if name not in said]
    while waiting:
        others = _others(found)
        for name in waiting:
            policy = _policy(scenarios, name, found)
            if policy is not None:
                found[name] = policy
        waiting = [name for name in waiting if name not in found]
        if others == _others(found):
            tried = waiting if together else ()
            met = next(filter(None, (_together(scenarios, name, found) for name in tried)), None)
            if met is None:
                break
            found |= met
            waiting = [name for name in waiting if name not in found]
    kept = {
        name: policy
        for name, policy in found.items()
        if name in said or _stands(scenarios, policy, found)
    }
    names = dict.fromkeys((*said, *SCENARIOS))
    return tuple(kept.get(name) or _unseen(name) for name in names)


def _stands(scenarios: Scenarios, policy: Policy, found: Mapping[str, Policy]) -> bool:
    """Whether another choice than the usual one agrees with the scenario of its own clause, too."""
    if not policy.is_other or policy.clause == "ORDR-014":
        return True
    return scenarios.agrees(policy.clause, choices_of(found.values()))


def _others(found: Mapping[str, Policy]) -> int:
    return sum(policy.is_other for policy in found.values())


def choices_of(policies: Iterable[Policy]) -> Choices:
    """The choices as the reference is told them."""
    return tuple((policy.clause, policy.choice) for policy in policies)


def _unseen(identity: str) -> Policy:
    """The choice that is taken for granted where nothing shows another."""
    return Policy(identity, CLAUSES[identity].alternatives[0], seen=False)


def _policy(scenarios: Scenarios, identity: str, found: Mapping[str, Policy]) -> Policy | None:
    """The choice that the clause's scenario shows; none if it agrees with no choice."""
    known = choices_of(found.values())
    if identity == "ORDR-014":
        choice = chosen_precedence(scenarios.lockstep, dict(known))
        return _unseen(identity) if choice is None else Policy(identity, choice, seen=True)
    alternatives = CLAUSES[identity].alternatives
    if not scenarios.steps(identity):
        return _unseen(identity)
    agreeing = [
        choice
        for choice in alternatives
        if scenarios.agrees(identity, (*known, (identity, choice)))
    ]
    if len(agreeing) == len(alternatives):
        return _unseen(identity)
    return Policy(identity, agreeing[0], seen=True) if agreeing else None


def _together(
    scenarios: Scenarios, identity: str, found: Mapping[str, Policy]
) -> dict[str, Policy] | None:
    """What a scenario shows of its clause and of others at once; none if it agrees with nothing.

    With the fewest others that agree, each of them is needed: less would have agreed before.
    """
    steps = scenarios.steps(identity)
    if identity == "ORDR-014" or not steps:
        return None
    known = {name: policy.choice for name, policy in found.items() if policy.seen}
    scene = partial(_played, scenarios.lockstep, steps)
    free = _shown(scene, known)
    for chosen in islice(_combinations(identity, free), MOST_TOGETHER):
        if scenarios.agrees(identity, _told(known, chosen)):
            if any(
                scenarios.agrees(identity, _told(known, {**chosen, identity: other}))
                for other in _alternatives(identity)
                if other != chosen[identity]
            ):
                chosen.pop(identity)
            shown = {name: Policy(name, choice, seen=True) for name, choice in chosen.items()}
            return {n: policy for n, policy in shown.items() if policy.is_other or n == identity}
    return None


def _told(known: Mapping[str, str], chosen: Mapping[str, str]) -> Choices:
    """The choices that are held, and others that are tried."""
    return (*known.items(), *chosen.items())


def _shown(
    scene: Callable[[Mapping[str, str]], list[object]], known: Mapping[str, str]
) -> list[str]:
    """The clauses not known yet of which another choice changes what the reference shows."""
    usual = scene(known)
    return [
        name
        for name in SCENARIOS
        if name not in known and name != "ORDR-014"
        if any(scene({**known, name: other}) != usual for other in _alternatives(name)[1:])
    ]


def _played(lockstep: Lockstep, steps: Iterable[Step], policies: Mapping[str, str]) -> list[object]:
    """What the reference shows in a scenario under some choices: answers, and tables at last."""
    session = Session(lockstep.reference(None), lockstep.capabilities)
    shown: list[object] = []
    accounts: tuple[str, ...] = ()
    for step in steps:
        if step.kind == "reset":
            accounts = tuple(step.message["accounts"])
            answer = session.send(Step("reset", {**step.message, "policies": dict(policies)}))
            shown.append(answer.status)
        else:
            shown.append(session.send(step))
    owners = (*accounts, None)
    return shown + [session.read(t, a) for t in lockstep.capabilities.tables for a in owners]


def _combinations(identity: str, free: Iterable[str]) -> Iterator[dict[str, str]]:
    """Choices of the clause and of those that are free, the most usual ones first."""
    names = tuple(dict.fromkeys((identity, *free)))
    usual = {name: _alternatives(name)[0] for name in names}
    for count in range(len(names) + 1):
        for some in combinations(names, count):
            for others in product(*(_alternatives(name)[1:] for name in some)):
                yield usual | dict(zip(some, others, strict=True))


def _alternatives(identity: str) -> tuple[str, ...]:
    return CLAUSES[identity].alternatives
