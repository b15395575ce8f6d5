"""Alternatives: the choices under which a mutant may play what it does not play by default.

What a venue does that cancels the resting one of two orders of an account is played by no venue
that lets them trade. So a mutant that survives is tried again as a venue that chooses otherwise,
for each clause whose choice its function asks for.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

from solvent_conformance.strength.mutants.sites import RULES, Site, modules, path_of
from solvent_spec.rules import CLAUSES

_ASKS: Final = "policy"
"""The method of the rules that says what a venue has chosen."""


def alternatives(site: Site) -> tuple[tuple[str, str], ...]:
    """Each clause with each choice but the usual one, for the clauses that matter to a mutant.

    They are those that its function asks for, or that the rules ask for which it calls.
    """
    function = _functions(path_of(site.module)).get(site.owner)
    if function is None:
        return ()
    calls = {node.attr for node in ast.walk(function) if isinstance(node, ast.Attribute)}
    asked = _clauses_in(function).union(*(_clauses_by_rule().get(name, set()) for name in calls))
    return tuple(
        (clause, choice)
        for clause in sorted(asked & CLAUSES.keys())
        for choice in CLAUSES[clause].alternatives[1:]
    )


@cache
def _clauses_by_rule() -> dict[str, set[str]]:
    """The clauses whose choice a rule asks for, by the name of the rule."""
    found: dict[str, set[str]] = {}
    for module in modules():
        if module.startswith(RULES):
            for owner, function in _functions(path_of(module)).items():
                clauses = _clauses_in(function)
                if clauses:
                    found.setdefault(owner.rpartition(".")[2], set()).update(clauses)
    return found


def _clauses_in(function: ast.FunctionDef) -> set[str]:
    return {
        str(node.args[0].value)
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == _ASKS
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }


@cache
def _functions(path: Path) -> dict[str, ast.FunctionDef]:
    """The functions of a module and the methods of its classes by their qualified names."""
    found: dict[str, ast.FunctionDef] = {}
    waiting: list[tuple[str, ast.stmt]] = [
        ("", node) for node in ast.parse(path.read_text(encoding="utf-8")).body
    ]
    for prefix, node in waiting:
        if isinstance(node, ast.ClassDef):
            waiting += [(f"{prefix}{node.name}.", inner) for inner in node.body]
        elif isinstance(node, ast.FunctionDef):
            found[f"{prefix}{node.name}"] = node
    return found
