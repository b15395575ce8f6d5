"""Query parameters: how a table is read."""

# ruff: noqa: N815 - the parameters are named by the exchange

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from solvent_spec.wire.columns import LARGEST_WHOLE, Instant, WireFields

COUNT_DEFAULT: Final = 100
COUNT_MAX: Final = 1000
DEPTH_DEFAULT: Final = 25
JSON_PARAMETERS: Final = frozenset({"filter", "columns"})
"""Parameters that carry JSON inside the query string."""

_FILTER = "Column to value, or to a list of values; JSON. `open` and `ordStatus.isTerminated` too."
_COLUMNS = "Columns to show, as a JSON array or comma separated. Key columns are always shown."


class TableQuery(WireFields):
    """Most tables."""

    symbol: str | None = None
    filter: dict[str, Any] | None = Field(None, description=_FILTER)
    columns: list[str] | None = Field(None, description=_COLUMNS)
    count: int = Field(COUNT_DEFAULT, ge=0, le=COUNT_MAX)
    start: int = Field(0, ge=0, le=LARGEST_WHOLE, description="Rows to leave out first.")
    reverse: bool = Field(default=False, description="Newest first.")
    startTime: Instant | None = None
    endTime: Instant | None = None


class PositionQuery(WireFields):
    """The positions of an account; all of them without a count."""

    filter: dict[str, Any] | None = Field(None, description=_FILTER)
    columns: list[str] | None = Field(None, description=_COLUMNS)
    count: int | None = Field(None, ge=0, le=COUNT_MAX)


class BookQuery(WireFields):
    """The order book of one instrument."""

    symbol: str
    depth: int = Field(
        DEPTH_DEFAULT, ge=0, le=LARGEST_WHOLE, description="Prices a side; zero shows all."
    )


class CurrencyQuery(WireFields):
    """The money of an account in one currency."""

    currency: str = Field("XBt", description="A settlement currency, or `all` for a list.")


class NoQuery(WireFields):
    """Nothing to ask."""
