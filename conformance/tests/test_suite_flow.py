"""The flow from causes to effects, laid together from the chapters."""

from __future__ import annotations

from graphlib import CycleError

import pytest

from solvent_conformance.judges.flow import depth, depths
from solvent_spec.rules import CLAUSES, Rules


def test_a_chain_takes_its_place_behind_the_column_of_another_chapter() -> None:
    chains = (("trade", "execution"), ("execution", "position", "margin"), ("position", "wallet"))
    assert depths(chains) == {"trade": 0, "execution": 1, "position": 2, "margin": 3, "wallet": 3}


def test_a_name_that_follows_from_itself_is_refused() -> None:
    with pytest.raises(CycleError):
        depths((("trade", "execution"), ("execution", "trade")))


def test_a_chapter_names_only_what_a_clause_shows() -> None:
    shown = {name for clause in CLAUSES.values() for name in clause.observable}
    shown |= {name.partition(".")[0] for name in shown} | {"answer"}
    named = {
        name for base in Rules.__mro__ for chain in base.__dict__.get("flow", ()) for name in chain
    }
    assert named - shown == set()


def test_causes_lie_before_effects() -> None:
    names = ("error", "instrument.markPrice", "trade.price", "execution", "position.posInit")
    assert sorted(names, key=depth) == list(names)
    assert depth("position.posCost2") == depth("position") < depth("margin.availableMargin")
    assert depth("weather") > depth("ledger")
