"""JSON without binary fractions, in and out.

Inward a number becomes an `int` or a `Decimal`, and is refused when it has too many digits or is
no number at all. Outward a column of prices or rates, a decimal string inside, is printed as a
JSON number with the same digits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any

from solvent_reference.server.failures import malformed_request
from solvent_spec.vocabulary.messages import Row

MAX_DIGITS = 40
"""Digits of a number that is accepted: more than any quantity of the exchange has."""
MAX_EXPONENT = 30
MAX_DEPTH = 64
"""Objects and arrays within each other; how deep a parser goes differs from Python to Python."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_TEXT_OR_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_json(text: str) -> Any:  # noqa: ANN401 - any JSON value may come
    """The value of a JSON text.

    Raises:
        HttpRefusal: it is not JSON, repeats a key, nests too deep, or holds NaN, Infinity, a number
            of too many digits or a text that is not Unicode.
    """
    if _depth(text) > MAX_DEPTH:
        raise malformed_request("Malformed JSON: nested too deep.")
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=read_decimal,
            parse_constant=_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise malformed_request(f"Malformed JSON: {error.msg} at {where}.") from None


def _depth(text: str) -> int:
    """How deep the brackets of a text stand within each other, those in its strings aside."""
    depth = deepest = 0
    for found in _TEXT_OR_BRACKET.finditer(text):
        bracket = found.group()
        if bracket in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif bracket in "]}":
            depth -= 1
    return deepest


def read_decimal(text: str) -> Decimal:
    """The exact value of a decimal number.

    Raises:
        HttpRefusal: it has too many digits, or an exponent that would make them.
    """
    mantissa, _, exponent = text.lower().partition("e")
    is_small = len(exponent) <= MAX_DIGITS and abs(int(exponent or "0")) <= MAX_EXPONENT
    if len(mantissa) > MAX_DIGITS or not is_small:
        raise malformed_request(f"Number has more than {MAX_DIGITS} digits: {text[:12]}...")
    return Decimal(text)


def number_text(value: Decimal | int) -> str:
    """The canonical decimal string of a number: no exponent, no needless zero.

    >>> decimal_text(Decimal("9000.50")), decimal_text(Decimal("1e3")), decimal_text(Decimal("-0"))
    ('9000.5', '1000', '0')
    """
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def write_rows(rows: Iterable[Row], numbers: frozenset[str]) -> str:
    """A JSON array of rows."""
    return "[" + ",".join(write_row(row, numbers) for row in rows) + "]"


def write_row(row: Row, numbers: frozenset[str]) -> str:
    """A JSON object of a row; `numbers` are the columns whose decimal strings become numbers."""
    fields = (
        f"{encode_basestring_ascii(name)}:{write_value(value, is_number=name in numbers)}"
        for name, value in row.items()
    )
    return "{" + ",".join(fields) + "}"


def write_value(value: Any, *, is_number: bool) -> str:  # noqa: ANN401 - any JSON value may come
    """One JSON value. A decimal string that is none stays a string, for everybody to see.

    >>> write_value("9000.5", is_number=True), write_value("9000.5", is_number=False)
    ('9000.5', '"9000.5"')
    """
    if isinstance(value, str):
        exact = is_number and _NUMBER.fullmatch(value)
        return value if exact else encode_basestring_ascii(value)
    return json.dumps(value)


def check_text(text: str) -> str:
    """The text itself.

    Raises:
        HttpRefusal: it holds half a character (a lone surrogate), which no UTF-8 answer can repeat.
    """
    if _SURROGATE.search(text):
        raise malformed_request("Text is not Unicode: it holds a lone surrogate.")
    return text


def _whole(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise malformed_request(f"Number has more than {MAX_DIGITS} digits: {text[:12]}...")
    return int(text)


def _constant(text: str) -> None:
    raise malformed_request(f"Malformed JSON: {text} is not a number.")


def _object(pairs: list[tuple[str, Any]]) -> Row:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in fields if names.count(name) > 1)
        raise malformed_request(f"Malformed JSON: the key {twice[:40]!r} stands twice.")
    return fields
