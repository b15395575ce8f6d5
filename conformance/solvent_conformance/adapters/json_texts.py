"""JSON texts: what a venue sent, read without losing anything and without being lied to.

A key that stands twice, half a character and more values than fit into memory are no JSON here,
although most readers take them.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final, NoReturn

DEPTH: Final = 16
VALUES: Final = 2_000_000
"""Values of one answer, roughly: they take far more memory than the bytes that they came in."""

HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a character: a lone surrogate, which JSON can escape and no text can hold."""


class Misshapen(ValueError):
    """An answer is not of the protocol. The text says where and what."""


class WrongType(Misshapen):
    """A column of a row has another type than the API gives it: clause APIC-007."""


def json_value(raw: bytes | str, decoder: json.JSONDecoder) -> Any:  # noqa: ANN401 - JSON of any shape
    """The value of a JSON text.

    Raises:
        Misshapen: it is not UTF-8, not JSON, nested too deeply, too much, holds half a character,
            or what the decoder refuses.
    """
    try:
        return _decoded(raw.decode() if isinstance(raw, bytes) else raw, decoder)
    except Misshapen:
        raise
    except UnicodeDecodeError as error:
        raise Misshapen(f"not UTF-8 at byte {error.start}") from error
    except RecursionError as error:
        raise Misshapen(f"nested deeper than {DEPTH}") from error
    except ValueError as error:
        raise Misshapen(f"not JSON: {error}"[:160]) from error


def _decoded(text: str, decoder: json.JSONDecoder) -> object:
    values = text.count(",") + text.count("[") + text.count("{")
    if values > VALUES:
        raise Misshapen(f"about {values} values, more than {VALUES}")
    value: object = decoder.decode(text)
    if "\\u" in text and HALF.search(json.dumps(value, ensure_ascii=False, default=str)):
        raise Misshapen("a text that is not Unicode: it holds a lone surrogate")
    return value


def one_of_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of some pairs: two readers of a key that stands twice could read two values.

    Raises:
        Misshapen: one does.
    """
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in fields if names.count(name) > 1)
        raise Misshapen(f"the key {twice[:40]!r} stands twice")
    return fields


def _refuse(literal: str) -> NoReturn:
    raise Misshapen(f"{literal[:40]} is a JSON float; a decimal travels as a string")


_WITHOUT_FLOATS: Final = json.JSONDecoder(
    parse_float=_refuse, parse_constant=_refuse, object_pairs_hook=one_of_each
)


def parse_json(raw: bytes | str) -> Any:  # noqa: ANN401 - JSON of any shape
    """JSON without floats.

    Raises:
        Misshapen: it is not, or it holds a float or NaN.
    """
    return json_value(raw, _WITHOUT_FLOATS)
