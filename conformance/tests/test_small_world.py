"""All of a small world: complete without a break, and a wrong rule breaks it in a few steps."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.cli import main
from solvent_conformance.histories.small_world.actions import actions_of
from solvent_conformance.histories.small_world.likeness import likeness
from solvent_conformance.histories.small_world.openings import open_scope
from solvent_conformance.histories.small_world.scopes import SCOPES
from solvent_conformance.histories.small_world.search import Survey, explore
from solvent_conformance.histories.small_world.solvency import insolvency_of
from solvent_conformance.histories.small_world.spans import judge, spread
from solvent_conformance.histories.small_world.traces import counterexample_to, steps_of
from solvent_conformance.lockstep.counterexample import read_counterexample
from solvent_conformance.lockstep.repetition import replay_counterexample
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.session import Session
from solvent_conformance.specimens.registry import specimen
from solvent_reference.state.digest import digest
from solvent_reference.state.forks import fork
from solvent_reference.venue import ReferenceVenue
from solvent_reference.venue.engine import Engine
from solvent_spec.vocabulary.units import MINUTE, Millis, Money

TINY = SCOPES["tiny"]
STALE = Millis(2 * MINUTE)


@pytest.fixture(scope="module")
def tiny() -> Survey:
    return explore(TINY)


def taken(engine: Engine, *names: str) -> Engine:
    by_name = {action.name: action for action in actions_of(TINY)}
    for name in names:
        asked = by_name[name].ask(engine.exchange, engine.rules)
        assert asked is not None
        engine.execute(asked.command)
    return engine


def test_a_tiny_world_is_complete_and_nothing_breaks(tiny: Survey) -> None:
    assert tiny.broken is None
    assert tiny.complete
    assert tiny.expanded == tiny.states == len(tiny.parents)
    assert tiny.transitions > 5_000
    assert not tiny.dead
    for kind in ("PositionTakenOver", "TradeExecuted deleveraging", "FundingExchanged"):
        assert tiny.events[kind] > 50


def test_fees_that_pay_for_truncated_funding_are_found(tmp_path: Path) -> None:
    rules = specimen("ReceiversPaidInFull").made

    def origin() -> ReferenceVenue:
        return ReferenceVenue(rules)

    found = explore(TINY, origin)
    assert found.broken is not None
    assert found.broken.sentence == "nobody receives what nobody paid"
    assert len(found.broken.trace) <= 5
    name = "python:solvent_conformance.specimens.wrong.funding:ReceiversPaidInFull"
    path = counterexample_to(TINY, found.broken, origin, name).write(tmp_path)
    kept = read_counterexample(path)
    wrong = InProcessVenue(origin())
    assert (
        replay_counterexample(kept, lockstep_of(wrong, introduction(wrong)[1])).state
        == "STILL FAILS"
    )
    right = InProcessVenue(ReferenceVenue())
    assert replay_counterexample(kept, lockstep_of(right, introduction(right)[1])).state == "FIXED"


def test_a_search_is_cut_where_it_is_told_to_be() -> None:
    found = explore(SCOPES["wide"], transitions=300)
    assert found.transitions == 300
    assert not found.complete
    assert found.dead


@pytest.mark.parametrize("name", list(SCOPES))
def test_every_scope_opens_and_its_actions_have_names_of_their_own(name: str) -> None:
    names = [action.name for action in actions_of(SCOPES[name])]
    assert len(set(names)) == len(names)
    assert insolvency_of(open_scope(SCOPES[name]).exchange) is None


def test_traces_told_by_the_protocol_lead_to_the_same_state(tiny: Survey) -> None:
    for state in spread(tiny.ends(), 12):
        engine = taken(open_scope(TINY), *(action.name for action in tiny.trace(state)))
        venue = ReferenceVenue()
        session = Session(venue)
        for step in steps_of(TINY, tiny.trace(state), ReferenceVenue):
            assert session.send(step).status == "ok"
        assert digest(venue.engine.exchange) == digest(engine.exchange)


def test_states_that_differ_in_names_alone_are_alike() -> None:
    buy = "alice Buy 1 XBTTOY at 100"
    once = taken(open_scope(TINY), buy)
    twice = taken(open_scope(TINY), buy)
    twice.exchange.next_order += 7  # type: ignore[assignment] # a name, nothing more
    assert likeness(once.exchange, STALE) == likeness(twice.exchange, STALE)
    twice.exchange.accounts[next(iter(twice.exchange.accounts))].positions.clear()
    assert likeness(once.exchange, STALE) != likeness(open_scope(TINY).exchange, STALE)


def test_accounts_are_taken_for_each_other_only_when_asked() -> None:
    alice, bob = (taken(open_scope(TINY), f"{n} Buy 1 XBTTOY at 100") for n in ("alice", "bob"))
    assert likeness(alice.exchange, STALE) != likeness(bob.exchange, STALE)
    assert likeness(alice.exchange, STALE, interchangeable=True) == likeness(
        bob.exchange, STALE, interchangeable=True
    )


def test_a_fork_goes_the_same_way_by_itself() -> None:
    names = ("alice Buy 1 XBTTOY at 100", "bob Sell 1 XBTTOY at 100")
    engine = taken(open_scope(TINY), *names)
    before = digest(engine.exchange)
    twin = Engine(fork(engine.exchange), engine.rules)
    taken(twin, "XBTTOY index to 85", "a funding passes")
    assert digest(engine.exchange) == before
    taken(engine, "XBTTOY index to 85", "a funding passes")
    assert digest(engine.exchange) == digest(twin.exchange)
    assert not twin.audit()


def test_the_promise_is_looked_at_without_a_formula() -> None:
    engine = taken(open_scope(TINY), "alice Buy 1 XBTTOY at 100", "bob Sell 1 XBTTOY at 100")
    balances = next(iter(engine.exchange.ledger.by_currency.values()))
    for name, change, sentence in (
        ("fees", -(10**9), "no balance is below zero"),
        ("wallet:alice", 1, "all equity is what was paid in"),
        ("external", 10**9, "no more leaves than came"),
    ):
        balances[name] = Money(balances[name] + change)
        found = insolvency_of(engine.exchange)
        balances[name] = Money(balances[name] - change)
        assert found is not None
        assert found.sentence == sentence
    assert insolvency_of(engine.exchange) is None


def test_a_venue_is_told_the_histories(tiny: Survey) -> None:
    for name, violations in (("TakeoverEarnsRebate", True), ("", False)):
        venue = InProcessVenue(specimen(name).make() if name else ReferenceVenue())
        judged = judge(tiny, lockstep_of(venue, introduction(venue)[1]), most=10)
        assert bool(judged.violations) is violations
        assert judged.histories == 10
        assert judged.ends > 100


def test_the_command_prints_its_scope_and_writes_what_it_found(tmp_path: Path) -> None:
    name = "python:solvent_conformance.specimens.wrong.funding:ReceiversPaidInFull"
    arguments = ["world", "tiny", "--venue", name, "--report", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 1, result.output
    assert "nobody receives what nobody paid" in result.output
    assert "XBTTOY: index 85, 90, 100" in result.output
    (path,) = tmp_path.glob("*.cex.json")
    assert json.loads(path.read_text())["venue"] == name
    assert CliRunner().invoke(main, ["replay", str(path), "--against", name]).exit_code == 1
