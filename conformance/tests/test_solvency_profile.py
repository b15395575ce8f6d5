"""The solvency profile: wrong engines are caught without the reference, others are not accused."""

from typing import Any

import pytest

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.outcome import Plan
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.histories.scenes.steps import new_order, open_world
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import play
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of_testimony
from solvent_conformance.protocol.lists import PROFILES, judged_profiles
from solvent_conformance.retellings.kinship import RELATIONS
from solvent_conformance.specimens.part import PartOfVenue
from solvent_conformance.specimens.registry import specimen
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row, Venue

from . import strange_engines as engines

LITTLE = Budget("quick", 2, 1, 12, 2, 1, 2, 1, 1)


def alone(venue: Venue) -> Lockstep:
    checked = InProcessVenue(venue)
    return lockstep_of_testimony(checked, introduction(checked)[1])


def first_violation(venue: Venue) -> Violation | None:
    """The first that a scene shows, else a machine; nothing is shortened."""
    lockstep = alone(venue)
    for script in scripts(lockstep.capabilities):
        violation = play(lockstep, script.steps, watch=lockstep.watch)[1]
        if violation is not None:
            return violation
    exploration = Exploration(lockstep, "TOY", records=False, keeps=False)
    machine = MACHINES["trading"]
    return exploration.run(machine, seed=1, histories=20, steps=20, shrinks=False).violation


@pytest.mark.parametrize(
    ("make", "sentence", "money"),
    [
        (engines.FeeToNobody, "the money that a venue holds", -20000),
        (engines.FundingMadeUp, "what funding brings", None),
        (engines.DepositTwice, "the money that a venue holds", None),
        (engines.RefusalCosts, "a wallet moves only by", -1),
        (engines.MakerKeepsHis, "the money that a venue holds", None),
        (engines.TakeoverLoses, "a liquidation makes and loses", -5),
        (engines.ReadingCosts, "a deposit adds what it is", None),
        (specimen("NewestTradesFirst"), "while an order trades none is left over that", None),
        (specimen("WorstPriceFirst"), "the book is never crossed", None),
        (specimen("RestingOrderOverfilled"), "no order trades more", None),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_a_wrong_engine_is_caught_without_the_reference(
    make: Any, sentence: str, money: int | None
) -> None:
    violation = first_violation(make())
    assert violation is not None
    assert violation.judge == "testimony"
    assert violation.sentence.startswith(sentence), violation.sentence
    assert money in {None, violation.money}


def test_an_engine_that_minds_names_is_caught_by_another_telling() -> None:
    lockstep = alone(engines.LongNamesWait())
    steps = next(s.steps for s in scripts(lockstep.capabilities) if s.name == "price_and_time")
    _, violation = RELATIONS[0].look(lockstep.venue, steps, lockstep.capabilities)
    assert violation is not None
    assert (violation.judge, violation.clause) == ("retelling", "APIC-005")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "rules",
    [
        engines.PortfolioOffsets,
        engines.TieredLeverage,
        engines.GreatFeeReserve,
        engines.EarlyLiquidation,
        engines.FlatFunding,
    ],
)
def test_an_engine_with_margin_of_its_own_is_not_accused(rules: type[Rules], seed: int) -> None:
    lockstep = alone(ReferenceVenue(rules, name=rules.__name__))
    for script in list(scripts(lockstep.capabilities))[seed::12]:
        violation = play(lockstep, script.steps, watch=lockstep.watch)[1]
        assert violation is None, (script.name, violation)
    for machine in ("trading", "distress", "funding"):
        exploration = Exploration(lockstep, "TOY", records=False, keeps=False)
        found = exploration.run(MACHINES[machine], seed=seed, histories=2, steps=12, shrinks=False)
        assert found.violation is None, found.violation
        assert found.failure is None


ORDERS: Row = {
    "profiles": ["solvency"],
    "instruments": ["XBTTOY"],
    "tables": ["order"],
    "requests": ["POST /order", "DELETE /order"],
    "ordTypes": ["Limit"],
    "timeInForce": ["GoodTillCancel"],
    "execInst": [],
    "controls": [],
    "columns": {"order": ["orderID", "symbol", "side", "price", "leavesQty", "cumQty"]},
}
BALANCES: Row = {
    "profiles": ["solvency"],
    "instruments": ["XBTTOY"],
    "tables": ["margin"],
    "requests": ["POST /order"],
    "columns": {"margin": ["currency", "walletBalance"]},
}


@pytest.mark.parametrize(
    ("declared", "looked_at"),
    [
        (ORDERS, {"buy orders trade what sell orders trade", "the book is never crossed"}),
        (BALANCES, {"a deposit adds what it is to its wallet, and changes no other"}),
    ],
)
def test_what_is_not_declared_is_not_looked_at(declared: Row, looked_at: set[str]) -> None:
    venue = InProcessVenue(PartOfVenue(ReferenceVenue(), declared))
    outcome = run_campaign(venue, Plan(("solvency",), LITTLE, 3))
    assert outcome.violations == []
    verdicts = {sentence.text: sentence for sentence in outcome.sentences}
    assert all(verdicts[text].name == "held" for text in looked_at)
    money = verdicts["the money that a venue holds is the money that was paid in"]
    assert (money.name, "ledger.balance" in money.missing) == ("not looked at", True)


def test_without_any_sentence_there_is_nothing_to_judge() -> None:
    declared = {**ORDERS, "tables": [], "requests": []}
    venue = InProcessVenue(PartOfVenue(ReferenceVenue(), declared))
    outcome = run_campaign(venue, Plan(("solvency",), LITTLE, 3))
    assert {sentence.name for sentence in outcome.sentences} == {"not looked at"}
    assert outcome.status == 2


def test_it_is_judged_where_it_is_asked_for_or_declared() -> None:
    assert judged_profiles(("trading",), PROFILES) == ("trading",)
    assert judged_profiles(("trading",), ("solvency",)) == ("solvency",)
    assert judged_profiles(("trading", "solvency"), PROFILES) == ("trading", "solvency")
    assert judged_profiles(("trading", "solvency"), ("trading",)) == ("trading",)


def test_an_order_that_meets_another_far_from_the_market_accuses_nobody() -> None:
    """Where prices have come down to it, it has disturbed something, and nothing is said."""
    lockstep = alone(ReferenceVenue())
    disturbed = next(r for r in RELATIONS if r.clauses == ("ORDR-027",))
    steps = (
        *open_world("XBTTOY"),
        new_order("alice", "Sell", 1, "25", label="low"),
        new_order("bob", "Buy", 1, "20", label="lower"),
    )
    _, violation = disturbed.look(lockstep.venue, steps, lockstep.capabilities)
    assert violation is None
