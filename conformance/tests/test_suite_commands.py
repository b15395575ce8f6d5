"""`solvent certify` and `solvent replay`: exit statuses, files, and what bad input gets."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from solvent_conformance.certify.budget import BUDGETS, Budget
from solvent_conformance.cli import main
from solvent_conformance.reports.record import SCHEMAS

WRONG = """
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money


class Dear(Rules):
    __slots__ = ()

    def commission(self, cost, rate):
        return super().commission(cost, rate) + Money(1)


def make():
    return ReferenceVenue(Dear)


class Broken(ReferenceVenue):
    def hello(self):
        return {"protocol": 99}


class Dies(ReferenceVenue):
    def do(self, request):
        qty = request.body.get("orderQty")
        if isinstance(qty, int) and 2 < qty < 1000:
            raise RuntimeError("\\x1b[31mno" * 500)
        return super().do(request)


class Forgets(ReferenceVenue):
    def ctl(self, verb, body):
        if verb == "deposit":
            body = {**body, "amount": 1}
        return super().ctl(verb, body)
"""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setitem(BUDGETS, "quick", Budget("quick", 4, 1, 10, 1, 1, 1))
    (tmp_path / "doctored_venues.py").write_text(WRONG)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("doctored_venues", None)


def certified(tmp_path: Path, *arguments: str) -> tuple[Result, Path]:
    folder = tmp_path / "report"
    options = ["certify", "--profile", "arithmetic", "--seed", "1", "--report", str(folder)]
    options += arguments
    return CliRunner().invoke(main, options), folder


def test_a_small_budget_leaves_the_reference_undecided_and_never_violated(tmp_path: Path) -> None:
    result, folder = certified(tmp_path)
    assert result.exit_code in {0, 3}, result.output
    report = json.loads((folder / "report.json").read_text())
    assert report["verdicts"]["Violates"] == 0
    assert report["violations"] == []


def test_every_file_of_a_run_fits_its_schema(tmp_path: Path) -> None:
    _, folder = certified(tmp_path)
    for name in ("report", "certificate"):
        schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
        jsonschema.validate(json.loads((folder / f"{name}.json").read_text()), schema)
    assert (folder / "junit.xml").read_text().count("<testcase ") > 20
    assert "<table>" in (folder / "report.html").read_text()


def test_a_wrong_venue_is_a_violation_with_a_counterexample_that_replays(tmp_path: Path) -> None:
    result, folder = certified(tmp_path, "python:doctored_venues:make")
    assert result.exit_code == 1, result.output
    assert "FEES-001" in result.output
    files = sorted(folder.glob("*.cex.json"))
    assert files
    runner = CliRunner()
    refused = runner.invoke(main, ["replay", str(files[0])])
    assert refused.exit_code == 2
    assert "python:doctored_venues:make" in refused.output
    assert "--against VENUE" in refused.output
    trusted = runner.invoke(main, ["replay", str(files[0]), "--run-recorded-venue"])
    assert trusted.exit_code == 1, trusted.output
    fixed = runner.invoke(main, ["replay", str(files[0]), "--against", "reference"])
    assert fixed.exit_code == 0, fixed.output
    assert "FIXED" in fixed.output


def test_a_venue_that_raises_has_failed_and_its_text_is_escaped(tmp_path: Path) -> None:
    result, folder = certified(tmp_path, "python:doctored_venues:Dies")
    assert result.exit_code == 4, result.output
    assert "engine failed" in result.output
    assert "RuntimeError" in result.output
    assert "POST /order" in result.output
    report = json.loads((folder / "report.json").read_text())
    assert report["failure"]["kind"] == "engine failed"
    assert "RuntimeError" in report["failure"]["problem"]
    assert report["failure"]["after"]
    assert "\x1b[31mno" not in result.output
    assert "\x1b" not in (folder / "report.json").read_text()


@pytest.mark.parametrize(
    ("venue", "told"),
    [
        ("python:doctored_venues:Broken", "protocol"),
        ("python:doctored_venues:Forgets", "adapter invalid"),
        ("python:doctored_venues:nothing", "nothing of that name"),
        ("python:no_such_module:make", "no_such_module"),
        ("ftp://somewhere", "venue"),
        ("stdio:/no/such/program", "program"),
    ],
)
def test_an_adapter_that_is_none_is_invalid_and_judged_by_nobody(
    venue: str, told: str, tmp_path: Path
) -> None:
    result, folder = certified(tmp_path, venue)
    assert result.exit_code == 2, result.output
    assert told in result.output
    assert not (folder / "report.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--rulebook", "1999-99"),
        ("--budget", "endless"),
        ("--profile", "luck"),
        ("--all-bindings", "python:a:b"),
        ("--seed", "many"),
    ],
)
def test_wrong_usage_is_told_apart(arguments: tuple[str, ...], tmp_path: Path) -> None:
    assert certified(tmp_path, *arguments)[0].exit_code == 2


def test_a_file_that_is_no_counterexample_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.cex.json"
    path.write_text("{}")
    result = CliRunner().invoke(main, ["replay", str(path)])
    assert result.exit_code == 2
    assert "not a counterexample" in result.output


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, which is not installed here")
def test_a_venue_in_another_language_is_certified_for_the_part_that_it_has(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(BUDGETS, "quick", Budget("quick", 24, 3, 20, 6, 3, 3))
    matcher = Path(__file__).parents[1] / "examples" / "venues" / "matcher.js"
    folder = tmp_path / "report"
    options = ["certify", f"stdio:node {matcher}", "--seed", "1", "--report", str(folder)]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 0, result.output
    certificate = json.loads((folder / "certificate.json").read_text())
    assert certificate["profiles"] == ["trading"]
    assert {"MTCH-002", "MTCH-003", "MTCH-004", "ORDR-027"} <= set(certificate["conforms"])
