"""Annotations: the declared types of rules, taken apart as text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any


class Unreadable(ValueError):
    """A fixture holds a value that its place does not take; the message says which and why."""


def parsed_type(annotation: str) -> ast.expr:
    """The syntax of an annotation such as `tuple[Price, ...]`."""
    return ast.parse(annotation, mode="eval").body


def optional_type(node: ast.BinOp) -> ast.expr:
    """The half of `X | None` that is not None."""
    sides = (node.left, node.right)
    return next(s for s in sides if not (isinstance(s, ast.Constant) and s.value is None))


def type_parts(node: ast.Subscript) -> list[ast.expr]:
    """What stands between the brackets."""
    inner = node.slice
    return list(inner.elts) if isinstance(inner, ast.Tuple) else [inner]


def typed_elements(node: ast.Subscript, value: Any) -> Iterator[tuple[ast.expr, Any]]:  # noqa: ANN401 - as `read`
    """The elements of a sequence, each with its type."""
    types = type_parts(node)
    if not isinstance(value, list | tuple):
        raise Unreadable(f"{value!r} is no sequence")
    every = len(types) == 1 or (isinstance(types[1], ast.Constant) and types[1].value is ...)
    if not every and len(types) != len(value):
        raise Unreadable(f"{len(value)} elements where {len(types)} belong")
    return zip([types[0]] * len(value) if every else types, value, strict=True)
