"""The register of clauses is complete, frozen, affirmed, and cited by existing ids only."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from solvent_spec.registry import clauses, register
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.registry.clauses import clause
from solvent_spec.rules import CLAUSES, Rules, clause_of

ROOT = Path(__file__).parents[2]
FROZEN = ROOT / "spec" / "clauses.json"
AFFIRMED = ROOT / "spec" / "affirmed.json"


def document() -> dict[str, list[dict[str, object]]]:
    found: dict[str, list[dict[str, object]]] = json.loads(FROZEN.read_text())
    return found


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> dict[str, clauses.Clause]:
    """An empty registry, so that a test may declare what the specification must never declare."""
    empty: dict[str, clauses.Clause] = {}
    monkeypatch.setattr(clauses, "REGISTRY", empty)
    return empty


def rule() -> None:
    """A rule."""


def test_the_frozen_register_is_not_stale() -> None:
    frozen = register.frozen_register(CLAUSES, document()["retired"])
    assert FROZEN.read_text() == frozen, "run: solvent clauses freeze"


def test_a_changed_text_makes_the_frozen_register_stale() -> None:
    one = CLAUSES["MARG-007"]
    changed = CLAUSES | {one.id: replace(one, text=one.text + " Sometimes.")}
    assert register.frozen_register(changed, document()["retired"]) != FROZEN.read_text()


def test_every_text_is_affirmed() -> None:
    changed = register.unaffirmed(CLAUSES, json.loads(AFFIRMED.read_text()))
    command = f"solvent clauses affirm {' '.join(changed)}"
    assert changed == [], f"read these texts and their tests, then run: {command}"


def test_an_affirmation_of_no_clause_is_not_kept() -> None:
    assert set(json.loads(AFFIRMED.read_text())) - set(CLAUSES) == set()


def test_a_changed_text_is_not_affirmed_and_new_white_space_is() -> None:
    one = CLAUSES["MARG-007"]
    affirmed = {one.id: one.text_hash}
    changed = {one.id: replace(one, text=one.text + " Sometimes.")}
    wrapped = {one.id: replace(one, text=one.text.replace(" ", "\n"))}
    assert register.unaffirmed(changed, affirmed) == [one.id]
    assert register.unaffirmed(wrapped, affirmed) == []


MAY_BE_MISSING = {
    "ADMN-009": "a look at the balance before the queue",
    "FEES-006": "affiliates",
    "INDX-008": "contracts that settle",
}
"""What a venue may be without, among the clauses that are decided."""


def test_a_decided_clause_that_may_is_about_something_a_venue_may_be_without() -> None:
    may = {c.id for c in CLAUSES.values() if c.evidence == "decided" and c.level == "MAY"}
    assert may == set(MAY_BE_MISSING)


def test_every_level_says_what_it_asks() -> None:
    assert {c.level for c in CLAUSES.values()} <= set(clauses.HOLDING_TO)


def test_only_a_decided_clause_lists_what_else_a_venue_may_do() -> None:
    assert [c.id for c in CLAUSES.values() if c.alternatives and c.evidence != "decided"] == []


def test_a_retired_id_is_not_used_again() -> None:
    assert register.reused(document(), CLAUSES) == []
    assert register.reused({"retired": ["MARG-007"]}, CLAUSES) == ["MARG-007"]


def test_a_frozen_clause_does_not_vanish() -> None:
    assert register.withdrawn(document(), CLAUSES) == []
    left = {i: c for i, c in CLAUSES.items() if i != "MARG-007"}
    assert register.withdrawn(document(), left) == ["MARG-007"]


@pytest.mark.parametrize(
    ("declare", "why"),
    [
        (lambda: clause("MARG-7", level="MAY", profile="margin", evidence="official"), "id"),
        (lambda: clause("NONE-001", level="MAY", profile="margin", evidence="official"), "code"),
    ],
)
def test_an_id_that_is_none_is_refused(declare: Callable[[], object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        declare()


@pytest.mark.usefixtures("scratch")
def test_an_id_is_declared_once() -> None:
    declare = clause("MARG-001", level="MAY", profile="margin", evidence="official")
    declare(rule)
    with pytest.raises(ValueError, match="never reused"):
        declare(rule)


@pytest.mark.usefixtures("scratch")
def test_a_must_without_an_observable_is_refused() -> None:
    with pytest.raises(ValueError, match="observable"):
        clause("MARG-001", level="MUST", profile="margin", evidence="official")(rule)


@pytest.mark.usefixtures("scratch")
def test_a_decision_without_alternatives_is_refused() -> None:
    with pytest.raises(ValueError, match="alternative"):
        clause("MARG-001", level="MAY", profile="margin", evidence="decided")(rule)


@pytest.mark.usefixtures("scratch")
def test_a_rule_without_a_text_is_refused() -> None:
    def silent() -> None: ...

    with pytest.raises(ValueError, match="docstring"):
        clause("MARG-001", level="MAY", profile="margin", evidence="official")(silent)


@pytest.mark.parametrize("one", register.in_order(CLAUSES), ids=lambda one: one.id)
def test_a_clause_says_what_it_rests_on(one: clauses.Clause) -> None:
    assert one.source, "a clause names its source"
    assert one.observable or one.level != "MUST", "a MUST names what shows it"
    assert one.alternatives or one.evidence != "decided", "a decision lists the alternatives"
    assert one.statement.rstrip().endswith((".", ".`")), "the statement is a whole sentence"
    assert one.statement[0].isupper(), "the statement begins a sentence"


def test_every_clause_is_a_method_of_the_rules() -> None:
    found = {clause_of(Rules, name): name for name in dir(Rules)}
    missing = [c.id for c in CLAUSES.values() if found.get(c.id) != c.rule.rsplit(".", 1)[-1]]
    assert missing == []


def test_the_numbers_of_a_chapter_leave_no_gap() -> None:
    used = set(CLAUSES) | set(map(str, document()["retired"]))
    for code in CHAPTERS:
        numbers = sorted(int(i[5:]) for i in used if i.startswith(code))
        assert numbers == list(range(1, len(numbers) + 1)), code


def test_the_examples_of_a_clause_are_no_part_of_its_text() -> None:
    one = CLAUSES["MTCH-008"]
    assert ">>>" not in one.text
    assert one.examples == ">>> rules.traded_qty(7, 5)\n5"
