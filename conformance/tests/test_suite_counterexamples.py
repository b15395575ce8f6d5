"""A counterexample survives its file, and tells what became of it."""

import json
from pathlib import Path

import jsonschema
import pytest

from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.lockstep.counterexample import (
    Counterexample,
    counterexample_of,
    read_counterexample,
)
from solvent_conformance.lockstep.play import violation_in
from solvent_conformance.lockstep.repetition import replay_counterexample
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import BadHistory
from solvent_conformance.reports.record import SCHEMAS
from solvent_conformance.retellings.one_price import one_price_history
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


class PaidTwice(Rules):
    """Every commission is one satoshi too high."""

    __slots__ = ()

    def commission(self, cost: Money, rate: object) -> Money:
        return super().commission(cost, rate) + Money(1)  # type: ignore[arg-type] # passed on


def found() -> Counterexample:
    venue = ReferenceVenue(PaidTwice)
    _, capabilities = introduction(venue)
    violation = violation_in(
        lockstep_of(venue, capabilities), one_price_history("TOY", "XBTTOY", 3, ())
    )
    assert violation is not None
    return counterexample_of(violation, venue, (), 3, "python:somewhere:PaidTwice")


@pytest.mark.tests("FEES-001")
def test_the_file_names_the_clause_that_was_broken() -> None:
    assert "FEES-001" in found().clauses


def test_a_counterexample_survives_its_file(tmp_path: Path) -> None:
    counterexample = found()
    again = read_counterexample(counterexample.write(tmp_path))
    assert again == counterexample


def test_the_file_fits_its_schema(tmp_path: Path) -> None:
    schema = json.loads((SCHEMAS / "counterexample.schema.json").read_text())
    jsonschema.validate(json.loads(found().write(tmp_path).read_text()), schema)


def test_it_still_fails_where_it_failed_and_is_fixed_where_it_is_right() -> None:
    for venue, state in ((ReferenceVenue(PaidTwice), "STILL FAILS"), (ReferenceVenue(), "FIXED")):
        _, capabilities = introduction(venue)
        assert replay_counterexample(found(), lockstep_of(venue, capabilities)).state == state


def test_another_error_is_a_change() -> None:
    class NoProfit(Rules):
        """Nobody ever has an unrealised profit."""

        __slots__ = ()

        def unrealised_pnl(self, mark_value: Money, cost: Money) -> Money:
            return Money(7)

    venue = ReferenceVenue(NoProfit)
    _, capabilities = introduction(venue)
    result = replay_counterexample(found(), lockstep_of(venue, capabilities))
    assert result.state == "CHANGED"
    assert len(result.repeats) == len(found().steps)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 1}',
        '{"format": 2}',
        '{"format": 1, "seed": 0.5}',
        '{"format": 1, "seed": NaN}',
        json.dumps({"format": 1, "judge": "replay", "clauses": [], "sentence": "", "steps": []}),
    ],
)
def test_what_is_no_counterexample_is_malformed(text: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.cex.json"
    path.write_text(text)
    with pytest.raises(BadHistory):
        read_counterexample(path)


def test_what_a_venue_says_is_harmless() -> None:
    assert limit_text("\x1b[2J" + "x" * 1000).startswith("\\x1b[2J")
    assert len(limit_text("x" * 1000)) == 400
