"""Fixtures as files: fresh, exact, validated; scenarios against the reference; the command."""

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from solvent_conformance.cli.fixtures import command
from solvent_conformance.fixtures.files import (
    MODELS,
    BadFixture,
    Fixtures,
    content_hash,
    read_exact,
    read_fixture,
)
from solvent_conformance.fixtures.scenarios import play_scenario
from solvent_conformance.specimens.registry import specimen
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.vocabulary.units import Money, Rate
from solvent_spec.wire.fixture_files import ScenarioFile, VectorFile

FIXTURES = Fixtures.here()
SCENARIOS = FIXTURES.scenarios()
SCHEMA_OF = {"instruments": "instrument", "indices": "index-definition"}


def marked(scenario: ScenarioFile) -> object:
    return pytest.param(scenario, id=scenario.id, marks=pytest.mark.tests(*scenario.clauses))


def test_nothing_generated_is_stale() -> None:
    told = [str(p.relative_to(FIXTURES.folder)) for p in FIXTURES.stale()]
    assert told == [], "run `solvent fixtures fill`"


def test_the_index_lists_every_file_with_its_hash() -> None:
    listed = {f["path"]: f["sha256"] for f in read_exact(FIXTURES.folder / "index.json")["files"]}
    on_disk = {
        p.relative_to(FIXTURES.folder).as_posix(): content_hash(read_exact(p))
        for kind in MODELS
        for p in FIXTURES.paths(kind)
    }
    assert listed == on_disk


@pytest.mark.parametrize("kind", MODELS)
def test_the_published_schema_accepts_every_file(kind: str) -> None:
    name = SCHEMA_OF.get(kind, kind.removesuffix("s"))
    schema = read_exact(FIXTURES.folder / "schema" / f"{name}.json")
    validator = Draft202012Validator(schema)
    faults = {p.name: list(validator.iter_errors(read_exact(p))) for p in FIXTURES.paths(kind)}
    assert {name for name, found in faults.items() if found} == set()


@pytest.mark.parametrize("scenario", [marked(s) for s in SCENARIOS])
def test_the_reference_plays_the_scenario(scenario: ScenarioFile) -> None:
    assert play_scenario(scenario, ReferenceVenue()).faults == ()


def test_scenarios_name_known_clauses() -> None:
    assert {c for s in SCENARIOS for c in s.clauses} <= set(CLAUSES)


def test_a_wrong_venue_violates_a_scenario() -> None:
    class RoundsFeesUp(Rules):
        __slots__ = ()

        def commission(self, cost: Money, rate: Rate) -> Money:
            return Money(super().commission(cost, rate) + 1)

    verdicts = [play_scenario(s, ReferenceVenue(RoundsFeesUp)).verdict for s in SCENARIOS]
    assert verdicts.count("violated") >= 5


@pytest.mark.parametrize(
    ("scenario", "venue"),
    [
        ("truncated-funding", "ReceiversPaidInFull"),
        ("coarse-tick-takeover", "TakenOverOnTheTick"),
        ("index-near-zero", "IndexOfNothing"),
        ("expiry-leaves-nothing-with-the-engine", "MarkedAfterExpiry"),
        ("engine-is-empty-after-expiry", "OrphanedAtExpiry"),
        ("fair-price-below-zero", "MarkedWithoutSign"),
        ("junk-bid", "SpendsAtAnyPrice"),
        ("carried-by-a-full-fund", "CarriesNothing"),
        ("protective-stop-closes", "ClosingRefusedForMoney"),
        ("backed-short-at-any-price", "BackedShortKeepsMaintenance"),
        ("added-margin-stays", "AddedMarginTaken"),
        ("highest-tier", "TiersWithoutEnd"),
    ],
)
def test_a_history_that_broke_the_promise_shows_its_fault(scenario: str, venue: str) -> None:
    (history,) = [s for s in SCENARIOS if s.id.endswith(scenario)]
    assert play_scenario(history, specimen(venue).make()).verdict == "violated"


