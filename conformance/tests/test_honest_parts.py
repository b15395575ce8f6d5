"""A venue that has a part of the reference, and says so, is never convicted for what it has not."""

from dataclasses import replace

import pytest

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.histories.scenes.registry import scenes
from solvent_conformance.lockstep.play import CLOSELY, play
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE, Capabilities
from solvent_conformance.protocol.history import ctl, do
from solvent_conformance.protocol.needs import has_needs, is_absent_refusal, is_made_up
from solvent_conformance.specimens.part import PartOfVenue
from solvent_conformance.specimens.registry import specimen
from solvent_conformance.strength.declarations import declaration, glimpse
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import PROTOCOL, Answer, Row, Venue

LITTLE = Budget("quick", 6, 1, 15, 2, 3, 2, 1)
TRADING: Row = {
    "profiles": ["trading"],
    "tables": ["order", "execution", "trade", "orderBookL2"],
    "requests": ["POST /order", "DELETE /order"],
    "ordTypes": ["Limit"],
    "timeInForce": ["GoodTillCancel", "ImmediateOrCancel"],
    "execInst": [],
    "controls": [],
    "payoffs": ["inverse"],
    "refusals": [],
    "columns": {
        "order": ["orderID", "symbol", "side", "price", "orderQty", "leavesQty", "ordStatus"],
        "execution": ["orderID", "side", "lastQty", "lastPx", "execType"],
    },
}


def outcome_of(venue: Venue, declared: Row, *profiles: str) -> Outcome:
    part = InProcessVenue(PartOfVenue(venue, declared))
    return run_campaign(part, Plan(profiles or ("trading",), LITTLE, 5))


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_a_part_is_not_convicted(seed: int) -> None:
    tried = glimpse(seed)
    assert tried.faults == (), tried.declared


def test_a_seed_draws_one_declaration() -> None:
    assert declaration(7) == declaration(7)
    assert declaration(7) != declaration(8)


def test_an_engine_that_only_matches_is_certified() -> None:
    """No deposits, no index, no clock, no ticks: prices meet, and that is all there is."""
    outcome = outcome_of(ReferenceVenue(), TRADING)
    assert outcome.violations == []
    assert outcome.status == 0, [v for v in outcome.verdicts if v.name == "Undecided"]
    verdicts = {v.clause: v for v in outcome.verdicts}
    assert verdicts["INST-005"].name == "NotApplicable"
    assert "refusals: tickSize" in outcome.absent
    priority = verdicts["MTCH-003"]
    assert priority.name == "Conforms"
    assert priority.shown > 0


def test_what_is_shown_and_wrong_is_found_in_a_part() -> None:
    """The same declaration, and a book that does not keep to the order of arrival."""
    outcome = outcome_of(specimen("NewestTradesFirst").make(), TRADING)
    assert outcome.status == 1


def test_nothing_that_was_asked_for_can_be_judged() -> None:
    outcome = outcome_of(ReferenceVenue(), TRADING, "margin")
    assert outcome.verdicts == ()
    assert outcome.status == 2
    assert outcome_of(ReferenceVenue(), {**TRADING, "profiles": []}).status == 2


def test_a_book_that_nobody_trades_in_conforms_to_nothing_about_priority() -> None:
    declared = {**TRADING, "requests": []}
    outcome = outcome_of(ReferenceVenue(), declared)
    assert all(v.name != "Conforms" for v in outcome.verdicts if v.clause.startswith("MTCH"))
    assert outcome.status in {2, 3}


def test_an_absent_column_is_no_zero() -> None:
    """A self-match, costs not shown: nothing was lost."""
    columns = ["account", "symbol", "side", "trdMatchID", "execType", "settlCurrency"]
    declared = {"columns": {"execution": columns}}
    venue = InProcessVenue(PartOfVenue(ReferenceVenue(), declared))
    lockstep = lockstep_of(venue, introduction(venue)[1])
    assert play(lockstep, tuple(scenes()["crossing_oneself"]()), watch=CLOSELY)[1] is None


def test_a_step_is_made_up_only_where_there_is_no_money() -> None:
    spot = ctl("spot", {"index": ".XBTTOY", "reference": "A", "price": "100"})
    rich = replace(WHOLE, controls=())
    poor = Capabilities.of({"protocol": PROTOCOL, "profiles": ["trading"], "controls": []})
    assert not has_needs(spot, rich)
    assert has_needs(spot, poor)
    assert is_made_up(spot, poor)
    assert not is_made_up(spot, WHOLE)


def test_a_refusal_may_be_absent() -> None:
    order = do("alice", "POST /order", {"symbol": "XBTTOY", "orderQty": 10**9, "price": "100.3"})
    off_tick = Answer("rejected", error={"message": "Invalid price tickSize"}, code=400)
    too_much = Answer("rejected", error={"message": "Invalid orderQty"}, code=400)
    lacking = replace(WHOLE, refusals=("lotSize",))
    assert is_absent_refusal(order, off_tick, lacking)
    assert is_absent_refusal(order, too_much, lacking)
    assert not is_absent_refusal(order, off_tick, WHOLE)
    nothing = do("alice", "POST /order", {"symbol": "XBTTOY", "orderQty": 0, "price": "100.3"})
    assert not is_absent_refusal(nothing, too_much, lacking), "zero is no maximum"
