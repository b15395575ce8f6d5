"""Markdown: the pieces that the pages of reference are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import BaseModel

NOTE: Final = "Written by `solvent reference write` from the code; a test fails when it is stale.\n"
"""The second paragraph of every page."""

TYPES: Final = {
    "integer": "whole number",
    "number": "decimal",
    "boolean": "true or false",
    "string": "text",
    "date-time": "instant",
    "uuid": "id",
    "array": "list of texts",
}
"""JSON types and formats, in the words of docs/protocol.md."""


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""A table; a bar in a cell is escaped.

    >>> markdown_table(["a", "b"], [["1", "x|y"]])
    '| a | b |\n|---|---|\n| 1 | x\\|y |\n'
    """
    lines = [heads, *rows]
    text = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines]
    text.insert(1, "|" + "---|" * len(heads))
    return "\n".join(text) + "\n"


def code_span(value: object) -> str:
    """A value as code: text as it is, anything else as JSON on one line."""
    text = value if isinstance(value, str) else compact_json(value)
    return f"`{text}`"


def compact_json(value: object) -> str:
    """JSON on one line.

    >>> compact_json({"a": [1, "b"]})
    '{"a": [1, "b"]}'
    """
    return json.dumps(value, ensure_ascii=False)


def plain_docstring(model: type[object]) -> str:
    """The docstring of a class on one line."""
    return " ".join((model.__doc__ or "").split())


def field_schemas(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """Each field of a model with its JSON Schema, alternatives by `null` resolved.

    The description of a field stands before that of its type.
    """
    properties: dict[str, dict[str, Any]] = model.model_json_schema()["properties"]
    return {name: _resolved(schema) for name, schema in properties.items()}


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    branches = [b for b in schema.get("anyOf", ()) if b.get("type") != "null"]
    first = branches[0] if branches else {}
    told = [part["description"] for part in (first, schema) if "description" in part]
    return {**first, **schema, "description": "; ".join(dict.fromkeys(told))}


def type_words(schema: dict[str, Any]) -> str:
    """The type of a field in words: its format where it has one, else its values, else its type.

    >>> type_words({"type": "integer"}), type_words({"enum": ["Buy", "Sell"]})
    ('whole number', '`Buy`, `Sell`')
    """
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    return TYPES[schema.get("format") or schema["type"]]
