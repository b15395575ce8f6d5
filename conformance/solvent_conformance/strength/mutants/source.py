"""Source: a module read for the places where it may be changed, and changed in one of them.

Nothing of Solvent is imported here: whatever runs a mutant reads this before any rule.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from typing import Any, Final

from solvent_conformance.strength.mutants.operators import OPERATORS, ROUNDINGS

_UNREACHED: Final = frozenset({"unseen", "binding"})
"""What a clause declares that no message over stdio shows: worked examples or HTTP hold it."""

_NO_VALUES: Final = frozenset({"__slots__", "__all__"})
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)
# What is said about a failure is no behaviour, an assertion says that we are wrong, what a pattern
# names is a type, and a default is hardly ever taken.
_UNCHANGED: Final = (ast.Assert, ast.JoinedStr, ast.pattern, ast.arguments)
_UNCHANGED_FIELDS: Final = frozenset({"annotation", "returns", "decorator_list", "exc", "cause"})
_FIELDS_OF_STATEMENTS: Final = ("body", "orelse", "finalbody", "handlers", "cases")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: in a field of its parent, which has several if there is an index.

    `statement` is the innermost one around the node, or the node itself.
    """

    parent: ast.AST
    field: str
    index: int | None
    statement: ast.AST

    @property
    def node(self) -> ast.AST:
        """What stands there."""
        value: Any = getattr(self.parent, self.field)
        node: ast.AST = value if self.index is None else value[self.index]
        return node

    def put(self, node: ast.AST) -> None:
        """Have something else stand there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A possible change of a module: `other` for what stands at a place.

    `owner` is the qualified name of the function, or the name that is assigned; `number` counts the
    changes of one operator in it, from 1.
    """

    owner: str
    operator: str
    number: int
    place: Place
    other: ast.AST

    @property
    def line(self) -> int:
        """The line of the node."""
        statement: int = getattr(self.place.statement, "lineno", 0)
        line: int = getattr(self.place.node, "lineno", statement)
        return line

    def texts(self) -> tuple[str, str]:
        """The statement before and after, each on one line, without layout and comments.

        Of a statement that has others in it only the head. The tree stays as it is.
        """
        node, statement = self.place.node, self.place.statement
        before = statement_text(statement)
        if node is statement:
            return before, statement_text(self.other)
        self.place.put(self.other)
        after = statement_text(statement)
        self.place.put(node)
        return before, after


def changes(tree: ast.Module) -> Iterator[SourceChange]:
    """Every change that a module may have, in the order of its source.

    Docstrings, decorators, annotations, defaults, assertions, patterns and the texts of failures
    are not changed, nor is the rule of a clause that no message over stdio shows.
    """
    for owner, first in _owners(tree, ""):
        numbers: Counter[str] = Counter()
        # Without its last return a function gives nothing at all, and whoever calls it fails.
        last = first[-1:] if isinstance(first[-1].node, ast.Return) else ()
        for place in (inner for one in first for inner in _within(one)):
            for name, operator in OPERATORS.items():
                if name == "deletion" and place in last:
                    continue
                for other in operator(place.node):
                    numbers[name] += 1
                    yield SourceChange(owner, name, numbers[name], place, other)


def changed_tree(source: str, owner: str, operator: str, number: int) -> ast.Module:
    """A module with one change made.

    Raises:
        LookupError: it has no such change.
    """
    tree = ast.parse(source)
    for change in changes(tree):
        if (change.owner, change.operator, change.number) == (owner, operator, number):
            change.place.put(change.other)
            _import_roundings(tree)
            return ast.fix_missing_locations(tree)
    raise LookupError(f"{owner} has no change {number} by {operator}")


def statement_text(statement: ast.AST) -> str:
    """A statement as the grammar writes it, on one line; of one with others in it the head."""
    head = copy(statement)
    for field in _FIELDS_OF_STATEMENTS:
        if isinstance(getattr(head, field, None), list):
            setattr(head, field, [])
    return " ".join(ast.unparse(head).split())


def _owners(
    scope: ast.Module | ast.ClassDef, prefix: str
) -> Iterator[tuple[str, tuple[Place, ...]]]:
    """Each function with its statements, and each name that is assigned with its value."""
    for statement in scope.body:
        if isinstance(statement, ast.ClassDef):
            yield from _owners(statement, f"{prefix}{statement.name}.")
        elif isinstance(statement, _DEFINITIONS):
            if not _is_unreached(statement):
                places = _statements(statement, "body", statement.body)
                yield f"{prefix}{statement.name}", tuple(places)
        elif isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
            name = ast.unparse(target)
            if name not in _NO_VALUES and "TypeAlias" not in ast.dump(statement):
                yield f"{prefix}{name}", (Place(statement, "value", None, statement),)


def _is_unreached(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = (d for d in function.decorator_list if isinstance(d, ast.Call))
    return any(keyword.arg in _UNREACHED for call in calls for keyword in call.keywords)


def _statements(parent: ast.AST, field: str, nodes: list[Any]) -> Iterator[Place]:
    return (Place(parent, field, index, node) for index, node in enumerate(nodes))


def _within(place: Place) -> Iterator[Place]:
    """A place, and the places in what stands there."""
    node = place.node
    if isinstance(node, _UNCHANGED):
        return
    yield place
    for field, value in ast.iter_fields(node):
        if field in _UNCHANGED_FIELDS or (isinstance(node, ast.keyword) and node.arg == "strict"):
            continue  # with `strict` lists of different lengths fail, which ours never are
        if field in _FIELDS_OF_STATEMENTS and isinstance(value, list):
            inner = list(_statements(node, field, value))
        elif isinstance(value, list):
            inner = [
                Place(node, field, index, place.statement)
                for index, one in enumerate(value)
                if isinstance(one, ast.AST)
            ]
        else:
            inner = [Place(node, field, None, place.statement)] * isinstance(value, ast.AST)
        for one in inner:
            yield from _within(one)


def _import_roundings(tree: ast.Module) -> None:
    """Have the roundings at hand that may now be called: they stand where the others come from."""
    for statement in tree.body:
        if isinstance(statement, ast.ImportFrom):
            names = {alias.name for alias in statement.names}
            others = {other for name in names for other in ROUNDINGS.get(name, ())}
            statement.names += [ast.alias(other) for other in sorted(others - names)]
