"""Replaying a journal gives the state; one seed gives one journal."""

from __future__ import annotations

import random

import pytest
from trading_day import open_venue, trade

from solvent_reference.state.digest import digest
from solvent_reference.state.forks import fork
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import replay
from solvent_reference.venue.opening import open_exchange


def after_a_day(seed: int) -> ReferenceVenue:
    venue = open_venue(seed)
    for _ in trade(venue, random.Random(seed), 150):
        pass
    return venue


@pytest.mark.parametrize("seed", range(8))
def test_a_journal_replays_to_the_same_state(seed: int) -> None:
    venue = after_a_day(seed)
    assert venue.engine.journal
    fresh = open_exchange(venue.setup, venue.rules)
    replayed = replay(fresh, venue.rules, venue.engine.journal)
    assert digest(replayed) == digest(venue.engine.exchange)


@pytest.mark.parametrize("seed", range(4))
def test_one_seed_gives_one_journal(seed: int) -> None:
    first, second = after_a_day(seed), after_a_day(seed)
    assert first.engine.journal == second.engine.journal
    assert digest(first.engine.exchange) == digest(second.engine.exchange)


def test_a_fork_is_independent() -> None:
    venue = after_a_day(5)
    before = digest(venue.engine.exchange)
    copy = fork(venue.engine.exchange)
    assert digest(copy) == before
    for _ in trade(venue, random.Random(99), 30):
        pass
    assert digest(copy) == before
    assert digest(venue.engine.exchange) != before
