"""API rows: how the API prints values, turned into those of the protocol and back, exactly.

The API prints decimals as JSON numbers and accounts as numbers; the protocol has decimal strings
and names. No binary fraction is used in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn

from solvent_conformance.adapters.columns import DECIMALS, LITERAL, canonical_number, kinds
from solvent_conformance.adapters.json_texts import (
    DEPTH,
    Misshapen,
    WrongType,
    json_value,
    one_of_each,
)
from solvent_spec.vocabulary.messages import Row


def _refuse(literal: str) -> NoReturn:
    raise Misshapen(f"{literal} is no JSON")


def _decimal(literal: str) -> Decimal:
    try:
        return Decimal(literal)
    except InvalidOperation:  # an exponent beyond all bounds
        raise Misshapen(f"{literal[:40]} is no price and no rate") from None


_DECODER: Final = json.JSONDecoder(
    parse_float=_decimal, parse_constant=_refuse, object_pairs_hook=one_of_each
)


def exact_json(raw: bytes) -> Any:  # noqa: ANN401 - JSON of any shape
    """JSON whose numbers are integers and decimals.

    Raises:
        Misshapen: it is not, or it holds NaN.
    """
    return json_value(raw, _DECODER)


def protocol_rows(body: object, table: str | None, names: Mapping[int, str]) -> list[Row]:
    """The rows in the body of an answer: an array of objects, or one object.

    `names` gives the name of an account by its number.

    Raises:
        Misshapen: the body is neither, or a number is not of its column.

    >>> protocol_rows([{"account": 7, "price": Decimal("1E+4"), "orderQty": 5}], "order", {7: "a"})
    [{'account': 'a', 'price': '10000', 'orderQty': 5}]
    """
    rows = body if isinstance(body, list) else [body]
    return [protocol_row(row, table, names, number) for number, row in enumerate(rows)]


def protocol_row(row: object, table: str | None, names: Mapping[int, str], number: int) -> Row:
    """One row with the values of the protocol.

    Raises:
        Misshapen: it is no object, or (`WrongType`) a number is not of its column.
    """
    if not isinstance(row, dict):
        raise Misshapen(f"rows[{number}]: expected an object, got {type(row).__name__}")
    holds = kinds(table)
    result: Row = {}
    for column, value in row.items():
        if type(value) is str or value is None:
            result[column] = value
            continue
        try:
            result[column] = _cell(holds.get(column), column, value, names)
        except ValueError as error:
            raise WrongType(f"rows[{number}].{column[:40]}: {error}") from error
    return result


def _cell(kind: str | None, column: str, value: Any, names: Mapping[int, str]) -> Any:  # noqa: ANN401 - JSON of any shape
    if column == "account":
        return names.get(value, value) if type(value) is int else value
    if kind == "decimal" and type(value) is int:
        return canonical_number(value)
    if kind == "whole" and type(value) is Decimal:
        if value.adjusted() > DEPTH * 5 or value != value.to_integral_value():
            raise ValueError(f"expected an integer, got {value}"[:100])
        return int(value)
    return exact(value)


def exact(value: Any) -> Any:  # noqa: ANN401 - JSON of any shape
    """A JSON value in which every decimal is a canonical string.

    Raises:
        ValueError: a decimal has more digits than any price.
    """
    if type(value) is Decimal:
        return canonical_number(value)
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    return value


def api_body(body: Row) -> bytes:
    """The body of a request as the API takes it: decimal strings of prices become JSON numbers.

    What is no decimal number stays what it is, for the venue to refuse.

    >>> api_body({"symbol": "XBTUSD", "price": "10000.5", "stopPx": "ten", "orderQty": 100})
    b'{"symbol":"XBTUSD","price":10000.5,"stopPx":"ten","orderQty":100}'
    """
    fields = []
    for name, value in body.items():
        number = name in DECIMALS and isinstance(value, str) and LITERAL.fullmatch(value)
        printed = value if number else json.dumps(value, separators=(",", ":"))
        fields.append(f"{json.dumps(name)}:{printed}")
    return f"{{{','.join(fields)}}}".encode()
