"""The baseline: what is known to be broken is accepted, anything else is not."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.certify.baseline import Baseline, read_baseline, write_baseline
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.cli import main
from solvent_conformance.lockstep.counterexample import counterexample_of
from solvent_conformance.protocol.history import BadHistory
from solvent_conformance.reports.record import certificate, report, validate

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
TINY = Budget("quick", 2, 1, 10, 1, 2, 2, 1, 1)


@pytest.fixture(autouse=True)
def examples(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(EXAMPLES))
    yield
    for name in ("adapter_in_process", "own_engine"):
        sys.modules.pop(name, None)


def engine(*faults: str) -> Any:
    """The example's adapter, which shows some columns wrongly."""
    adapter: Any = import_module("adapter_in_process").Adapter

    class Faulty(adapter):  # type: ignore[misc] # the example has no types
        def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Any]:
            for row in super().table(name, account, symbol):
                yield {
                    k: ("7" if k == "price" else 7) if k in faults else v for k, v in row.items()
                }

    return Faulty()


def judged(venue: object, baseline: Baseline | None = None) -> Outcome:
    plan = Plan(("trading",), TINY, 3, baseline=baseline or Baseline())
    return run_campaign(InProcessVenue(venue), plan)  # type: ignore[arg-type] # the example has no types


def accepted_in(path: Path, outcome: Outcome) -> Baseline:
    found = [counterexample_of(v, None, (), 3, "python:mine") for v in outcome.violations]
    write_baseline(path, found)
    return read_baseline(path)


def test_what_is_accepted_does_not_fail_a_build_and_what_is_new_does(tmp_path: Path) -> None:
    first = judged(engine("price"))
    assert (first.status, bool(first.violations)) == (1, True)
    baseline = accepted_in(tmp_path / "known.json", first)
    again = judged(engine("price"), baseline)
    assert (again.violations, again.stale, again.status) == ([], [], 0)
    told = Certification(again, "in process", "python:mine", ())
    assert told.title == "nothing new"
    assert certificate(told)["certified"] is False
    for row in (certificate(told), report(told)):
        validate(row)
    worse = judged(engine("price", "leavesQty"), baseline)
    assert worse.status == 1
    assert {v.clause for v in worse.violations}.isdisjoint(v.clause for v in first.violations)


def test_what_no_longer_fails_is_stale(tmp_path: Path) -> None:
    baseline = accepted_in(tmp_path / "known.json", judged(engine("price")))
    mended = judged(engine(), baseline)
    assert (mended.violations, mended.status) == ([], 1)
    assert len(mended.stale) == len(baseline.accepted) > 0


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"format": 2, "accepted": []}', '{"format": 1, "accepted": [{"format": 1}]}'],
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(BadHistory, match=r"known\.json"):
        read_baseline(path)
    run = CliRunner().invoke(main, ["certify", "--baseline", str(path)])
    assert (run.exit_code, "known.json" in run.output) == (2, True)


def test_a_baseline_is_a_file_of_whole_histories(tmp_path: Path) -> None:
    accepted_in(tmp_path / "known.json", judged(engine("price")))
    row = json.loads((tmp_path / "known.json").read_text())
    assert row["kind"] == "baseline"
    assert all(one["steps"] and one["clauses"] for one in row["accepted"])
