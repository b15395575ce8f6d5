"""Columns: how the values of a row and of a request travel over HTTP.

Money, quantities and account numbers are JSON integers; prices and rates are JSON numbers,
read as decimals and never as binary fractions; instants are ISO strings in UTC.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

LARGEST_WHOLE = 2**63 - 1
"""Whole numbers of the API have 64 bits."""

Whole: TypeAlias = Annotated[int, Field(ge=-LARGEST_WHOLE, le=LARGEST_WHOLE)]
"""Money in minor units, contracts, or an account's number."""

Number: TypeAlias = Annotated[Decimal, WithJsonSchema({"type": "number"})]
"""A price or a rate, exact in decimal."""

PositiveNumber: TypeAlias = Annotated[
    Decimal, WithJsonSchema({"type": "number", "exclusiveMinimum": 0})
]
"""A price that somebody offers."""

Instant: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]
"""`2019-06-03T12:00:00.000Z`."""

Identity: TypeAlias = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
"""An order, an execution or a trade."""


AccountNumber: TypeAlias = Annotated[Whole, Field(description="number of the account")]
"""Over HTTP a number that the reset hands out; in the protocol the name of the account."""

MinorUnits: TypeAlias = Annotated[
    Whole, Field(description="minor units of the settlement currency")
]
"""Satoshi where a contract settles in XBt, millionths of a dollar in USDt."""

ContractCount: TypeAlias = Annotated[Whole, Field(description="contracts")]

QuotePrice: TypeAlias = Annotated[
    Decimal, WithJsonSchema({"type": "number", "description": "quote currency for one underlying"})
]

Share: TypeAlias = Annotated[
    Decimal, WithJsonSchema({"type": "number", "description": "a share: 0.01 is one percent"})
]
"""A rate, a requirement or a percentage."""

UnderlyingQuantity: TypeAlias = Annotated[
    Decimal, WithJsonSchema({"type": "number", "description": "whole units of the underlying"})
]

QuoteQuantity: TypeAlias = Annotated[
    Decimal, WithJsonSchema({"type": "number", "description": "whole units of the quote currency"})
]

Span: TypeAlias = Annotated[
    str,
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "a span, as the instant that long after 2000-01-01",
        }
    ),
]


class WireRow(BaseModel):
    """A row as it travels. A venue may show more columns than are named here."""

    model_config = ConfigDict(extra="allow", frozen=True)


class WireFields(BaseModel):
    """The fields of a request. The exchange ignored fields that it did not know, and so do we."""

    model_config = ConfigDict(extra="ignore", frozen=True)


def json_types(model: type[BaseModel]) -> dict[str, frozenset[str]]:
    """The JSON types of each field of a model, `null` left out.

    >>> class Example(WireRow):
    ...     price: Number | None = None
    >>> sorted(json_types(Example)["price"])
    ['number']
    """
    properties = model.model_json_schema()["properties"]
    return {name: frozenset(_types(field)) - {"null"} for name, field in properties.items()}


def _types(schema: dict[str, Any]) -> set[str]:
    branches = schema.get("anyOf", [schema])
    return {branch["type"] for branch in branches if "type" in branch}
