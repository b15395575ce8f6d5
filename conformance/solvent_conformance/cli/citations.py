"""Citations: which tests, fixtures and wrong venues name a clause.

Read from the sources, without running or importing them, so that a citation in a test that is
skipped here still counts and a wrong one is found at once.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import solvent_spec
from solvent_spec.registry.clauses import CLAUSE_ID

ROOT = Path(solvent_spec.__file__).parents[2]
"""The checkout; in an installed package the folders below are not there and nothing is found."""

TESTS = tuple(ROOT / package / "tests" for package in ("spec", "reference", "conformance", "docs"))
FIXTURES = ROOT / "fixtures"
VENUES = Path(__file__).parents[1] / "specimens"

Kind = Literal["test", "fixture", "venue"]


@dataclass(frozen=True, slots=True)
class Citation:
    """Somebody names a clause: `where` is a path and line, or a path; `name` says who."""

    clause: str
    kind: Kind
    where: str
    name: str


def citations() -> list[Citation]:
    """Every citation in the checkout, in the order of kind and path."""
    return [*cited_by_tests(), *cited_by_fixtures(), *cited_by_venues()]


def cited_by_tests(folders: tuple[Path, ...] = TESTS) -> Iterator[Citation]:
    """The arguments of `pytest.mark.tests(...)`, on functions, classes and modules."""
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            for name, call in _marks(ast.parse(path.read_text(encoding="utf-8"))):
                for argument in call.args:
                    for identity in _texts(argument):
                        yield Citation(identity, "test", f"{_short(path)}:{call.lineno}", name)


def cited_by_fixtures(folder: Path = FIXTURES) -> Iterator[Citation]:
    """The entries of `clauses`, at any depth of any JSON file."""
    for path in sorted(folder.rglob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        for identity in dict.fromkeys(_listed(document)):
            yield Citation(identity, "fixture", _short(path), path.stem)


def cited_by_venues(folder: Path = VENUES) -> Iterator[Citation]:
    """What a venue class says in `clause` or `clauses`, or in the arguments of its decorators."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                for identity in dict.fromkeys(_declared(node)):
                    where = f"{_short(path)}:{node.lineno}"
                    yield Citation(identity, "venue", where, node.name)


def _marks(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    owners = {
        id(decorator): node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for decorator in node.decorator_list
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.tests"):
            yield owners.get(id(node), "module"), node


def _declared(node: ast.ClassDef) -> Iterator[str]:
    for statement in node.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="clause" | "clauses")], value=value):
                yield from _texts(value)
            case ast.AnnAssign(target=ast.Name(id="clause" | "clauses"), value=ast.expr() as value):
                yield from _texts(value)
            case _:
                pass
    for decorator in node.decorator_list:
        yield from (text for text in _texts(decorator) if CLAUSE_ID.fullmatch(text))


def _texts(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value


def _listed(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        listed = value.get("clauses")
        if isinstance(listed, list):
            yield from (item for item in listed if isinstance(item, str))
        for inner in value.values():
            yield from _listed(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _listed(inner)


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.as_posix()
