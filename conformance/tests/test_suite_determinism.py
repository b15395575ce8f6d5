"""The same seed sends the same steps and hears the same answers, byte for byte."""

import sys

import pytest

from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.findings import Findings
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.lockstep.sides import lockstep_of


def explored(specification: str, name: str, seed: int) -> Findings:
    with open_venue(specification) as venue:
        _, capabilities = introduction(venue)
        exploration = Exploration(lockstep_of(venue, capabilities), "TOY")
        return exploration.run(MACHINES[name], seed=seed, histories=4, steps=12)


@pytest.mark.parametrize("name", MACHINES)
def test_one_seed_gives_one_transcript(name: str) -> None:
    first, second = explored("", name, 11), explored("", name, 11)
    assert first.violation is None
    assert first.digest == second.digest
    assert first.commands == second.commands > 0


def test_another_seed_gives_another_transcript() -> None:
    assert explored("", "trading", 1).digest != explored("", "trading", 2).digest


def test_the_binding_changes_no_byte() -> None:
    stdio = f"stdio:{sys.executable} -m solvent_reference"
    assert explored("", "leverage", 5).digest == explored(stdio, "leverage", 5).digest
