"""Reach: which rules a venue plays at all, found by name from what the reference mentions.

Some rules only judges read, or worked examples, because no message makes a venue execute them: how
an index is weighed, which states may follow each other. No mutant of them is another venue.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

_SHELL: Final = frozenset({"server"})
"""Rooms of the reference that are not there over stdio."""


@cache
def played_names(reference: Path, rules: Path) -> frozenset[str]:
    """The names that the reference mentions, and those that the rules so named mention in turn.

    The arguments are the folders of the two packages.
    """
    paths = [p for p in reference.rglob("*.py") if p.relative_to(reference).parts[0] not in _SHELL]
    played = {name for path in paths for name in _mentions([_tree(path)])}
    waiting = [node for path in sorted(rules.rglob("*.py")) for node in _tree(path).body]
    functions: list[ast.FunctionDef] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef):
            waiting += node.body
        elif isinstance(node, ast.FunctionDef):
            functions.append(node)
        else:
            played |= _mentions([node])
    while found := [f for f in functions if f.name in played or f.name.startswith("__")]:
        functions = [f for f in functions if f not in found]
        played |= _mentions(node for f in found for node in f.body)
    return frozenset(played)


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _mentions(nodes: Iterable[ast.AST]) -> set[str]:
    inner = [one for node in nodes for one in ast.walk(node)]
    names = {one.attr for one in inner if isinstance(one, ast.Attribute)}
    return names | {one.id for one in inner if isinstance(one, ast.Name)}