def test_a_venue_that_says_what_it_lacks_is_excused() -> None:
    class NoUsdt(ReferenceVenue):
        def hello(self) -> dict[str, object]:
            return {**super().hello(), "controls": ["advance", "spot", "deposit"]}

        def ctl(self, verb: str, body: dict[str, object]) -> object:
            answer = super().ctl(verb, body)
            return type(answer)("unsupported") if verb == "freeze" else answer

    overload = next(s for s in SCENARIOS if s.profile == "overload")
    assert play_scenario(overload, NoUsdt()).verdict == "unsupported"


def test_the_same_lack_without_a_word_is_a_violation() -> None:
    class Mute(ReferenceVenue):
        def ctl(self, verb: str, body: dict[str, object]) -> object:
            answer = super().ctl(verb, body)
            return type(answer)("unsupported") if verb == "freeze" else answer

    overload = next(s for s in SCENARIOS if s.profile == "overload")
    assert play_scenario(overload, Mute()).verdict == "violated"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "no JSON"),
        ("[]", "no JSON object"),
        ('{"id": 0.5}', "is a float"),
        ('{"id": NaN}', "is a float"),
        ('{"id": "x"}', "Field required"),
    ],
)
def test_a_bad_file_is_named_with_its_fault(tmp_path: Path, text: str, told: str) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(text)
    with pytest.raises(BadFixture, match=f"bad.json: .*{told}"):
        read_fixture(bad, VectorFile)


def test_fill_leaves_worked_and_recorded_vectors_alone(tmp_path: Path) -> None:
    for kind in ("instruments", "indices"):
        (tmp_path / kind).mkdir()
        for path in FIXTURES.paths(kind):
            (tmp_path / kind / path.name).write_text(path.read_text())
    (tmp_path / "vectors" / "units").mkdir(parents=True)
    vector = read_exact(FIXTURES.folder / "vectors/units/value-of-a-lot.json")
    vector["calls"][0]["expect"] = 1
    wrong = tmp_path / "vectors" / "units" / "value-of-a-lot.json"
    wrong.write_text(json.dumps(vector))
    generated = {**vector, "id": "made", "origin": "generated"}
    made = tmp_path / "vectors" / "units" / "made.json"
    made.write_text(json.dumps(generated))
    Fixtures(tmp_path).fill()
    assert read_exact(wrong)["calls"][0]["expect"] == 1
    assert read_exact(made)["calls"][0]["expect"] == 33333
    assert Fixtures(tmp_path).stale() == []


def test_the_command_checks_the_vectors() -> None:
    result = CliRunner().invoke(command, ["check", "--chapter", "units"])
    assert result.exit_code == 0
    assert "0 mismatches" in result.output


def test_the_command_refuses_a_chapter_that_there_is_not() -> None:
    assert CliRunner().invoke(command, ["check", "--chapter", "weather"]).exit_code == 2


def test_the_command_shows_a_mismatch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "instruments").mkdir()
    (tmp_path / "indices").mkdir()
    (tmp_path / "vectors").mkdir()
    vector = read_exact(FIXTURES.folder / "vectors/units/value-of-a-lot.json")
    vector["calls"][0]["expect"] = 1
    (tmp_path / "vectors" / "value-of-a-lot.json").write_text(json.dumps(vector))
    monkeypatch.setattr(Fixtures, "here", classmethod(lambda cls: cls(tmp_path)))
    result = CliRunner().invoke(command, ["check"])
    assert result.exit_code == 1
    assert "nearest_minor: expected 1, got 33333" in result.output
    (tmp_path / "vectors" / "value-of-a-lot.json").write_text("{")
    result = CliRunner().invoke(command, ["check"])
    assert result.exit_code == 2
    assert "no JSON" in result.output


@pytest.mark.parametrize("venue", ["reference", f"stdio:{sys.executable} -m solvent_reference"])
def test_the_command_plays_the_scenarios_at_a_venue(venue: str) -> None:
    result = CliRunner().invoke(command, ["check", "--chapter", "units", "--against", venue])
    assert result.exit_code == 0
    assert f"{len(SCENARIOS)} held, 0 violated, 0 unsupported" in result.output


@pytest.mark.parametrize("venue", ["nonsense", "python:nowhere:venue", "stdio:false"])
def test_the_command_refuses_what_is_no_venue(venue: str) -> None:
    result = CliRunner().invoke(command, ["check", "--chapter", "units", "--against", venue])
    assert result.exit_code == 2
    assert "Error: " in result.output
    assert "Traceback" not in result.output
