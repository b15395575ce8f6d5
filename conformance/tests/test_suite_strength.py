"""The suite tells wrong venues from right ones, and the measure of it is honest."""

import json

import pytest
from click.testing import CliRunner

from solvent_conformance.certify.soak import ELSEWHERE, worked_examples
from solvent_conformance.cli import main
from solvent_conformance.specimens.registry import Specimen, specimens
from solvent_conformance.strength.matrix import Strength
from solvent_conformance.strength.trials import likeliest, trial
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


class FundingForNobody(Rules):
    """Funding moves no money."""

    __slots__ = ()

    def funding_payment(self, mark_value: Money, rate: object) -> Money:
        return Money(0)


def specimen(clause: str, rules: type[Rules]) -> Specimen:
    return Specimen(rules.__name__, clause, "", "made up", lambda: ReferenceVenue(rules))


@pytest.mark.tests("FUND-008")
def test_a_wrong_venue_is_caught_by_a_check_that_names_its_clause() -> None:
    one = trial(specimen("FUND-008", FundingForNobody), 1)
    assert one.caught
    assert one.cited
    strength = Strength((one,))
    assert strength.proved == ("FUND-008",)
    assert "FUND-008" not in strength.unproved
    assert strength.missed == []


def test_a_clause_without_a_caught_venue_is_unproved() -> None:
    assert "FUND-008" in Strength(()).unproved


def test_a_venue_that_is_said_to_be_wrong_and_is_not_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("solvent_conformance.strength.trials.BATCHES", (1,))
    one = trial(specimen("ADMN-001", Rules), 1)
    assert not one.caught
    assert Strength((one,)).missed == [one.specimen]


def test_a_venue_that_raises_is_caught_by_nobody_s_clause() -> None:
    class Raises(Rules):
        """It cannot pay funding at all."""

        __slots__ = ()

        def funding_payment(self, mark_value: Money, rate: object) -> Money:
            raise RuntimeError

    one = trial(specimen("FUND-008", Raises), 1)
    assert one.caught


def test_each_wrong_venue_has_a_machine_that_is_tried_first() -> None:
    assert all(likeliest(one) for one in specimens())


def test_the_matrix_can_be_read_by_a_program() -> None:
    name = next(s.name for s in specimens() if s.clause == "FEES-001")
    result = CliRunner().invoke(main, ["strength", "--venue", name, "--jobs", "1", "--json"])
    assert result.exit_code == 0, result.output
    row = json.loads(result.stdout)
    assert row["venues"][0]["caught"] == 1
    assert row["proved"] == ["FEES-001"]


@pytest.mark.parametrize(
    "options",
    [("--clause", "NONE-001"), ("--venue", "Nobody"), ("--clause", "FEES-001", "--only", "benign")],
)
def test_what_cannot_be_tried_is_wrong_usage(options: tuple[str, str]) -> None:
    assert CliRunner().invoke(main, ["strength", *options]).exit_code == 2


def test_a_soak_counts_the_worked_examples_of_what_no_machine_reaches() -> None:
    turn = worked_examples()
    assert turn.broke == ""
    assert set(turn.tally) == ELSEWHERE
    assert all(turn.tally.values())
