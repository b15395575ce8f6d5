"""Faults of the field are found by machines alone, at the quick budget."""

from dataclasses import replace

import pytest

from solvent_conformance.certify.budget import Budget
from solvent_conformance.specimens.registry import faults, specimen, wrong_venues
from solvent_conformance.strength import searches, trials
from solvent_spec.rules import CLAUSES

KINDS = {
    "priority": "PartFilledGoesToTheBack",
    "amendment": "AmendedPriceDoesNotMatch",
    "depth": "DepthForgetsPartFills",
    "width": "OpenCostIn64Bits",
    "clock": "FundingOnceAStep",
    "isolation": "OrdersCanceledElsewhere",
    "exits": "NothingWithoutAvailable",
}
"""Of each kind one that is found soon; `solvent strength` tries all."""


def _no_scene(*_: object) -> None:
    message = "a fault of the field is not tried with scenes"
    raise AssertionError(message)


@pytest.mark.parametrize("name", KINDS.values(), ids=KINDS)
def test_a_fault_of_each_kind_is_found_by_machines(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "scripts", _no_scene)
    monkeypatch.setattr(trials, "_later", lambda *_: ())
    assert trials.trial(specimen(name), 1).caught


def test_a_benign_venue_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Budget("quick", 4, 1, 8, 1, 1, 1)
    monkeypatch.setattr(searches, "BUDGETS", {"quick": small})
    benign = replace(specimen("OtherWords"), clause="MTCH-003", profile="trading")
    assert not trials.trial(benign, 1).caught


def test_each_fault_belongs_to_a_profile_and_proves_no_clause() -> None:
    assert all(CLAUSES[f.clause] and f.profile in {"trading", "margin"} for f in faults())
    assert not {f.name for f in faults()} & {v.name for v in wrong_venues()}
