"""Dialects: what an exchange does otherwise than this one, and says so.

A venue may choose among the alternatives of a clause without a word: the suite finds out which it
does. What a dialect lists beside them breaks a clause for everybody else. The list is closed:
each entry is something that the reference can play.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from solvent_conformance.choices.policies import Choices, Policy, choices_of, infer_policies
from solvent_conformance.histories.generators.transposition import own_rulebook, transpose
from solvent_conformance.histories.scenes.steps import XBT, amend, make_trade, new_order, open_world
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.lockstep.tapes import agrees, record
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import is_playable
from solvent_spec.rules import CLAUSES


def dialect_choices() -> dict[str, tuple[str, ...]]:
    """What a dialect may say of each clause: what every venue may choose, and what no other may."""
    return {
        clause.id: (*clause.alternatives, *clause.dialects)
        for clause in CLAUSES.values()
        if (len(clause.alternatives) > 1 or clause.dialects) and clause.id != "ORDR-014"
    }


def _post_only() -> Iterable[Step]:
    """A post-only bid comes to an offer, and is amended to one."""
    yield from open_world(XBT)
    yield new_order("bob", "Sell", 10, "100", label="offer")
    yield new_order("alice", "Buy", 5, "100", inst="ParticipateDoNotInitiate")
    yield new_order("carol", "Buy", 5, "98", inst="ParticipateDoNotInitiate", label="bid")
    yield amend("carol", "bid", price="100")


def _unfillable() -> Iterable[Step]:
    """More is asked for at once than is offered."""
    yield from open_world(XBT)
    yield new_order("bob", "Sell", 5, "100", label="offer")
    yield new_order("alice", "Buy", 10, "100", tif="FillOrKill")


def _fees() -> Iterable[Step]:
    """Trades whose fees and rebates fall between two units, at halves and beside them."""
    yield from open_world(XBT)
    # Three at 80 cost 3,750,000: the fee is 2,812.5, which is 2,812 to even and 2,813 away from it.
    for qty, price in ((1, "99.5"), (2, "97"), (3, "100.5"), (7, "101.5"), (3, "80")):
        yield from make_trade("alice", "bob", qty, price)


def _reserve() -> Iterable[Step]:
    """An order rests, and its account is asked what it locks."""
    yield from open_world(XBT)
    yield new_order("alice", "Buy", 40, "99.5")
    yield new_order("bob", "Sell", 30, "103")


_SCENES: Final[dict[str, Callable[[], Iterable[Step]]]] = {
    "ORDR-020": _post_only,
    "MTCH-006": _unfillable,
    "FEES-001": _fees,
    "MARG-008": _reserve,
}
"""What shows which of its dialects a venue speaks, by clause."""


def find_dialect(lockstep: Lockstep) -> tuple[Policy, ...]:
    """What a venue does otherwise than this exchange, as far as scenes show it.

    First come dialects, since they may hide choices; then the choices that every venue has.
    """
    spoken: dict[str, Policy] = {}
    for identity, scene in _SCENES.items():
        found = _spoken(lockstep, identity, tuple(scene()), choices_of(spoken.values()))
        if found is not None:
            spoken[identity] = found
    told = replace(lockstep, policies=choices_of(spoken.values()))
    inferred = infer_policies(told, dialect=choices_of(spoken.values()))
    others = (p for p in inferred if p.seen and p.is_other and p.clause not in spoken)
    return (*spoken.values(), *others)


def _spoken(
    lockstep: Lockstep, identity: str, scene: tuple[Step, ...], known: Choices
) -> Policy | None:
    """The dialect in which a venue does what the reference then does; none if it needs none."""
    can = lockstep.capabilities
    own = own_rulebook(can)
    steps = transpose(scene, own, can) if own else scene
    if steps is None or not is_playable(steps, can) or not can.applies(CLAUSES[identity]):
        return None
    tape = record(lockstep, steps)
    if agrees(replace(lockstep, policies=known), tape, steps):
        return None
    for choice in CLAUSES[identity].dialects:
        told = replace(lockstep, policies=(*known, (identity, choice)))
        if agrees(told, tape, steps):
            return Policy(identity, choice, seen=True)
    return None
