"""The reference is certified whole, an engine that has a part for that part."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from solvent_conformance.cli import main
from solvent_spec.rules import CLAUSES

VENUES = """
from solvent_reference.venue import ReferenceVenue


class OneContract(ReferenceVenue):
    def hello(self):
        declared = {"name": "one", "instruments": ["XBTTOY"], "payoffs": ["inverse"]}
        return {**super().hello(), **declared}


class PlainOrders(ReferenceVenue):
    def hello(self):
        declared = {
            "name": "plain",
            "profiles": ["trading", "margin"],
            "instruments": ["XBTUSD", "ETHUSD"],
            "payoffs": ["inverse", "quanto"],
            "ordTypes": ["Limit", "Market"],
            "timeInForce": ["GoodTillCancel", "ImmediateOrCancel"],
            "execInst": [],
        }
        return {**super().hello(), **declared}
"""


@pytest.fixture(autouse=True)
def _venues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    (tmp_path / "partial_venues.py").write_text(VENUES)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    sys.modules.pop("partial_venues", None)


@pytest.mark.parametrize("name", ["OneContract", "PlainOrders"])
def test_a_part_is_certified(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "report"
    options = [
        "--profile",
        "trading",
        "--profile",
        "margin",
        "--seed",
        "1",
        "--report",
        str(folder),
    ]
    result = CliRunner().invoke(main, ["certify", f"python:partial_venues:{name}", *options])
    assert result.exit_code == 0, result.output
    report = json.loads((folder / "report.json").read_text())
    reasons = {row["clause"]: row["reason"] for row in report["clauses"]}
    assert "declares absent" in reasons["INST-013"], "no future, so no expiry"
    open_ = [row["clause"] for row in report["clauses"] if row["verdict"] == "Undecided"]
    assert [c for c in open_ if CLAUSES[c].level == "MUST"] == []


def test_the_reference_is_certified_whole(tmp_path: Path) -> None:
    """Within the quick budget every MUST clause is reached, or says why no history can."""
    result = CliRunner().invoke(
        main, ["certify", "--seed", "1", "--report", str(tmp_path / "report")]
    )
    assert result.exit_code == 0, result.output
