"""Distinctions: which clauses the histories of a run tell from another rule.

That the reference executed a clause says nothing of a venue. What a venue has shown of a clause is
what a venue with another rule in its place would have shown otherwise. So the wrong venues of a
clause play the histories that the venue has played, seen through what it declares: a history in
which one of them differs has told the clause from another rule, and the venue agreed there.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final, TypeAlias

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.choices.policies import Choices
from solvent_conformance.histories.findings import Weight
from solvent_conformance.histories.scenes.scripts import scene_identities
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.lockstep.tapes import Tape, record
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import MADE_UP
from solvent_conformance.specimens.registry import Specimen, wrong_venues
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook import instant
from solvent_spec.vocabulary.units import DAY

MOST_KEPT: Final = 24
"""Histories that are kept for one clause, and tried."""

FEW: Final = 6
"""Those that are tried of a clause which scenes show that the venue has not all it takes for."""

LONGEST: Final = 100
"""Steps of a history that was not made for a clause: one of a thousand orders costs too much."""

LONG: Final = DAY
"""Milliseconds in a history that is tried late."""

MOST_TAPES: Final = 120

History: TypeAlias = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Distinction:
    """A clause that a history has told from another rule.

    `cells` are the declared cells that the other rule, named by `other`, would have shown
    otherwise at the first step where it shows.
    """

    clause: str
    other: str
    cells: int


@dataclass(slots=True)
class Histories:
    """Histories in which each clause was executed, the likeliest to show it first. Mutable."""

    kept: dict[str, list[tuple[tuple[int, int, int], History]]] = field(default_factory=dict)

    def keep(self, clause: str, steps: History, weight: Weight, *, is_own: bool) -> None:
        """Keep a history in which a clause was executed so many times.

        First come those that were made for it, the short ones before the long ones; then those
        in which it refused often, and those in which it was executed often; last those in which
        much time passes, since each minute of it is played.
        """
        if len(steps) > LONGEST and not is_own:
            return
        rank = 0 if is_own else 1 if _span(steps) <= LONG else 2
        place = (rank, len(steps), 0) if is_own else (rank, -weight.refusals, -weight.executions)
        mine = self.kept.setdefault(clause, [])
        insort(mine, (place, steps), key=lambda pair: pair[0])
        del mine[MOST_KEPT:]

    def of(self, clause: str) -> list[History]:
        """The histories of a clause."""
        return [steps for _, steps in self.kept.get(clause, ())]


class Comparison:
    """Wrong venues beside the reference, seen through what a venue declares. Mutable: it caches."""

    def __init__(self, capabilities: Capabilities, policies: Choices) -> None:
        can = capabilities
        if not can.has_money:
            # What opens a history for the reference alone, a wrong venue needs as well.
            can = replace(can, controls=tuple(dict.fromkeys((*can.controls, *sorted(MADE_UP)))))
        self.lockstep = lockstep_of(ReferenceVenue(), can)
        self.policies = policies
        self._seen = (repr(replace(can, name="", version="")), policies)
        self._tapes: dict[int, tuple[History, Tape]] = {}

    def distinction(self, clause: str, histories: Iterable[History]) -> Distinction | None:
        """The first of the histories that tells a clause from another rule; none if none does.

        They are such as the judged venue has played without a difference.
        """
        for steps in histories:
            for other in others_of(clause):
                cells = self._cells(other, steps)
                if cells:
                    return Distinction(clause, other.name, cells)
        return None

    def _cells(self, other: Specimen, steps: History) -> int:
        """How many declared cells another rule changes at the first step where it shows."""
        key = (*self._seen, other.name, id(steps))
        if id(steps) not in scene_identities():
            return self._played(other, steps)
        if key not in _CELLS:
            _CELLS[key] = self._played(other, steps)
        return _CELLS[key]

    def _played(self, other: Specimen, steps: History) -> int:
        tape = self._tape(steps)
        made = InProcessVenue(other.make())
        held = replace(self.lockstep, venue=made, reference=lambda _: tape.rewound())
        try:
            _, violation = play(held, self._told(steps), records=False, watch=LOOSELY)
        except VenueFailure:
            # It broke down, which the judged venue did not.
            return 1
        return 0 if violation is None else max(1, len(violation.differences))

    def _tape(self, steps: History) -> Tape:
        """What the reference does in a history: what is read hangs on its answers alone."""
        # By identity: steps hold what has no hash, and the same history comes again and again.
        if id(steps) not in self._tapes:
            if len(self._tapes) >= MOST_TAPES:
                self._tapes.clear()
            alone = replace(self.lockstep, venue=self.lockstep.reference(None), is_alone=True)
            self._tapes[id(steps)] = (steps, record(alone, self._told(steps), LOOSELY))
        return self._tapes[id(steps)][1]

    def _told(self, steps: History) -> History:
        """The history in which both are told of the choices that the judged venue has made."""
        chosen = dict(self.policies)
        return tuple(
            replace(step, message={**step.message, "policies": chosen})
            if step.kind == "reset"
            else step
            for step in steps
        )


_CELLS: Final[dict[tuple[object, ...], int]] = {}
"""What is known of scenes, for every venue of the same declaration in this process."""


def _span(steps: History) -> int:
    """Milliseconds that a history lets pass at most."""
    last = first = 0
    for step in steps:
        if step.kind == "reset":
            first = last = instant(step.message["clock"])
        elif step.request == "advance":
            last = max(last, instant(step.message["body"]["to"]))
    return last - first


@cache
def others_of(clause: str) -> tuple[Specimen, ...]:
    """The wrong venues of a clause that requests and tables can show."""
    return tuple(s for s in wrong_venues(clause) if s.shown_by == "venue")
