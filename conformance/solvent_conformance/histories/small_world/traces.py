"""Traces: what a search found, as a history that any venue can be told and a file to keep."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.histories.small_world.actions import Action
from solvent_conformance.histories.small_world.openings import Origin, open_scope, opening_steps
from solvent_conformance.histories.small_world.scopes import Scope
from solvent_conformance.histories.small_world.search import Break
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.counterexample import Counterexample, counterexample_of
from solvent_conformance.lockstep.play import violation_in
from solvent_conformance.lockstep.run import ReferenceBroke
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.history import LABEL, Step, ctl
from solvent_reference.venue.engine import Engine
from solvent_spec.rules import CLAUSES, Rules, clause_of
from solvent_spec.vocabulary.commands import PlaceOrder
from solvent_spec.vocabulary.units import OrderId


def steps_of(scope: Scope, trace: Iterable[Action], origin: Origin) -> tuple[Step, ...]:
    """The opening and a trace as steps; an order is named by the number of the step that placed it.

    The way is taken once more, because what a withdrawal asks for, and which order is the
    oldest, depends on the state.
    """
    steps = opening_steps(scope)
    engine = open_scope(scope, origin)
    labels: dict[OrderId, str] = {}
    for action in trace:
        asked = action.ask(engine.exchange, engine.rules)
        if asked is None:
            continue
        step = asked.step
        if asked.named is not None:
            body = {**step.message["body"], "orderID": LABEL + labels.get(asked.named, "0")}
            step = Step("do", {**step.message, "body": body})
        if isinstance(asked.command, PlaceOrder):
            label = str(len(steps) + 1)
            labels[engine.exchange.next_order] = label
            step = Step("do", step.message, label)
        steps.append(step)
        if not _goes_on(engine, asked.command):
            break
    return tuple(steps)


def _goes_on(engine: Engine, command: Any) -> bool:  # noqa: ANN401 - any command
    """Whether the engine is still there after a command."""
    try:
        engine.execute(command)
    except Exception:  # noqa: BLE001 - it was a break, and the trace ends with it
        return False
    return not engine.exchange.stopped


def counterexample_to(
    scope: Scope, broken: Break, origin: Origin, venue: str = ""
) -> Counterexample:
    """The ordinary counterexample file of a break: its history, and an audit at its end.

    Where the venue parts from the reference on the way, the file holds what the judges say of
    it; where it does not, the reference breaks too, and it holds the sentence of the search.
    """
    steps = (*steps_of(scope, broken.trace, origin), ctl("audit"))
    judged = InProcessVenue(origin())
    lockstep = lockstep_of(judged, introduction(judged)[1], policies=scope.policies)
    violation = _told_apart(lockstep, steps) or _sentence(broken, steps)
    return counterexample_of(violation, judged, scope.policies, 0, venue, len(broken.trace))


def _told_apart(lockstep: Lockstep, steps: tuple[Step, ...]) -> Violation | None:
    try:
        return violation_in(lockstep, steps)
    except ReferenceBroke:
        return None


def _sentence(broken: Break, steps: tuple[Step, ...]) -> Violation:
    clauses = _clauses_of(broken)
    return Violation(
        judge="accounting",
        clauses=clauses,
        sentence=f"{broken.sentence}; not so: {broken.detail}",
        at=len(steps) - 2,
        step=steps[-2],
        fired=clauses,
        steps=steps,
    )


def _clauses_of(broken: Break) -> tuple[str, ...]:
    """The clause of the sentence that the audit named, else the one of the sentence's own."""
    named = clause_of(Rules, broken.detail.partition(":")[0])
    found = named or {
        "no balance is below zero": clause_of(Rules, "no_balance_is_negative"),
        "all equity is what was paid in": clause_of(Rules, "equity_is_paid_in"),
        "nobody receives what nobody paid": clause_of(Rules, "funding_received"),
    }.get(broken.sentence, clause_of(Rules, "money_is_conserved"))
    return (found,) if found in CLAUSES else ()
