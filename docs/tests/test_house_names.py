"""One word for one thing: names of modules, classes and functions over the three packages."""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = [
    ROOT / "spec" / "solvent_spec",
    ROOT / "reference" / "solvent_reference",
    ROOT / "conformance" / "solvent_adapter",
    ROOT / "conformance" / "solvent_conformance",
]
MODULES = sorted(path for package in PACKAGES for path in package.rglob("*.py"))

# Public top-level names that stand for more than one thing: name -> why.
SHARED: dict[str, str] = {
    "command": "the click command of each module of `solvent`",
    "main": "where a program begins",
    "Instrument": "the terms, and the model of the row, whose name the document of the API gives",
    "Order": "the state, and the model of the row, whose name the document of the API gives",
    "Position": "the state, and the model of the row, whose name the document of the API gives",
}

# Bare participles that a module, a class or a function may have for its name: name -> why.
ADMITTED: dict[str, str] = {
    "Deposited": "an event is in the past tense",
    "Malformed": "one of the four kinds of failure",
    "Unsupported": "one of the ways in which a venue answers",
    "reckoning": "a noun as old as bookkeeping: figures that follow from others",
}

# Nouns of the field or of testing that end as a participle does.
NOUNS = {
    "accounting", "backing", "booking", "deleveraging", "everything", "finding", "funding",
    "heading", "holding", "keyring", "matching", "nothing", "opening", "printing", "ranking",
    "recording", "retelling", "rounding", "trading",
}  # fmt: skip # read as a list
# A participle that is also a verb or a noun (cut, put, read, run, set, shut, split) is no matter.
IRREGULAR = {
    "begun", "born", "broken", "brought", "built", "chosen", "dealt", "done", "drawn",
    "fallen", "fed", "fell", "felt", "fought", "found", "frozen", "given", "gone", "grown",
    "had", "heard", "held", "hidden", "kept", "known", "laid", "led", "left", "lent", "lost",
    "made", "meant", "met", "paid", "proven", "reheard", "retold", "said", "seen", "sent",
    "shown", "sold", "sought", "spent", "spoken", "stolen", "struck", "taken", "taught",
    "thought", "thrown", "told", "torn", "undone", "unseen", "won", "worn", "written",
}  # fmt: skip # read as a list


@dataclass(frozen=True)
class Name:
    """A public name and where it stands."""

    text: str
    kind: str
    path: str


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def top_level(path: Path) -> Iterator[Name]:
    """The public classes and functions of a module, and the module itself."""
    where = path.relative_to(ROOT).as_posix()
    stem = path.parent.name if path.stem == "__init__" else path.stem
    yield Name(stem, "module", where)
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield Name(node.name, "class", where)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield Name(node.name, "function", where)


NAMES = [name for path in MODULES for name in top_level(path)]


def shared() -> dict[str, list[str]]:
    """The names that are defined in more than one module, each with its modules."""
    defined = {(n.text, n.path) for n in NAMES if n.kind != "module"}
    count = Counter(text for text, _ in defined)
    return {
        text: sorted(path for other, path in defined if other == text)
        for text, times in count.items()
        if times > 1
    }


def is_bare_participle(text: str) -> bool:
    """Whether a name is one word that says what is going on, or what was done, but to nothing."""
    words = [w.lower() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)]
    if len(words) != 1 or words[0] in NOUNS:
        return False
    return words[0] in IRREGULAR or re.fullmatch(r"\w{2,}(ing|[^e]ed)", words[0]) is not None


def participles() -> dict[str, list[str]]:
    found = [n for n in NAMES if is_bare_participle(n.text)]
    return {n.text: sorted(m.path for m in found if m.text == n.text) for n in found}


def test_a_public_name_stands_for_one_thing() -> None:
    assert {text: paths for text, paths in shared().items() if text not in SHARED} == {}


def test_a_name_is_a_noun_or_a_verb_and_no_bare_participle() -> None:
    assert {text: paths for text, paths in participles().items() if text not in ADMITTED} == {}


@pytest.mark.parametrize(
    ("admitted", "found"),
    [(SHARED, shared), (ADMITTED, participles)],
    ids=["shared", "participles"],
)
def test_what_is_admitted_is_there_and_has_a_reason(
    admitted: dict[str, str], found: Callable[[], dict[str, list[str]]]
) -> None:
    there = found()
    assert [text for text, reason in admitted.items() if text not in there or not reason] == []


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("shown", True),
        ("Retold", True),
        ("scripted", True),
        ("hearing", True),
        ("initial_margin", False),
        ("OrderAccepted", False),
        ("funding", False),
        ("speed", False),
        ("seed", False),
        ("replay", False),
    ],
)
def test_the_check_of_participles_sees_the_difference(text: str, *, bare: bool) -> None:
    assert is_bare_participle(text) is bare
