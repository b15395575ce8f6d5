"""Every vector of fixtures/ against the specification, marked with the clauses it exercises."""

import pytest

from solvent_conformance.fixtures.annotations import Unreadable
from solvent_conformance.fixtures.files import Fixtures
from solvent_conformance.fixtures.vectors import run_vector
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.vocabulary.units import Money
from solvent_spec.wire.fixture_files import VectorFile

CATALOGUE = Catalogue.load()
FIXTURES = Fixtures.here()
VECTORS = FIXTURES.vectors()


def marked(vector: VectorFile) -> object:
    return pytest.param(vector, id=vector.id, marks=pytest.mark.tests(*vector.clauses))


@pytest.mark.parametrize("vector", [marked(v) for v in VECTORS])
def test_the_specification_gives_what_the_vector_says(vector: VectorFile) -> None:
    outcome = run_vector(vector, CATALOGUE)
    assert [str(m) for m in outcome.mismatches] == []
    assert set(vector.clauses) <= outcome.fired


def test_a_vector_is_filed_under_its_chapter_and_name() -> None:
    filed = {
        p.relative_to(FIXTURES.folder / "vectors").as_posix() for p in FIXTURES.paths("vectors")
    }
    assert filed == {f"{v.chapter}/{v.id}.json" for v in VECTORS}
    assert {v.chapter for v in VECTORS} <= set(CHAPTERS.values())


def test_every_clause_that_a_vector_names_exists() -> None:
    assert {c for v in VECTORS for c in v.clauses} <= set(CLAUSES)


def test_names_are_unique() -> None:
    assert len({v.id for v in VECTORS}) == len(VECTORS)


def test_a_wrong_rule_is_seen() -> None:
    class FloorsEachLot(Rules):
        __slots__ = ()

        def nearest_minor(self, numerator: int, denominator: int) -> int:
            return numerator // denominator

    wrong = [v for v in VECTORS if run_vector(v, CATALOGUE, FloorsEachLot).mismatches]
    assert len(wrong) >= 20


def test_a_result_one_satoshi_off_is_seen() -> None:
    class OneMore(Rules):
        __slots__ = ()

        def available_margin(
            self, margin_balance: Money, order_margin: Money, position_equity: Money
        ) -> Money:
            return Money(margin_balance - order_margin - position_equity + 1)

    wrong = {v.id for v in VECTORS if run_vector(v, CATALOGUE, OneMore).mismatches}
    assert {v.id for v in VECTORS if "MARG-012" in v.clauses} == wrong


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ({"rule": "no_such_rule", "args": {}, "expect": 1}, "no such rule"),
        ({"rule": "unrealised_pnl", "args": {"cost": 1}, "expect": 1}, "missing arguments"),
        (
            {"rule": "unrealised_pnl", "args": {"cost": 1, "mark_value": "2"}, "expect": 1},
            "whole number",
        ),
        (
            {"rule": "is_on_tick", "args": {"instrument": "NONE", "price": "1"}, "expect": True},
            "NONE",
        ),
        (
            {"rule": "is_on_tick", "args": {"instrument": "XBTUSD", "price": 1}, "expect": True},
            "decimal string",
        ),
        (
            {
                "rule": "unrealised_pnl",
                "args": {"cost": {"from": "x"}, "mark_value": 1},
                "expect": 1,
            },
            "no earlier result",
        ),
    ],
)
def test_a_vector_that_cannot_be_read_says_why(call: dict[str, object], told: str) -> None:
    vector = VectorFile.model_validate(
        {
            "id": "bad",
            "chapter": "margin",
            "title": "bad",
            "clauses": ["MARG-001"],
            "origin": "recorded",
            "source": "none",
            "rulebook": "2019-06",
            "calls": [call],
        }
    )
    with pytest.raises(Unreadable, match=told):
        run_vector(vector, CATALOGUE)
