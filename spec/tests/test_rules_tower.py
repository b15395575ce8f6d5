"""Who inherits whom among the rules: exactly those whose rules are called, and nobody else."""

import ast
from importlib import import_module
from inspect import getsource
from pathlib import Path
from textwrap import dedent

import pytest

import solvent_spec.rules as tower
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.registry.clauses import Clause
from solvent_spec.rules import CLAUSES, Rules
from solvent_spec.rules.chapter import Chapter

FOLDER = Path(tower.__file__).parent


def classes_of(module: str) -> list[type[Chapter]]:
    """The classes of rules that a module defines itself."""
    found = vars(import_module(module)).values()
    return [
        one
        for one in found
        if isinstance(one, type) and issubclass(one, Chapter) and one.__module__ == module
    ]


MODULES = [
    f"solvent_spec.rules.{path.parent.name}.{path.stem}"
    for path in sorted(FOLDER.glob("*/*.py"))
    if path.stem != "__init__"
]
ROOMS = {one: module.rpartition(".")[0] for module in MODULES for one in classes_of(module)}
"""Every class that holds rules, with the package of its chapter."""


def chapter_class(package: str) -> type[Chapter]:
    """What a chapter's folder offers to the others."""
    return next(
        one
        for one in vars(import_module(package)).values()
        if isinstance(one, type) and issubclass(one, Chapter) and one.__module__.startswith(package)
        and (one.__module__ == package or len(rooms_of(package)) == 1)
    )  # fmt: skip # the condition reads as one sentence


def rooms_of(package: str) -> list[type[Chapter]]:
    return [one for one, where in ROOMS.items() if where == package]


def called(one: type[Chapter]) -> set[str]:
    """What the rules of a class call or read through `self`."""
    return {
        node.attr
        for node in ast.walk(ast.parse(dedent(getsource(one))))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def members(one: type[Chapter]) -> list[str]:
    """What a class defines, less what every chapter says of itself."""
    return [name for name in vars(one) if not name.startswith("__") and name != "flow"]


def needed(one: type[Chapter]) -> set[type[Chapter]]:
    owners = {name: owner for owner in ROOMS for name in members(owner)}
    others = {owners[name] for name in called(one) if owners.get(name, one) is not one}
    return {
        other if ROOMS[other] == ROOMS[one] else chapter_class(ROOMS[other]) for other in others
    } or {Chapter}


@pytest.mark.parametrize("one", ROOMS, ids=lambda one: one.__name__)
def test_rules_inherit_what_they_call_and_nothing_else(one: type[Chapter]) -> None:
    assert set(one.__bases__) == needed(one)


@pytest.mark.parametrize("name", CHAPTERS.values())
def test_a_chapter_is_its_modules_and_nothing_more(name: str) -> None:
    package = f"solvent_spec.rules.{name}"
    chapter, rooms = chapter_class(package), rooms_of(package)
    if len(rooms) > 1:
        assert set(chapter.__bases__) == set(rooms)
        assert members(chapter) == []
    else:
        assert [chapter] == rooms


def test_the_rules_are_the_chapters() -> None:
    assert set(Rules.__bases__) == {
        chapter_class(f"solvent_spec.rules.{n}") for n in CHAPTERS.values()
    }


def test_no_rule_stands_in_two_places() -> None:
    names = [name for one in ROOMS for name in members(one)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def hands_back(rule: ast.FunctionDef) -> bool:
    """Whether a function returns what it was given, a bare truth, or a bare place."""
    statements = [s for s in rule.body if not isinstance(s, ast.Expr)]
    match statements:
        case [ast.Return(value=ast.Name() | ast.Constant(value=bool() | 0))]:
            return True
        case [ast.Return(value=ast.UnaryOp(op=ast.Not(), operand=ast.Name()))]:
            return True
        case _:
            return False


@pytest.mark.parametrize("one", CLAUSES.values(), ids=lambda one: one.id)
def test_a_clause_that_no_function_computes_is_a_relation(one: Clause) -> None:
    """Nothing pretends to be executed: what hands its argument back says what judges it."""
    rule = getattr(Rules, one.rule.rpartition(".")[2])
    (tree,) = ast.parse(dedent(getsource(rule))).body
    assert isinstance(tree, ast.FunctionDef)
    assert hands_back(tree) == bool(one.judged_by)
