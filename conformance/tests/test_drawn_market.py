"""Contracts and parameters that a run draws: sound, of its seed, and played by who can."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from solvent_conformance.certify.budget import rulebooks_of
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.generators.drawn_market import drawn_market
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import Capabilities, HelloInvalid
from solvent_conformance.protocol.market import dismiss, enlist_drawn, own_rulebooks
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook.definitions import Definitions, contradiction


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    dismiss()


def test_what_is_drawn_makes_sense_and_hangs_on_the_seed() -> None:
    markets = [drawn_market(seed) for seed in range(200)]
    assert [
        contradiction(i) for m in markets for i in m.instruments.values() if contradiction(i)
    ] == []
    assert len({repr(market.row()) for market in markets}) == 200
    assert drawn_market(7).row() == drawn_market(7).row()
    again = Definitions.of(drawn_market(7).row())
    assert again.row() == drawn_market(7).row()


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("machine", ["trading", "leverage", "distress"])
def test_the_reference_plays_what_it_has_never_heard_of(machine: str, seed: int) -> None:
    market = drawn_market(seed)
    enlist_drawn(market)
    hello = ReferenceVenue().hello()
    lockstep = lockstep_of(ReferenceVenue(), Capabilities.of(hello))
    exploration = Exploration(lockstep, market.book.name, records=False)
    found = exploration.run(MACHINES[machine], seed=seed, histories=3, steps=12, shrinks=False)
    assert (found.violation, found.failure) == (None, None)
    assert found.commands > 20


def test_only_who_reads_definitions_is_asked_for_them() -> None:
    enlist_drawn(drawn_market(1))
    assert own_rulebooks() == ()
    plain = Capabilities.of({"protocol": 1})
    reading = Capabilities.of({"protocol": 1, "definitions": True})
    some = Capabilities.of({"protocol": 1, "definitions": True, "instruments": ["XBTTOY"]})
    assert "drawn 1" in rulebooks_of("TOY", reading)
    assert "drawn 1" not in rulebooks_of("TOY", plain) + rulebooks_of("TOY", some)
    with pytest.raises(HelloInvalid, match="true or false"):
        Capabilities.of({"protocol": 1, "definitions": "yes"})
