"""An engine that knows the names of the suite's accounts meets other ones."""

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.certify.budget import BUDGETS, Budget
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.outcome import Plan
from solvent_conformance.histories.generators.arenas import HAND, VICTIM
from solvent_conformance.histories.generators.worlds import ACCOUNTS
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

USUAL = frozenset({*ACCOUNTS, *HAND, VICTIM, "ann", "ben"})


class KnowsTheSuite(ReferenceVenue):
    """It is right before accounts that stand in the suite; of others it cancels nothing."""

    def hello(self) -> Row:
        """Trading."""
        return {**super().hello(), "name": "knowing", "profiles": ["trading"]}

    def do(self, request: Request) -> Answer:
        """A cancel does nothing for whoever is no name of the suite."""
        if request.account not in USUAL and request.method == "DELETE":
            return Answer("ok")
        return super().do(request)


def test_a_venue_that_knows_the_usual_names_is_found_out() -> None:
    plan = Plan(("trading",), Budget("small", 6, 0, 20, 0, 1, 1, 1, 1), 1)
    outcome = run_campaign(InProcessVenue(KnowsTheSuite()), plan)
    assert outcome.violations, "its cancels do nothing"
    accounts = outcome.violations[0].steps[0].message["accounts"]
    assert USUAL.isdisjoint(accounts)


def test_the_names_are_those_of_the_seed_in_their_order() -> None:
    one, two = (Plan(("trading",), BUDGETS["quick"], seed).names for seed in (1, 2))
    assert one == Plan(("trading",), BUDGETS["quick"], 1).names
    assert set(one.values()).isdisjoint(two)
    assert one != two
    assert sorted(one) == list(one)
    assert sorted(one.values()) == list(one.values())
    assert len(set(one.values())) == len(one)
