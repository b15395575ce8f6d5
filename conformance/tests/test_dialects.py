"""Dialects: an engine that does otherwise, says so, and is held to that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from solvent_conformance.choices.dialects import dialect_choices, find_dialect
from solvent_conformance.choices.policies import choices_of, infer_policies
from solvent_conformance.cli import main
from solvent_conformance.fixtures.dialect_file import dialect_toml, read_dialect
from solvent_conformance.fixtures.own_files import OwnFileFault
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import CLAUSES, Rules

SPOKEN = [
    (clause.id, choice)
    for clause in CLAUSES.values()
    for choice in clause.dialects
    if choice != "truncate"  # as this exchange does
]


def speaking(**said: str) -> Lockstep:
    """An engine that does what it is told by nobody."""
    choices = {identity.replace("_", "-"): choice for identity, choice in said.items()}

    class Spoken(Rules):
        def __init__(self, book: Any, policies: Any = None) -> None:
            super().__init__(book, {**(policies or {}), **choices})

    return lockstep_of(ReferenceVenue(Spoken), WHOLE)


def first_violation(lockstep: Lockstep) -> Violation | None:
    for script in scripts(WHOLE):
        _, violation = play(lockstep, script.steps, records=False, watch=LOOSELY)
        if violation is not None:
            return violation
    return None


# One rounding stands for the others in what is played at length.
AT_LENGTH = [(i, c) for i, c in SPOKEN if c not in {"nearest", "even"}]


@pytest.mark.parametrize(("identity", "choice"), AT_LENGTH)
def test_an_engine_is_accused_without_its_dialect_and_held_to_it_with_it(
    identity: str, choice: str
) -> None:
    engine = speaking(**{identity: choice})
    accused = first_violation(engine)
    assert accused is not None
    assert identity in accused.clauses[:4]
    told = replace(engine, policies=((identity, choice),))
    assert first_violation(told) is None
    for machine in ("trading", "leverage"):
        exploration = Exploration(told, "TOY", records=False)
        found = exploration.run(MACHINES[machine], seed=4, histories=2, steps=12, shrinks=False)
        assert found.violation is None
    # Who says that it does so and does not is wrong.
    silent = replace(lockstep_of(ReferenceVenue(), WHOLE), policies=((identity, choice),))
    assert first_violation(silent) is not None


@pytest.mark.parametrize(("identity", "choice"), SPOKEN)
def test_a_dialect_is_found_out(identity: str, choice: str) -> None:
    assert choices_of(find_dialect(speaking(**{identity: choice}))) == ((identity, choice),)


def test_dialects_and_choices_are_found_out_together() -> None:
    engine = speaking(**{"ORDR-020": "refused", "FEES-001": "up", "MTCH-005": "cancel resting"})
    found = choices_of(find_dialect(engine))
    assert sorted(found) == [
        ("FEES-001", "up"),
        ("MTCH-005", "cancel resting"),
        ("ORDR-020", "refused"),
    ]
    inferred = infer_policies(replace(engine, policies=found), dialect=found)
    assert {p.clause for p in inferred if p.is_other} == {c for c, _ in found}


def test_the_reference_speaks_no_dialect() -> None:
    assert find_dialect(speaking()) == ()


def test_a_dialect_is_a_file_that_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "dialect.toml"
    path.write_text(dialect_toml([("ORDR-020", "refused"), ("MTCH-005", "cancel resting")]))
    known = dialect_choices()
    assert dict(read_dialect(path, known)) == {"ORDR-020": "refused", "MTCH-005": "cancel resting"}
    run = CliRunner().invoke
    assert run(main, ["dialect", "check", str(path)]).output == "2 clauses\n"
    assert "refused" in run(main, ["dialect", "list"]).output
    for text, said in (
        ('ORDR-200 = "refused"', ":1: 'ORDR-200' leaves no choice; did you mean ORDR-020?"),
        ('\nORDR-020 = "eaten"', ":2: ORDR-020 is 'eaten'; it is one of 'refused'"),
        ("ORDR-020 = 1", "it is one of"),
        ("ORDR-020", "dialect.toml"),
    ):
        path.write_text(text)
        with pytest.raises(OwnFileFault, match=said.replace("?", r"\?")):
            read_dialect(path, known)
        assert run(main, ["certify", "--dialect", str(path)]).exit_code == 2
