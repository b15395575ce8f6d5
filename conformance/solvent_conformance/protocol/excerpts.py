"""Excerpts: whatever a venue said, made small and harmless before anybody reads it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

from solvent_conformance.protocol.history import Step, canonical
from solvent_spec.vocabulary.messages import Row

TEXT_LIMIT: Final = 400
"""Characters of anything a venue said that are kept."""


def limit_row(row: Row) -> Row:
    """A JSON object whose texts are limited, at any depth."""
    return {key: _limited_value(value) for key, value in row.items()}


def answer_text(answer: Row) -> str:
    """An answer as a short canonical text: whatever a venue says, it stays harmless and small."""
    try:
        text = canonical(answer)
    except (TypeError, ValueError) as error:
        text = f"unwritable: {error}"
    return limit_text(text)


def limit_text(text: str, limit: int = TEXT_LIMIT) -> str:
    r"""A text of at most `limit` characters, everything unprintable escaped.

    >>> limited("a\x1b[31m")
    'a\\x1b[31m'
    """
    clean = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
    return clean if len(clean) <= limit else f"{clean[: limit - 3]}..."


def step_lines(steps: Iterable[Step], width: int = 200) -> Iterator[str]:
    """A line for each step, with its number; steps that repeat the one before share its line."""
    first = 1
    for title, group in groupby(limit_text(step.title, width) for step in steps):
        count = sum(1 for _ in group)
        many = f"  ({count} times)" if count > 1 else ""
        yield f"{first:>3}  {title}{many}"
        first += count


def _limited_value(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return limit_text(value)
    if isinstance(value, dict):
        return {limit_text(str(k), 80): _limited_value(v) for k, v in list(value.items())[:60]}
    if isinstance(value, list):
        return [_limited_value(part) for part in value[:60]]
    return value if value is None or isinstance(value, bool | int) else limit_text(str(value))
