"""Spans: traces that go through every state of a small world, told to a venue before the judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from solvent_conformance.histories.small_world.openings import open_scope
from solvent_conformance.histories.small_world.search import Survey
from solvent_conformance.histories.small_world.traces import steps_of
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import CLOSELY, LOOSELY, play
from solvent_conformance.lockstep.shrink import shrink
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step
from solvent_reference.state.forks import fork
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.commands import PlaceOrder
from solvent_spec.vocabulary.events import RequestRejected
from solvent_spec.vocabulary.units import floor_div


@dataclass(slots=True)
class SpanTotals:
    """What telling a venue brought. Mutable while it runs."""

    ends: int
    histories: int = 0
    steps: int = 0
    violations: list[Violation] = field(default_factory=list)


def spread(ends: tuple[int, ...], most: int) -> tuple[int, ...]:
    """At most `most` of the ends of a tree, the farthest among them, evenly over all depths.

    >>> spread((1, 2, 3, 4, 5, 6), 3)
    (2, 4, 6)
    """
    if len(ends) <= most:
        return ends
    return tuple(ends[floor_div((n + 1) * len(ends), most) - 1] for n in range(most))


def span_of(explored: Survey, most: int) -> Iterator[tuple[Step, ...]]:
    """Histories that end in the ends of the tree of discovery, each with what is refused there."""
    for state in spread(explored.ends(), most):
        yield (*_told(explored, state), *_refused(explored, state))


def _told(explored: Survey, state: int) -> tuple[Step, ...]:
    return steps_of(explored.scope, explored.trace(state), ReferenceVenue)


def _refused(explored: Survey, state: int) -> Iterator[Step]:
    """The requests that change nothing in a state, because they are refused."""
    engine = open_scope(explored.scope)
    for action in explored.trace(state):
        asked = action.ask(engine.exchange, engine.rules)
        if asked is not None:
            engine.execute(asked.command)
    here = engine.exchange
    for number, action in enumerate(explored.actions):
        engine.exchange = fork(here)
        asked = action.ask(engine.exchange, engine.rules)
        if asked is None or asked.named is not None:
            continue
        events = engine.execute(asked.command)
        if events and all(isinstance(event, RequestRejected) for event in events):
            label = f"9{number:05d}" if isinstance(asked.command, PlaceOrder) else ""
            yield Step(asked.step.kind, asked.step.message, label)


def judge(
    explored: Survey,
    lockstep: Lockstep,
    *,
    most: int,
    notify: Callable[[SpanTotals], None] = lambda _: None,
) -> SpanTotals:
    """Tell a venue the histories of a span; each that the judges object to is made short.

    Raises:
        VenueFailure: the venue crashed, hung or answered garbage.
    """
    found = SpanTotals(len(explored.ends()))
    known: set[tuple[str, str]] = set()
    for steps in span_of(explored, most):
        run, violation = play(lockstep, steps, records=False, watch=LOOSELY)
        found.histories += 1
        found.steps += len(run.steps)
        notify(found)
        if violation is None or violation.signature in known:
            continue
        closer = play(lockstep, steps, watch=CLOSELY)[1] or violation
        known |= {violation.signature, closer.signature}
        found.violations.append(shrink(lockstep, closer))
    return found
