"""The search: every state of a scope, the nearest first, each looked at once."""

from __future__ import annotations

from array import array
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from time import process_time
from typing import Final, NamedTuple

from solvent_conformance.histories.small_world.actions import Action, actions_of
from solvent_conformance.histories.small_world.events import kind_of
from solvent_conformance.histories.small_world.likeness import likeness
from solvent_conformance.histories.small_world.openings import Origin, open_scope
from solvent_conformance.histories.small_world.scopes import Scope
from solvent_conformance.histories.small_world.solvency import gift_in, insolvency_of
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.forks import fork
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.events import Event, RequestRejected

BEAT: Final = 5_000
"""Transitions between two reports of progress."""


class Break(NamedTuple):
    """A sentence that does not hold after a trace, which is as short as any that breaks one."""

    sentence: str
    detail: str
    trace: tuple[Action, ...]


@dataclass(slots=True)
class Survey:
    """What a search brought. Mutable while it runs.

    `changed` and `refused` count by action; `depth` is that of the farthest state, which is the
    diameter of a world that is `complete`. `parents` and `taken` are the tree of first
    discovery: the state before, and the number of the action.
    """

    scope: Scope
    actions: tuple[Action, ...]
    states: int = 1
    expanded: int = 0
    transitions: int = 0
    depth: int = 0
    complete: bool = False
    seconds: float = 0.0
    changed: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)
    broken: Break | None = None
    parents: array[int] = field(default_factory=lambda: array("l", [-1]))
    taken: array[int] = field(default_factory=lambda: array("l", [-1]))

    @property
    def dead(self) -> tuple[str, ...]:
        """The actions that changed nothing anywhere: the scope claims them and has them not.

        Where accounts are taken for each other, what one of them does all can do.
        """
        live = {self._of_anybody(a) for a in self.actions if self.changed[a.name]}
        return tuple(a.name for a in self.actions if self._of_anybody(a) not in live)

    def _of_anybody(self, action: Action) -> str:
        alike = self.scope.interchangeable and action.account
        return action.name.removeprefix(action.account) if alike else action.name

    def trace(self, state: int) -> tuple[Action, ...]:
        """A shortest way to a state, by its number."""
        found: list[Action] = []
        while state > 0:
            found.append(self.actions[self.taken[state]])
            state = self.parents[state]
        return tuple(reversed(found))

    def ends(self) -> tuple[int, ...]:
        """The states at the ends of the tree: their traces go through every state."""
        inner = set(self.parents)
        return tuple(n for n in range(self.states) if n not in inner)


class _Reached(NamedTuple):
    """A state that waits: how to get it, and what is left of the stock there."""

    number: int
    depth: int
    before: Exchange
    action: int
    left: tuple[int, ...]


def explore(
    scope: Scope,
    origin: Origin = ReferenceVenue,
    *,
    transitions: int = 1_000_000,
    notify: Callable[[Survey], None] = lambda _: None,
) -> Survey:
    """Look at every state that a scope reaches, until a sentence breaks or `transitions` are made.

    A state that waits holds the state before it: that is copied, and the way taken once more,
    when its turn has come. So only what is open is kept.
    """
    search = _Search(scope, origin, transitions, notify)
    began = process_time()
    search.run()
    search.found.seconds = process_time() - began
    return search.found


class _Search:
    """One search under way. Mutable."""

    def __init__(
        self,
        scope: Scope,
        origin: Origin,
        transitions: int,
        notify: Callable[[Survey], None],
    ) -> None:
        self.engine = open_scope(scope, origin)
        self.rules = self.engine.rules
        self.found = Survey(scope, actions_of(scope))
        self.most = transitions
        self.notify = notify
        self.kinds = tuple(kind for kind, _ in scope.stock)
        self.draws = tuple(
            self.kinds.index(a.kind) if a.kind in self.kinds else -1 for a in self.found.actions
        )
        self.stale_after = self.rules.book.index_stale_after
        self.seen: set[tuple[bytes, tuple[int, ...]]] = set()
        self.queue: deque[_Reached] = deque()

    def run(self) -> None:
        """Expand the opening, then every state that waits, in the order of discovery."""
        exchange = self.engine.exchange
        left = tuple(count for _, count in self.found.scope.stock)
        self.seen.add((self._likeness(exchange), left))
        if not self._expand(_Reached(0, 0, exchange, -1, left)):
            return
        while self.queue:
            if not self._expand(self.queue.popleft()):
                return
        self.found.complete = True

    def _likeness(self, exchange: Exchange) -> bytes:
        alike = self.found.scope.interchangeable
        return likeness(exchange, self.stale_after, interchangeable=alike)

    def _expand(self, reached: _Reached) -> bool:
        """Take every action in a state. False ends the search."""
        found = self.found
        here = fork(reached.before)
        if reached.action >= 0:
            self._take(here, found.actions[reached.action])
        found.expanded += 1
        work: Exchange | None = None
        for number, action in enumerate(found.actions):
            drawn = self.draws[number]
            if drawn >= 0 and not reached.left[drawn]:
                continue
            if found.transitions >= self.most:
                return False
            work = work or fork(here)
            try:
                events = self._take(work, action)
            except Exception as error:  # noqa: BLE001 - whatever the engine raises is a break
                self._break(
                    "the venue goes on", f"{type(error).__name__}: {error}", reached, action
                )
                return False
            if events is None:
                continue
            found.transitions += 1
            if found.transitions % BEAT == 0:
                self.notify(found)
            if all(type(event) is RequestRejected for event in events):
                found.refused[action.name] += 1
                continue
            if not self._reach(here, work, events, reached, number):
                return False
            work = None
        return True

    def _take(self, exchange: Exchange, action: Action) -> list[Event] | None:
        asked = action.ask(exchange, self.rules)
        if asked is None:
            return None
        self.engine.exchange = exchange
        return self.engine.execute(asked.command)

    def _reach(
        self,
        here: Exchange,
        exchange: Exchange,
        events: list[Event],
        reached: _Reached,
        number: int,
    ) -> bool:
        """Look at a state that an action led to. False when a sentence breaks in it."""
        found = self.found
        action = found.actions[number]
        found.changed[action.name] += 1
        found.events.update(map(kind_of, events))
        wrong = gift_in(events)
        if exchange.stopped:
            self._break("the audit finds nothing", exchange.stopped, reached, action)
            return False
        left, drawn = reached.left, self.draws[number]
        if drawn >= 0:
            left = (*left[:drawn], left[drawn] - 1, *left[drawn + 1 :])
        key = (self._likeness(exchange), left)
        if wrong is None and key in self.seen:
            return True
        wrong = wrong or insolvency_of(exchange)
        if wrong is not None:
            self._break(*wrong, reached, action)
            return False
        mismatch = self.engine.audit()
        if mismatch:
            self._break("the audit from scratch finds nothing", mismatch, reached, action)
            return False
        self.seen.add(key)
        found.parents.append(reached.number)
        found.taken.append(number)
        depth = reached.depth + 1
        found.depth = max(found.depth, depth)
        self.queue.append(_Reached(found.states, depth, here, number, left))
        found.states += 1
        return True

    def _break(self, sentence: str, detail: str, reached: _Reached, action: Action) -> None:
        trace = (*self.found.trace(reached.number), action)
        self.found.broken = Break(sentence, detail, trace)
