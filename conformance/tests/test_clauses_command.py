"""`solvent clauses`, and who may cite what."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from solvent_conformance.cli import citations as cited
from solvent_conformance.cli import clauses as cli
from solvent_conformance.cli import main
from solvent_spec.rules import CLAUSES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["clauses", *arguments], env={"COLUMNS": "100"})


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the generated files that a test may write."""
    for name in ("FROZEN", "AFFIRMED"):
        source: Path = getattr(cli, name)
        copy = tmp_path / source.name
        copy.write_text(source.read_text())
        monkeypatch.setattr(cli, name, copy)
    monkeypatch.setattr(cli, "ROOT", tmp_path)
    return tmp_path


def test_every_citation_is_of_a_clause() -> None:
    unknown = [c for c in cited.citations() if c.clause not in CLAUSES]
    assert unknown == []


def test_a_citation_is_found_in_tests_fixtures_and_venues(tmp_path: Path) -> None:
    (tmp_path / "test_of_it.py").write_text(
        'import pytest\npytestmark = pytest.mark.tests("UNIT-001")\n\n'
        '@pytest.mark.tests("UNIT-002", "UNIT-003")\ndef test_it(): ...\n'
    )
    (tmp_path / "worked.json").write_text('{"clauses": ["MARG-001"], "calls": [{"clauses": 3}]}')
    (tmp_path / "wrong.py").write_text(
        'class Lender:\n    clause = "MARG-012"\n\n@venue("MARG-013")\nclass Payer: ...\n'
    )
    tests = {(c.clause, c.name) for c in cited.cited_by_tests((tmp_path,))}
    assert tests == {("UNIT-001", "module"), ("UNIT-002", "test_it"), ("UNIT-003", "test_it")}
    assert [c.clause for c in cited.cited_by_fixtures(tmp_path)] == ["MARG-001"]
    venues = {(c.clause, c.name) for c in cited.cited_by_venues(tmp_path)}
    assert venues == {("MARG-012", "Lender"), ("MARG-013", "Payer")}


def test_list_selects_by_chapter_and_level() -> None:
    rows = json.loads(run("list", "--chapter", "risk limits", "--level", "MUST", "--json").stdout)
    assert [row["id"] for row in rows] == [f"RISK-{n:03}" for n in range(1, len(rows) + 1)]
    assert "RISK-001" in run("list", "--chapter", "RISK").stdout


def test_list_selects_by_evidence_and_profile() -> None:
    found = run("list", "--evidence", "decided", "--profile", "trading", "--json").stdout
    rows = json.loads(found)
    assert {(r["evidence"], r["profile"]) for r in rows} == {("decided", "trading")}
    assert all(row["alternatives"] for row in rows)


def test_show_has_text_examples_formula_and_citations() -> None:
    value = json.loads(run("show", "marg-001", "--json").stdout)
    assert value["text"] == CLAUSES["MARG-001"].text
    assert "106953422" in value["examples"]
    assert {"formula", "cited", "observable", "alternatives", "source"} <= set(value)
    shown = run("show", "MARG-001").stdout
    for title in ("Source:", "Seen in:", "Tests", "Fixtures", "Wrong venues"):
        assert title in shown


def test_search_needs_all_words_and_looks_at_columns() -> None:
    rows = json.loads(run("search", "bankruptcy", "fee", "--json").stdout)
    assert "MARG-018" in {row["id"] for row in rows}
    assert json.loads(run("search", "position.posInit", "cross", "elephant", "--json").stdout) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "MARG-7"), ("MARG-007", "nearest")),
        (("show", "elephant"), ("solvent clauses list",)),
        (("list", "--chapter", "margn"), ("did you mean margin?",)),
        (("chapter", "elephant"), ("risk_limits",)),
        (("affirm",), ("--all",)),
        (("affirm", "MARG-999"), ("nearest",)),
        (("freeze", "--retire", "MARG-007"), ("cannot be retired",)),
    ],
)
def test_wrong_usage_says_what_to_do_and_ends_with_2(
    arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output
    for word in words:
        assert word in done.output


def test_a_chapter_is_printed_with_its_clauses() -> None:
    done = run("chapter", "margin")
    assert done.exit_code == 0
    assert "{{" not in done.stdout
    assert CLAUSES["MARG-007"].statement in done.stdout


def test_freeze_writes_what_is_registered(spec: Path) -> None:
    (spec / "clauses.json").write_text('{"retired": [], "clauses": []}')
    assert run("freeze").exit_code == 0
    rows = json.loads((spec / "clauses.json").read_text())["clauses"]
    assert {row["id"] for row in rows} == set(CLAUSES)


def test_a_clause_that_was_removed_is_retired_by_name_and_stays_so(spec: Path) -> None:
    frozen = json.loads((spec / "clauses.json").read_text())
    frozen["clauses"].append({"id": "MARG-900"})
    (spec / "clauses.json").write_text(json.dumps(frozen))
    refused = run("freeze")
    assert refused.exit_code == 2
    assert "--retire MARG-900" in refused.output
    assert run("freeze", "--retire", "MARG-900").exit_code == 0
    assert run("freeze").exit_code == 0
    assert json.loads((spec / "clauses.json").read_text())["retired"] == ["MARG-900"]


def test_affirm_takes_the_present_text(spec: Path) -> None:
    (spec / "affirmed.json").write_text('{"MARG-001": "an older text", "MARG-900": "gone"}')
    assert "MARG-001" in run("freeze").stdout
    assert run("affirm", "MARG-001").exit_code == 0
    hashes = json.loads((spec / "affirmed.json").read_text())
    assert hashes == {"MARG-001": CLAUSES["MARG-001"].text_hash}
    assert run("affirm", "--all").exit_code == 0
    assert len(json.loads((spec / "affirmed.json").read_text())) == len(CLAUSES)
