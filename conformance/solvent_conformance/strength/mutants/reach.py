"""Reach: which rules a venue plays at all, found by name from what the reference mentions.

Some rules only judges read, or worked examples, because no message makes a venue execute them: how
an index is weighed, which states may follow each other. No mutant of them is another venue.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
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
    named: list[tuple[str, ast.stmt]] = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.ClassDef):
            waiting += node.body
        elif isinstance(node, ast.FunctionDef):
            named.append((node.name, node))
        elif isinstance(node, ast.Assign):
            named.append((ast.unparse(node.targets[0]), node))
        elif isinstance(node, ast.AnnAssign):
            named.append((ast.unparse(node.target), node))
    while found := [(n, node) for n, node in named if n in played or n.startswith("__")]:
        named = [pair for pair in named if pair not in found]
        played |= _mentions(_parts_of(node for _, node in found))
    return frozenset(played)


def _parts_of(nodes: Iterable[ast.stmt]) -> Iterator[ast.AST]:
    """What a function executes, without its decorators and annotations; the value of a name."""
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            yield from node.body
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield node.value


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _mentions(nodes: Iterable[ast.AST]) -> set[str]:
    inner = [one for node in nodes for one in ast.walk(node)]
    names = {one.attr for one in inner if isinstance(one, ast.Attribute)}
    return names | {one.id for one in inner if isinstance(one, ast.Name)}
