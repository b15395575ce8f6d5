"""An answer that differs on repetition is told, whatever it was asked for."""

import pytest

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.certify import certification
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.certify.stage import Stage
from solvent_conformance.choices import policies
from solvent_conformance.choices.policies import infer_policies
from solvent_conformance.choices.scenes import SCENARIOS
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.lockstep.memory import Memory
from solvent_conformance.lockstep.play import play
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.retellings.one_price import one_price_history
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

REFUSED = Answer("rejected", [], {"message": "no", "name": "HTTPError"}, 400)


class LiesOnce(ReferenceVenue):
    """Does what it is asked, and says once that it has not; `lie` is the number of the answer."""

    lie = 0
    served = 0
    looked = 0
    blind = 0

    def do(self, request: Request) -> Answer:
        answer = super().do(request)
        self.served += 1
        if self.served != self.lie:
            return answer
        return REFUSED if answer.status == "ok" else Answer("ok", [{"orderID": "none"}])

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        answer = super().read(table, account, symbol)
        self.looked += 1
        if 0 < self.blind <= self.looked and answer.rows:
            self.blind = 0
            return Answer("ok", answer.rows[:-1])
        return answer


def remembered(venue: LiesOnce) -> Lockstep:
    checked = InProcessVenue(venue)
    return lockstep_of(checked, introduction(checked)[1], memory=Memory())


def contradictions(lockstep: Lockstep) -> list[str]:
    assert lockstep.memory is not None
    return lockstep.memory.contradictions


def test_who_repeats_itself_contradicts_nothing() -> None:
    lockstep = remembered(LiesOnce())
    for seed in (3, 3, 4):
        assert play(lockstep, one_price_history("TOY", "XBTTOY", seed, ()))[1] is None
    assert contradictions(lockstep) == []


@pytest.mark.parametrize("where", ["answer", "table"])
def test_one_lie_is_told_when_the_same_is_asked_again(where: str) -> None:
    venue = LiesOnce()
    lockstep = remembered(venue)
    steps = one_price_history("TOY", "XBTTOY", 3, ())
    play(lockstep, steps)
    if where == "answer":
        venue.lie = venue.served + 2
    else:
        venue.blind = venue.looked + 40
    play(lockstep, steps)
    assert contradictions(lockstep) != []


ANOTHER = next(name for name in SCENARIOS if name != "ORDR-014")


@pytest.mark.parametrize(("scenario", "lie"), [("ORDR-014", 9), ("ORDR-014", 60), (ANOTHER, 1)])
def test_one_lie_in_a_scenario_of_choices_is_told(
    scenario: str, lie: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(policies, "SCENARIOS", {scenario: SCENARIOS[scenario]})
    venue = LiesOnce()
    venue.lie = lie
    lockstep = remembered(venue)
    infer_policies(lockstep)
    assert venue.served > lie
    assert contradictions(lockstep) != []


def outcome_of(budget: Budget) -> Outcome:
    hello = ReferenceVenue().hello()
    return Outcome(Plan(("trading",), budget, 1), hello, Capabilities.of(hello))


def test_a_violation_that_does_not_come_again_is_told_as_both() -> None:
    venue = LiesOnce()
    venue.lie = 40
    outcome = outcome_of(Budget("quick", 20, 1, 20, 1, 3, 1))
    stage = Stage(outcome, remembered(venue), "trading", "TOY", 20, lambda _: None)
    stage.run(MACHINES["trading"])
    assert venue.served > 40
    assert outcome.violations
    assert outcome.flaky == ["trading TOY"]


class Moody(ReferenceVenue):
    """Introduces itself differently each time."""

    said = 0

    def hello(self) -> Row:
        self.said += 1
        return {**super().hello(), "version": f"{self.said}"}


def test_another_hello_at_the_end_is_told() -> None:
    venue = LimitedVenue(InProcessVenue(Moody()), Allowance())
    hello = venue.hello()
    outcome = Outcome(
        Plan(("trading",), Budget("quick", 1, 1, 1, 1, 1, 1), 1), hello, Capabilities.of(hello)
    )
    certification._say_goodbye(venue, outcome)
    assert outcome.flaky == ["hello"]
    assert outcome.status == 3
