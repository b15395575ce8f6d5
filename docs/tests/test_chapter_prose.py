"""The chapters: one for each module, every clause in one of them, and no number of their own."""

import re
from collections import Counter
from pathlib import Path

import pytest

from solvent_spec.registry.chapters import CHAPTERS, HEADINGS, NUMBERS
from solvent_spec.registry.prose import UnknownClauseError, clause_block, file_name, render, splices
from solvent_spec.rules import CLAUSES

ROOT = Path(__file__).parents[2]
PROSE = ROOT / "spec" / "chapters"
RULES = ROOT / "spec" / "solvent_spec" / "rules"
SECTIONS = ["What it is about", "How the clauses hang together", "What nobody knows"]
LAST = "What is not there yet"

LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
DECIMAL = re.compile(r"(?<![\w.])\d+[.,]\d+")


def own_text(code: str) -> str:
    return (PROSE / file_name(code)).read_text()


def bare_decimals(text: str) -> list[str]:
    """Numbers with decimals that stand in the prose itself: neither spliced nor linked."""
    return DECIMAL.findall(LINK.sub("", re.sub(r"\{\{.*?\}\}", "", text)))


def test_every_chapter_has_a_file_and_every_file_is_a_chapter() -> None:
    assert sorted(p.name for p in PROSE.iterdir()) == [file_name(code) for code in CHAPTERS]


@pytest.mark.parametrize("code", CHAPTERS)
def test_the_words_of_a_chapter_are_those_of_its_folder(code: str) -> None:
    folder = CHAPTERS[code]
    assert (RULES / folder / "__init__.py").is_file()
    title, _, rest = own_text(code).partition("\n\n")
    words = folder.replace("_", " ").capitalize()
    assert title.startswith(f"# {NUMBERS[code]}. {words}")
    assert rest.startswith(f"Code `{code}`, folder `solvent_spec/rules/{folder}`")


def test_every_folder_of_rules_is_a_chapter() -> None:
    folders = {path.parent.name for path in RULES.glob("*/__init__.py")}
    assert folders == set(CHAPTERS.values())


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_folder_declares_the_clauses_of_its_chapter_and_no_other(code: str) -> None:
    declared = [
        identity
        for path in (RULES / CHAPTERS[code]).glob("*.py")
        for identity in re.findall(r'@(?:clause|relation)\(\s*"([A-Z]{4})-', path.read_text())
    ]
    assert set(declared) == {code}


def test_a_number_belongs_to_one_chapter() -> None:
    assert [heading.number for heading in HEADINGS] == sorted({h.number for h in HEADINGS})


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_chapter_says_what_it_is_about_and_what_is_not_there(code: str) -> None:
    headings = re.findall(r"^## (.+)$", own_text(code), flags=re.MULTILINE)
    assert headings[:2] == SECTIONS[:2]
    assert SECTIONS[2] in headings
    assert headings[-1] == LAST


def test_every_clause_is_spliced_once() -> None:
    counted = Counter(identity for code in CHAPTERS for identity in splices(own_text(code)))
    assert {i: n for i, n in counted.items() if n != 1} == {}
    assert set(counted) == set(CLAUSES)


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_chapter_splices_its_own_clauses(code: str) -> None:
    assert [i for i in splices(own_text(code)) if not i.startswith(code)] == []
    braces = own_text(code).count("{{")
    assert braces == len(splices(own_text(code))), "a splice stands on a line of its own"


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_decided_clause_stands_where_the_chapter_says_what_nobody_knows(code: str) -> None:
    _, _, unknown = own_text(code).partition("## What nobody knows")
    decided = [i for i in splices(own_text(code)) if CLAUSES[i].evidence == "decided"]
    elsewhere = {"ORDR-014", "ORDR-018", "FUND-012", "MARG-026"}
    assert [i for i in decided if i not in splices(unknown) and i not in elsewhere] == []


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_chapter_has_no_number_of_its_own(code: str) -> None:
    assert bare_decimals(own_text(code)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The fee is 0.075 % of it.", ["0.075"]),
        ("The value is 1,000 satoshi.", ["1,000"]),
        ("The fee is [0.075 %](../../fixtures/instruments/XBTUSD.json).", []),
        ("{{FEES-001}}", []),
        ("Since 2019 there are 50 of them.", []),
    ],
)
def test_the_check_of_numbers_sees_the_difference(text: str, found: list[str]) -> None:
    assert bare_decimals(text) == found


@pytest.mark.parametrize("code", CHAPTERS)
def test_what_a_chapter_links_to_exists(code: str) -> None:
    links = [link for link in LINK.findall(own_text(code)) if not link.startswith("http")]
    assert [link for link in links if not (PROSE / link).resolve().is_file()] == []


@pytest.mark.parametrize("code", CHAPTERS)
def test_a_rendered_chapter_has_every_statement_and_no_braces(code: str) -> None:
    rendered = render(own_text(code), CLAUSES)
    assert "{{" not in rendered
    for identity in splices(own_text(code)):
        assert clause_block(CLAUSES[identity]) in rendered
        assert CLAUSES[identity].statement in rendered


def test_a_splice_of_no_clause_is_refused() -> None:
    with pytest.raises(UnknownClauseError, match="MARG-999"):
        render("{{MARG-999}}", CLAUSES)
