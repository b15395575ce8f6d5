"""What a venue does where a clause leaves it a choice is found out, whatever else it chose."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random

import pytest

from solvent_conformance.choices.policies import infer_policies
from solvent_conformance.choices.precedence import answers_of, flawed_orders
from solvent_conformance.choices.scenes import SCENARIOS
from solvent_conformance.judges.replay import Replay
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.specimens.registry import Specimen, wrong_venues
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES, Rules, recording
from solvent_spec.rules.orders.refusals import CHECKS, Checked, precedence
from solvent_spec.vocabulary.messages import Venue
from solvent_spec.vocabulary.reasons import Reject

NEVER_SEEN = {
    "INDX-008": "a contract that settles comes with the chapter on settlement",
    "FEES-006": "the protocol has no affiliates",
    "ADLV-010": "no table shows an execution of the liquidation engine",
    "INST-015": "no served contract has such a price within its cap",
    "MARK-013": "no contract of TOY gets a fair price of zero from a book within its cap",
    "FEES-007": "no short history leaves the fee account without what a rebate takes",
}
"""Clauses with a choice that no message of the protocol shows."""

FIRST_A_CHOICE = {"SelfTradesNowAndThen", "LastContractFirst", "LastContractMarkedFirst"}
"""Wrong venues that do a permitted thing in the scenario of their clause, and a wrong one later."""

MONEY_FIRST = "balance, " + ", ".join(check for check in CHECKS if check != "balance")
TAKEN = {name: CLAUSES[name].alternatives[0] for name in SCENARIOS}
OTHERS = [
    (name, MONEY_FIRST if name == "ORDR-014" else choice)
    for name in SCENARIOS
    for choice in CLAUSES[name].alternatives[1:]
    if choice != "half down"  # at every price on a tick it does what half to even does
]

APART = 16


def reference(fired: Callable[[str], None] | None) -> Venue:
    return ReferenceVenue(Rules if fired is None else recording(Rules, fired))


def lockstep_with(chosen: dict[str, str]) -> Lockstep:
    """A lockstep with a venue that chose these; for the rest it does what is taken for granted."""

    class Chosen(Rules):
        """Rules with these choices."""

        __slots__ = ()

        def policy(self, identity: str, default: str) -> str:
            return chosen.get(identity, default)

    venue = ReferenceVenue(Chosen)
    capabilities = Capabilities.of(venue.hello())
    return Lockstep(venue, capabilities, reference, lambda: (Replay(capabilities),), Watch())


def choices(chosen: dict[str, str]) -> dict[str, str]:
    return {policy.clause: policy.choice for policy in infer_policies(lockstep_with(chosen))}


def test_a_clause_with_a_choice_has_a_scenario() -> None:
    leaving = {c.id for c in CLAUSES.values() if len(c.alternatives) > 1}
    assert leaving == set(SCENARIOS) | set(NEVER_SEEN)


@pytest.mark.parametrize("place", range(APART))
def test_choices_are_inferred_and_no_other(place: int) -> None:
    """A few at once, far from each other in the list: each alone takes thrice as long."""
    some = dict(OTHERS[place::APART])
    assert choices(some) == TAKEN | some


@pytest.mark.parametrize("seed", range(5))
def test_a_few_choices_are_inferred_together(seed: int) -> None:
    some = dict(Random(seed).sample(OTHERS, 6))
    assert choices(some) == TAKEN | some


@pytest.mark.parametrize("which", [1, -1])
def test_every_choice_is_inferred_beside_the_others(which: int) -> None:
    chosen = {name: CLAUSES[name].alternatives[which] for name in SCENARIOS}
    chosen |= {"ORDR-014": MONEY_FIRST, "UNIT-002": "half to even"}
    assert choices(chosen) == chosen


@pytest.mark.parametrize(
    "venue",
    [v for v in wrong_venues() if v.clause in SCENARIOS and v.name not in FIRST_A_CHOICE],
    ids=lambda v: v.name,
)
def test_a_wrong_venue_is_not_taken_for_one_that_chose_otherwise(venue: Specimen) -> None:
    made = venue.make()
    capabilities = Capabilities.of(made.hello())
    lockstep = Lockstep(made, capabilities, reference, lambda: (Replay(capabilities),), Watch())
    assert [policy for policy in infer_policies(lockstep) if policy.is_other] == []


def test_of_each_flawed_order_its_checks_and_no_other_complain() -> None:
    lockstep = lockstep_with({})
    flawed = flawed_orders(lockstep.capabilities)
    said = {
        check: answers_of(
            ReferenceVenue(),
            flawed,
            lockstep.capabilities,
            {"ORDR-014": ", ".join((check, *(c for c in CHECKS if c != check)))},
        )
        for check in CHECKS
    }
    for number, order in enumerate(flawed):
        by_default = said[order.checks[0]][number]
        others = {check for check in CHECKS if said[check][number] != by_default}
        assert others == set(order.checks[1:]), order.checks
        assert len({said[check][number] for check in order.checks}) == len(order.checks)


def test_each_two_checks_that_can_meet_are_compared() -> None:
    flawed = flawed_orders(lockstep_with({}).capabilities)
    compared = {pair for order in flawed for pair in combinations(order.checks, 2)}
    apart = {("client order id", "repeated client order id"), ("trading", "open orders")}
    apart |= {("trading", "mark")}
    apart |= {("mark", check) for check in CHECKS[CHECKS.index("open orders") :]}
    assert set(combinations(CHECKS, 2)) - compared == apart


def test_a_venue_that_goes_in_circles_has_no_precedence() -> None:
    class Circular(Rules):
        """The price comes before the stop price, that before the display quantity, and so on."""

        __slots__ = ()

        def foremost(self, checked: Checked) -> Reject | None:
            found = {check: reason for check, reason in checked if reason is not None}
            circle = ("price", "stop price", "display quantity")
            if len(found) == 2 and set(found) == {circle[0], circle[2]}:
                return found[circle[2]]
            return next(iter(found.values()), None)

    venue = ReferenceVenue(Circular)
    capabilities = Capabilities.of(venue.hello())
    lockstep = Lockstep(venue, capabilities, reference, lambda: (Replay(capabilities),), Watch())
    found = {policy.clause: policy for policy in infer_policies(lockstep)}["ORDR-014"]
    assert not found.seen
    assert found.choice == "this order"


def test_a_precedence_that_leaves_a_check_out_is_refused() -> None:
    with pytest.raises(ValueError, match="name each check once"):
        precedence("price, quantity")
    setup = {"rulebook": "TOY", "instruments": ["XBTTOY"], "accounts": ["alice"]}
    answer = ReferenceVenue().reset({**setup, "policies": {"ORDR-014": "price"}})
    assert answer.status == "rejected"
    answer = ReferenceVenue().reset({**setup, "policies": {"FUND-010": "nobody"}})
    assert "choose one of 'fees', 'fund'" in str(answer.error)
    answer = ReferenceVenue().reset({**setup, "policies": {"MARG-001": "mine"}})
    assert "no clause that leaves a choice" in str(answer.error)
