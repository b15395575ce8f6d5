"""Attribution: from the cells that differ to the clauses that determine them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from solvent_conformance.judges.flow import depth
from solvent_conformance.judges.reasons import REFUSING, implied_clauses
from solvent_conformance.judges.violations import Difference
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.lists import LISTS
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Answer

_ANSWERED: Final = frozenset({"status", "message", "name", "error", "rows", "(row)"})
"""Cells that say that something was refused, or that show what was not."""


@cache
def _by_observable() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for clause in CLAUSES.values():
        for observable in clause.observable:
            table.setdefault(observable, []).append(clause.id)
    return {name: tuple(ids) for name, ids in table.items()}


def clauses_behind(
    differences: Iterable[Difference],
    fired: Iterable[str],
    capabilities: Capabilities,
    steps: Iterable[Step] | None = None,
) -> tuple[str, ...]:
    """The clauses that may explain the cells, the likeliest first; only those that are judged.

    First come those that decide a refusal that differs, by the words of its reason. Then come
    those that determine the cell nearest to the cause, since all other cells may follow from
    it: the ones that fired in the step, then the others, which may have erred in silence
    before. Of the rest, those that fired come before those that did not. Among equals those
    whose own cells all differ lead, of the cells that the venue shows, then those that explain
    most. A clause that only refuses comes last where nothing was refused, and one on orders such
    as nobody has sent where the `steps` are known.
    """
    differences = tuple(differences)
    seen = {name for difference in differences for name in difference.observables}
    if not seen:
        return ()
    nearest = min(map(depth, seen))
    roots = {name for name in seen if depth(name) == nearest}
    ran = {identity: n for n, identity in enumerate(dict.fromkeys(fired))}
    candidates: dict[str, int] = {}
    for name in sorted(seen):
        for identity in _by_observable().get(name, ()):
            candidates[identity] = candidates.get(identity, 0) + 1
    decisive = implied_clauses(differences)
    for identity in decisive:
        candidates.setdefault(identity, 1)
    candidates = {c: n for c, n in candidates.items() if capabilities.judges(c)}
    late = len(ran) + 1
    is_refusal = any(d.column in _ANSWERED for d in differences)
    terms = None if steps is None else _terms_in(steps)

    def rank(identity: str) -> tuple[int, bool, bool, bool, bool, int, int, int, str]:
        observables = CLAUSES[identity].observable
        own = [n for n in observables if n in seen or capabilities.sees(*_cell(n))]
        share = 1000 * candidates[identity] // max(1, len(own))
        return (
            decisive.get(identity, late),
            not is_refusal and identity in REFUSING,
            terms is not None and _is_about_others(identity, terms),
            roots.isdisjoint(observables),
            identity not in ran,
            -share,
            -candidates[identity],
            ran.get(identity, late),
            identity,
        )

    return tuple(sorted(candidates, key=rank))


def _cell(observable: str) -> tuple[str, str]:
    table, _, column = observable.partition(".")
    return table, column


def _terms_in(steps: Iterable[Step]) -> frozenset[str]:
    """The times in force and the instructions of all orders."""
    bodies = [step.message.get("body") or {} for step in steps if step.kind == "do"]
    words = {str(body.get("timeInForce")) for body in bodies}
    return frozenset(words.union(*(str(body.get("execInst", "")).split(",") for body in bodies)))


@cache
def _terms_of(identity: str) -> frozenset[str]:
    """The terms that the text of a clause names, if it names any but what every order may have."""
    words = {value for name in ("timeInForce", "execInst") for value in LISTS[name]}
    named = {word for word in words if re.search(rf"\b{word}\b", CLAUSES[identity].statement)}
    return frozenset() if "GoodTillCancel" in named else frozenset(named)


def _is_about_others(identity: str, terms: frozenset[str]) -> bool:
    named = _terms_of(identity)
    return bool(named) and named.isdisjoint(terms)


def led_by(differences: list[Difference], clause: str) -> tuple[Difference, ...]:
    """The cells with those first that a clause determines, from cause to effect."""
    names = set(CLAUSES[clause].observable) if clause in CLAUSES else set()

    def rank(difference: Difference) -> tuple[bool, int]:
        nearest = min(map(depth, difference.observables), default=depth(""))
        return (names.isdisjoint(difference.observables), nearest)

    return tuple(sorted(differences, key=rank))


def answer_observables(step: Step, expected: Answer, observed: Answer) -> tuple[str, ...]:
    """The names under which clauses know how a request went."""
    if expected.status == observed.status and expected.code != observed.code:
        shed = ("admission.status",) if expected.status == "shed" else ()
        return (*shed, "error.status")
    names: list[str] = []
    request = step.request
    if "shed" in {expected.status, observed.status} or "queued" in {
        expected.status,
        observed.status,
    }:
        names += ["admission.status", "error.message"]
    if step.kind == "do":
        table = "position" if "/position" in request else "order"
        names += [f"{table}.error", "order.ordStatus"] if table == "order" else ["position.error"]
        # That a refusal never comes with 200 is broken by whoever accepts, not by whoever refuses.
        if observed.status == "ok":
            names += ["error.status"]
    if step.kind == "ctl":
        names += {"withdraw": ["wallet.error"], "audit": ["ledger.state"]}.get(request, [])
        names += ["ledger.state"] if observed.status != "ok" and request != "withdraw" else []
    if step.kind == "read":
        names += ["admission.read"]
    if expected.code != observed.code:
        names += ["error.status"]
    return tuple(dict.fromkeys(names))
