"""Fields: what a request says, read from a JSON body, a form or a query.

A field becomes the protocol's value: quantities and money `int`, prices and rates canonical
decimal strings. Null and empty count as absent. A field that nobody knows is ignored, as the
exchange did; one that the exchange knew and we do not serve is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from solvent_reference.server.exact_json import check_text, number_text, read_decimal, read_json
from solvent_reference.server.failures import REQUIRED, malformed_request
from solvent_spec.vocabulary.messages import Row
from solvent_spec.wire.columns import LARGEST_WHOLE, WireFields, json_types
from solvent_spec.wire.request_bodies import UNSERVED

MAX_FIELDS = 100
MAX_LIST = 200
_DECIMAL = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
_NAMES = re.compile(r"(?!(true|false|null)$)[A-Za-z][A-Za-z0-9_.,]*")
_FLAGS = {"true": True, "false": False, "1": True, "0": False}
_KINDS = {
    "integer": "a whole number of at most 64 bits",
    "number": "a number",
    "boolean": "true or false",
    "string": "a text",
    "array": f"a list of at most {MAX_LIST} texts",
    "object": "a JSON object",
}


class Form:
    """The fields of one kind of request: their names and types, and which are required.

    `keeps_empty`: an empty parameter of a query is a wrong one, not an absent one.
    """

    def __init__(self, model: type[WireFields], *, keeps_empty: bool = False) -> None:
        self.keeps_empty = keeps_empty
        self.types = json_types(model) if model.model_fields else {}
        self.required = [n for n, field in model.model_fields.items() if field.is_required()]

    def read(self, content_type: str, body: bytes) -> Row:
        """The fields of a body, checked.

        Raises:
            HttpRefusal: the body is malformed, or a field is missing or of the wrong type.
        """
        kind = content_type.partition(";")[0].strip().lower()
        if not body:
            return self._checked({}, is_text=False)
        if kind == "application/x-www-form-urlencoded":
            return self._checked(read_pairs(body), is_text=True)
        if kind not in {"application/json", ""}:
            raise malformed_request(
                "Content-Type must be application/json or application/x-www-form-urlencoded."
            )
        value = read_json(body.decode())
        if not isinstance(value, dict):
            raise malformed_request("Body must be a JSON object.")
        return self._checked(value, is_text=False)

    def read_query(self, query: bytes) -> Row:
        """The fields of a query string, checked as those of a body."""
        return self._checked(read_pairs(query), is_text=True)

    def _checked(self, fields: Row, *, is_text: bool) -> Row:
        absent = (None,) if self.keeps_empty else (None, "")
        given = {name: value for name, value in fields.items() if value not in absent}
        for name in sorted(UNSERVED & given.keys()):
            raise malformed_request(f"'{name}' is not served.")
        for name in self.required:
            if name not in given:
                raise malformed_request(REQUIRED.format(name=name))
        return {
            name: protocol_value(name, value, self.types[name], is_text=is_text)
            for name, value in given.items()
            if name in self.types
        }


def protocol_value(name: str, value: Any, types: frozenset[str], *, is_text: bool) -> Any:  # noqa: ANN401 - JSON in, JSON out
    """The protocol's value of a field. `is_text` when it comes from a form or a query.

    Raises:
        HttpRefusal: the value is of none of the types.
    """
    if is_text:
        value = _from_text(value, types)
    if isinstance(value, str) and "string" in types:
        return check_text(value)
    if isinstance(value, list) and "array" in types and is_list_of_texts(value):
        return [check_text(item) for item in value]
    if isinstance(value, bool) and "boolean" in types:
        return value
    if isinstance(value, dict) and "object" in types:
        return value
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        if "number" in types:
            return number_text(value)
        if "integer" in types and value == int(value) and abs(int(value)) <= LARGEST_WHOLE:
            return int(value)
    wanted = " or ".join(_KINDS[kind] for kind in sorted(types))
    raise malformed_request(f"'{name}' must be {wanted}.")


def is_list_of_texts(value: list[Any]) -> bool:
    """Whether a list is short and holds nothing but texts."""
    return len(value) <= MAX_LIST and all(isinstance(item, str) for item in value)


def read_pairs(text: bytes) -> Row:
    """The fields of a form or a query string.

    Raises:
        HttpRefusal: it is not UTF-8, has too many fields, or a field twice.
    """
    try:
        pairs = parse_qsl(
            text.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS
        )
    except UnicodeDecodeError:
        raise malformed_request("Malformed form: not UTF-8.") from None
    except ValueError:
        raise malformed_request(f"Malformed form: more than {MAX_FIELDS} fields.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise malformed_request("Malformed form: a field stands twice.")
    return fields


def _from_text(text: str, types: frozenset[str]) -> Any:  # noqa: ANN401 - any JSON value
    if "integer" in types and _WHOLE.fullmatch(text):
        return int(text)
    if "number" in types and _DECIMAL.fullmatch(text):
        return read_decimal(text)
    if "boolean" in types:
        return _FLAGS.get(text.lower(), text)
    if "object" in types or ("array" in types and text.startswith("[")):
        return read_json(text)
    if types == {"array"}:
        return _listed(text)
    return text


def _listed(text: str) -> Any:  # noqa: ANN401 - a list, or what is there instead
    """Names with commas between; what is JSON but no array is no list."""
    return text.split(",") if _NAMES.fullmatch(text) else text
