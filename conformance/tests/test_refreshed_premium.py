"""Where the premium of resting orders follows the mark, no mark takes more than is available."""

from __future__ import annotations

import pytest

from solvent_conformance.histories.scenes.margin.orders import premium_beyond_the_purse
from solvent_conformance.protocol.session import Session
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


class Refreshing(Rules):
    """The premium follows the mark."""

    __slots__ = ()

    def refreshes_premium(self) -> bool:
        return True


class Unbounded(Refreshing):
    """It does so whatever is left."""

    __slots__ = ()

    def may_raise_premium(self, rise: Money, available: Money) -> bool:
        return True


def seen(rules: type[Rules]) -> list[tuple[int, int]]:
    """After each step of the scene what the account locks as premium, and has available."""
    session = Session(ReferenceVenue(rules))
    found: list[tuple[int, int]] = []
    for step in premium_beyond_the_purse():
        session.send(step)
        held = session.read("position", "alice")
        if held:
            left = session.read("margin", "alice")[0]["availableMargin"]
            found.append((held[0]["grossOpenPremium"], left))
    return found


@pytest.mark.tests("MARG-009")
def test_a_refreshed_premium_rises_as_far_as_is_available() -> None:
    bounded, unbounded = seen(Refreshing), seen(Unbounded)
    assert min(left for _, left in unbounded) < 0, "thirty bid at 100, the mark at 99"
    assert min(left for _, left in bounded) >= 0
    first = next(n for n, (_, left) in enumerate(unbounded) if left < 0)
    assert bounded[:first] == unbounded[:first]
    before, at_once = bounded[first - 1][0], bounded[first][0]
    assert before < at_once < unbounded[first][0], "the older order follows, the younger stays"
    assert bounded[-1] == unbounded[-1] == (0, bounded[1][1]), "the mark has come back"
