"""Exact text: how fixtures write numbers that are no integers, and instants."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

DecimalText: TypeAlias = Annotated[str, Field(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$")]
"""A canonical decimal string: no exponent, no trailing zero."""

RateText: TypeAlias = Annotated[
    str, Field(pattern=r"^-?(0|[1-9][0-9]*)((\.[0-9]*[1-9])?|/[1-9][0-9]*)$")
]
"""A decimal string, or a fraction such as `1/3`."""

InstantText: TypeAlias = Annotated[
    str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$")
]
"""An instant in UTC with milliseconds: `2019-06-03T12:00:00.000Z`."""

Word: TypeAlias = Annotated[str, Field(min_length=1)]
"""Text that is not empty."""

Plain: TypeAlias = Annotated[
    Any,
    WithJsonSchema({"type": ["null", "boolean", "integer", "string", "array", "object"]}),
]
"""A JSON value without a float; the reader of fixtures refuses one at any depth."""


class FixtureModel(BaseModel):
    """A part of a fixture: no field beyond the named ones, no conversion of types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
