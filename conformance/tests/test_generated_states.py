"""States that were laid out stand, fall into cascades that are common, and wrong rules show."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.certify import states as cascades
from solvent_conformance.certify.states import campaign, shrink_fall
from solvent_conformance.cli import main
from solvent_conformance.specimens.registry import Specimen
from solvent_conformance.specimens.wrong.funding import ReceiversPaidInFull
from solvent_conformance.specimens.wrong.insurance import FundBelowZero
from solvent_reference.venue import ReferenceVenue


def journaling(specimen: Specimen) -> Callable[[], ReferenceVenue]:
    return lambda: ReferenceVenue(specimen.made, journal=True)


def test_states_stand_and_cascades_are_common() -> None:
    found = campaign(7, rounds=3, size=15)
    assert found.fall is None
    assert found.states == 45
    assert found.events["PositionTakenOver"] > 30
    assert found.events["TradeExecuted deleveraging"] > 10
    assert min(found.extremes.least.values()) >= 0
    assert found.extremes.most["fund"] > 0


def test_one_seed_lays_out_the_same_states() -> None:
    first, second = (campaign(11, size=8) for _ in range(2))
    assert first.events == second.events
    assert first.extremes == second.extremes


@pytest.mark.parametrize("wrong", [FundBelowZero, ReceiversPaidInFull])
def test_a_wrong_rule_falls_and_its_history_is_short(wrong: Specimen) -> None:
    found = campaign(3, rounds=12, size=30, origin=journaling(wrong))
    assert found.fall is not None
    short = shrink_fall(found.fall, journaling(wrong))
    assert short is not None
    assert len(short.steps) <= 15


def test_the_command_counts_and_tells_extremes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(cascades, "ROUND", 4)
    arguments = ["states", "--minutes", "0", "--seed", "1", "--report", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "PositionTakenOver" in result.output
    assert "fees" in result.output
