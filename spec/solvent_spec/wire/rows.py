"""Rows: the tables of the API by name, and the error that answers a refusal."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from solvent_spec.wire.columns import WireRow, json_types
from solvent_spec.wire.holding_rows import Margin, Position, Wallet
from solvent_spec.wire.instrument_row import Instrument
from solvent_spec.wire.market_rows import Funding, Insurance, Liquidation, OrderBookL2, Trade
from solvent_spec.wire.order_rows import Execution, Order

ROWS: Final = MappingProxyType[str, type[WireRow]](
    {
        "order": Order,
        "execution": Execution,
        "position": Position,
        "margin": Margin,
        "wallet": Wallet,
        "instrument": Instrument,
        "orderBookL2": OrderBookL2,
        "trade": Trade,
        "funding": Funding,
        "insurance": Insurance,
        "liquidation": Liquidation,
    }
)
"""Each table that is served, with the model of its rows."""


class ErrorBody(BaseModel):
    """What went wrong, in the exchange's words, and the kind of error."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    message: str
    name: str


class Error(BaseModel):
    """Clause APIC-001: the body of every refusal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    error: ErrorBody


def number_columns(table: str) -> frozenset[str]:
    """The columns of a table that are prices or rates: JSON numbers, decimal strings inside.

    >>> "price" in number_columns("order"), "orderQty" in number_columns("order")
    (True, False)
    """
    types = json_types(ROWS[table])
    return frozenset(name for name, kinds in types.items() if "number" in kinds)
