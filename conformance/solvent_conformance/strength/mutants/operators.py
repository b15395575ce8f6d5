"""Operators: the small changes that a mutant may have, each a function of one node of the source.

An operator yields what may stand instead of a node, most often nothing. It changes no node in
place. Nothing of Solvent is imported here: whatever runs a mutant reads this before any rule.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from itertools import pairwise
from typing import Final, TypeAlias

Operator: TypeAlias = Callable[[ast.AST], Iterator[ast.AST]]

_ARITHMETIC: Final[Mapping[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Add,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARISON: Final[Mapping[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
# Of these the comparison says the contrary already; their negation would be the same mutant twice.
_CONTRARY: Final = (ast.Eq, ast.NotEq, ast.Is, ast.IsNot, ast.In, ast.NotIn)

ROUNDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "floor_div": ("ceil_div", "round_half_up_div"),
    "ceil_div": ("floor_div", "round_half_up_div"),
    "trunc_div": ("floor_div", "ceil_div"),
    "round_half_up_div": ("floor_div", "ceil_div"),
    "round_half_away_div": ("trunc_div", "round_half_up_div"),
    "ceil_mul": ("trunc_mul",),
    "trunc_mul": ("ceil_mul",),
    "floor": ("ceil",),
    "ceil": ("floor",),
}
"""The name of a rounding, and those that a mutant calls instead."""

_DELETED: Final = (ast.AugAssign, ast.Return, ast.Continue, ast.Break, ast.Delete, ast.Raise)
_OPPOSITE: Final = {"min": "max", "max": "min"}
# Swapping what these take is no change, or one of a text.
_INDIFFERENT: Final = frozenset({"min", "max", "isinstance", "print", "zip", "cast"})
# Nobody takes these for anything else: the mutant would fail at its first step, and prove nothing.
_UNMISTAKABLE: Final = frozenset({"exchange", "rules"})
_TEXTUAL: Final = (ast.JoinedStr, ast.List, ast.Tuple, ast.Dict, ast.ListComp)


def arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    """Another operation between two numbers or sets, or none instead of a minus sign."""
    if isinstance(node, ast.BinOp | ast.AugAssign):
        other = _ARITHMETIC.get(type(node.op))
        parts = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.value,)
        if other is not None and not any(map(_is_textual, parts)):
            yield _with(node, op=other())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand


def comparison(node: ast.AST) -> Iterator[ast.AST]:
    """The edge of a comparison on the other side, its contrary, or the least for the greatest."""
    if isinstance(node, ast.Compare):
        for place, op in enumerate(node.ops):
            ops = [*node.ops[:place], _COMPARISON[type(op)](), *node.ops[place + 1 :]]
            yield _with(node, ops=ops)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        other = _OPPOSITE.get(node.func.id)
        if other is not None:
            yield _with(node, func=_with(node.func, id=other))


def constant(node: ast.AST) -> Iterator[ast.AST]:
    """A whole number that is one more or one less, or the other truth."""
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield _with(node, value=not node.value)
    elif isinstance(node.value, int):
        yield _with(node, value=node.value + 1)
        yield _with(node, value=node.value - 1)


def rounding(node: ast.AST) -> Iterator[ast.AST]:
    """Another rounding than the one that is called."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for other in ROUNDINGS.get(node.func.id, ()):
            yield _with(node, func=_with(node.func, id=other))


def negation(node: ast.AST) -> Iterator[ast.AST]:
    """A condition that holds when it should not, or `and` for `or`."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        if not _has_contrary(node.test):
            yield _with(node, test=_negated(node.test))
    elif isinstance(node, ast.comprehension):
        for place, test in enumerate(node.ifs):
            if not _has_contrary(test):
                ifs = [*node.ifs[:place], _negated(test), *node.ifs[place + 1 :]]
                yield _with(node, ifs=ifs)
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def deletion(node: ast.AST) -> Iterator[ast.AST]:
    """A statement that is not there. What yields goes on yielding nothing: it stays a generator."""
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant):
        yields = isinstance(node.value, ast.Yield | ast.YieldFrom)
        nothing = ast.YieldFrom(ast.Tuple([], ast.Load()))
        yield _at(node, ast.Expr(nothing) if yields else ast.Pass())
    elif isinstance(node, _DELETED):
        yield _at(node, ast.Pass())
    elif isinstance(node, ast.Assign) and isinstance(
        node.targets[0], ast.Attribute | ast.Subscript
    ):
        # What stands in the state keeps its old value. A name that is never bound fails at once.
        yield _at(node, ast.Pass())


def swap(node: ast.AST) -> Iterator[ast.AST]:
    """Two arguments that stand side by side, each in the place of the other."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Name) and node.func.id in _INDIFFERENT:
        return
    for place, (one, other) in enumerate(pairwise(node.args)):
        if _is_mistakable(one) and _is_mistakable(other) and ast.dump(one) != ast.dump(other):
            yield _with(node, args=[*node.args[:place], other, one, *node.args[place + 2 :]])
    for place, (first, second) in enumerate(pairwise(node.keywords)):
        if first.arg and second.arg and ast.dump(first.value) != ast.dump(second.value):
            swapped = [_with(first, value=second.value), _with(second, value=first.value)]
            keywords = [*node.keywords[:place], *swapped, *node.keywords[place + 2 :]]
            yield _with(node, keywords=keywords)


OPERATORS: Final[Mapping[str, Operator]] = {
    "arithmetic": arithmetic,
    "comparison": comparison,
    "constant": constant,
    "rounding": rounding,
    "negation": negation,
    "deletion": deletion,
    "swap": swap,
}
"""Each operator by its name, in the order in which a function is searched for its sites."""


def _with(node: ast.AST, **changes: object) -> ast.AST:
    other = copy(node)
    for name, value in changes.items():
        setattr(other, name, value)
    return other


def _at(node: ast.AST, other: ast.AST) -> ast.AST:
    return ast.fix_missing_locations(ast.copy_location(other, node))


def _negated(test: ast.expr) -> ast.expr:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return test.operand
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _has_contrary(test: ast.expr) -> bool:
    return (
        isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], _CONTRARY)
    )


def _is_mistakable(argument: ast.expr) -> bool:
    if isinstance(argument, ast.Name):
        return argument.id not in _UNMISTAKABLE
    # The two texts that a choice is asked with are its clause and what is taken for granted.
    return not isinstance(argument, ast.Starred) and not _is_textual(argument)


def _is_textual(node: ast.expr) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)
    return is_text or isinstance(node, _TEXTUAL)
