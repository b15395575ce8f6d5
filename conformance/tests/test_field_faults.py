"""Faults of the field are found by machines alone, at the quick budget."""

from dataclasses import replace

import pytest

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.certify.budget import Budget
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.specimens.registry import faults, specimen, wrong_venues
from solvent_conformance.strength import searches, trials
from solvent_conformance.strength.searches import set_loose
from solvent_spec.rules import CLAUSES

KINDS = {
    "priority": ("PartFilledGoesToTheBack", "trading"),
    "amendment": ("AmendedPriceDoesNotMatch", "trading"),
    "depth": ("DepthForgetsPartFills", "trading"),
    "width": ("OpenCostIn64Bits", "width"),
    "clock": ("FundingOnceAStep", "leverage"),
    "isolation": ("RichestFundPays", "distress"),
    "exits": ("NothingWithoutAvailable", "leverage"),
}
"""Of each kind one fault, and a machine that finds it; `solvent strength` tries all with all."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_of_each_kind_is_found_by_a_machine(kind: str) -> None:
    fault, machine = KINDS[kind]
    venue = InProcessVenue(specimen(fault).make())
    lockstep = lockstep_of(venue, Capabilities.of(venue.hello()))
    rulebooks = ("2026",) if kind == "width" else ("TOY", "2026")
    found = (set_loose(lockstep, machine, name, 1, 24, steps=20)[0] for name in rulebooks)
    assert any(found)


def test_a_fault_is_tried_without_scenes(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_scene(*_: object) -> None:
        message = "a fault of the field is not tried with scenes"
        raise AssertionError(message)

    monkeypatch.setattr(trials, "play_scenes", no_scene)
    monkeypatch.setattr(trials, "_later", lambda *_: ())
    assert trials.trial(specimen("PartFilledGoesToTheBack"), 1).caught


def test_a_benign_venue_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    small = Budget("quick", 4, 1, 8, 1, 1, 1)
    monkeypatch.setattr(searches, "BUDGETS", {"quick": small})
    benign = replace(specimen("OtherWords"), clause="MTCH-003", profile="trading")
    assert not trials.trial(benign, 1).caught


def test_each_fault_belongs_to_a_profile_and_proves_no_clause() -> None:
    assert all(CLAUSES[f.clause] and f.profile in {"trading", "margin"} for f in faults())
    assert not {f.name for f in faults()} & {v.name for v in wrong_venues()}
