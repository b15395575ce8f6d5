"""Blame: from the cells that differ to the clauses that determine them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from solvent_conformance.history import Step
from solvent_conformance.judges.violations import Difference
from solvent_spec.clauses import REGISTRY
from solvent_spec.messages import Answer

_MOST: Final = 16
"""Clauses that a violation names at most."""


@cache
def _by_observable() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for clause in REGISTRY.values():
        for observable in clause.observable:
            table.setdefault(observable, []).append(clause.id)
    return {name: tuple(ids) for name, ids in table.items()}


def blamed(differences: Iterable[Difference], fired: Iterable[str]) -> tuple[str, ...]:
    """The clauses that may explain the cells: those that fired first, then those best covered.

    A clause is covered as far as the cells that it determines differ. Of clauses covered
    alike, the one that ran first in the step leads, since later ones only pass its error on.
    """
    seen: dict[str, int] = {}
    for difference in differences:
        for name in difference.observables:
            seen[name] = seen.get(name, 0) + 1
    ran = {identity: n for n, identity in enumerate(dict.fromkeys(fired))}
    candidates: dict[str, int] = {}
    for name in seen:
        for identity in _by_observable().get(name, ()):
            candidates[identity] = candidates.get(identity, 0) + 1
    late = len(ran) + 1

    def rank(identity: str) -> tuple[bool, int, int, str]:
        observables = REGISTRY[identity].observable
        share = 1000 * candidates[identity] // len(observables)
        return (identity not in ran, -share, ran.get(identity, late), identity)

    return tuple(sorted(candidates, key=rank)[:_MOST])


def led_by(differences: list[Difference], clause: str) -> tuple[Difference, ...]:
    """The cells with those first that a clause determines."""
    names = set(REGISTRY[clause].observable) if clause in REGISTRY else set()
    return tuple(sorted(differences, key=lambda d: names.isdisjoint(d.observables)))


def answer_observables(step: Step, expected: Answer, observed: Answer) -> tuple[str, ...]:
    """The names under which clauses know how a request went."""
    names: list[str] = []
    request = step.request
    if "shed" in {expected.status, observed.status} or "queued" in {expected.status, observed.status}:
        names += ["admission.status", "error.message"]
    if step.kind == "do":
        table = "position" if "/position" in request else "order"
        names += [f"{table}.error", "order.ordStatus"] if table == "order" else ["position.error"]
        if "ok" in {expected.status, observed.status}:
            names += ["error.status"]
    if step.kind == "ctl":
        names += {"withdraw": ["wallet.error"], "audit": ["ledger.state"]}.get(request, [])
        names += ["ledger.state"] if observed.status != "ok" and request != "withdraw" else []
    if step.kind == "read":
        names += ["admission.read"]
    if expected.code != observed.code:
        names += ["error.status"]
    return tuple(dict.fromkeys(names))
