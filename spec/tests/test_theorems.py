"""The theorems stand, their near misses fall, and each names clauses that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("z3", reason="theorems are decided where z3 is installed: make setup")

import z3
from hypothesis import given, settings
from hypothesis import strategies as st

import solvent_spec.rules  # noqa: F401 - enters every clause
from solvent_spec.rules import CLAUSES
from solvent_spec.theorems import THEOREMS, Theorem, decide
from solvent_spec.theorems.arithmetic import Numbers
from solvent_spec.theorems.proof import Proof

CLAIMED = [
    pytest.param(theorem, id=name, marks=pytest.mark.tests(*theorem.clauses))
    for name, theorem in THEOREMS.items()
]


@pytest.mark.parametrize("theorem", CLAIMED)
def test_a_theorem_stands_and_its_near_miss_falls(theorem: Theorem) -> None:
    decision = decide(theorem)
    assert decision.proved is True, decision.counter
    assert decision.example is not None, "no figures satisfy its hypotheses: it says nothing"
    assert decision.figures is not None, f"its near miss was not refuted: {theorem.near}"


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=THEOREMS)
def test_a_theorem_carries_clauses_that_exist(theorem: Theorem) -> None:
    assert theorem.clauses
    assert [clause for clause in theorem.clauses if clause not in CLAUSES] == []


def test_a_false_sentence_is_refuted_with_figures() -> None:
    def statement(t: Proof) -> z3.BoolRef:
        (number,) = t.natural("number")
        return t.floor(number, 2) < number

    decision = decide(Theorem("false", "Half of a number is less.", (), "", statement))
    assert decision.proved is False
    assert decision.counter == {"number": 0}
    assert not decision.stands


def test_an_empty_sentence_does_not_stand() -> None:
    def statement(t: Proof) -> z3.BoolRef:
        (number,) = t.natural("number")
        t.given(number < 0)
        return number == 7

    decision = decide(Theorem("empty", "It supposes what cannot be.", (), "", statement))
    assert decision.proved is True
    assert decision.example is None
    assert not decision.stands


def test_a_false_step_is_not_used() -> None:
    def statement(t: Proof) -> z3.BoolRef:
        (number,) = t.natural("number")
        t.step(number >= 1)
        return number >= 1

    assert decide(Theorem("step", "A step is proved first.", (), "", statement)).proved is False


def test_a_divisor_has_to_be_above_zero() -> None:
    def statement(t: Proof) -> z3.BoolRef:
        number, divisor = t.natural("number divisor")
        return t.floor(number, divisor) >= 0

    decision = decide(Theorem("divisor", "A divisor may be zero.", (), "", statement))
    assert decision.proved is False
    assert decision.counter is not None
    assert decision.counter["divisor"] == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(-(10**20), 10**20), st.integers(1, 10**12))
def test_both_arithmetics_round_alike(numerator: int, denominator: int) -> None:
    """A quotient of the solver is the quotient of the rules, in every rounding."""
    proof, numbers = Proof(near=False), Numbers()
    term, divisor = z3.Int("numerator"), z3.Int("denominator")
    roundings = ("floor", "ceil", "trunc", "half_up", "half_away")
    solver = z3.Solver()
    solver.add(term == numerator, divisor == denominator)
    terms = [getattr(proof, name)(term, divisor) for name in roundings]
    solver.add(*proof.definitions)
    assert solver.check() == z3.sat
    found = [solver.model().eval(z3.simplify(t), model_completion=True).as_long() for t in terms]
    assert found == [getattr(numbers, name)(numerator, denominator) for name in roundings]


PAGE = (Path(__file__).parents[2] / "docs" / "proof.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([A-Z]{4}-\d{3}) \| (.+) \|$", PAGE, re.MULTILINE))


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=THEOREMS)
def test_the_page_names_the_theorem(theorem: Theorem) -> None:
    assert f"`{theorem.name}`" in PAGE


def test_the_page_names_no_theorem_that_is_not_there() -> None:
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", PAGE))
    assert named - set(THEOREMS) == set()


@pytest.mark.parametrize(
    "clause", [c for c in CLAUSES if c.startswith(("LIQD", "INSU", "ADLV", "LEDG"))]
)
def test_the_page_says_what_carries_a_clause_of_chapters_12_to_15(clause: str) -> None:
    carried = [f"`{name}`" for name, t in THEOREMS.items() if clause in t.clauses]
    assert ROWS.get(clause) == (", ".join(carried) or "search")
