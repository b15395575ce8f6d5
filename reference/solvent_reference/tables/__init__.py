"""Tables: the state as rows, in the exchange's field names. Reads, never writes."""

from __future__ import annotations

from solvent_reference.tables.accounts import ledger_rows, margin_rows, wallet_rows
from solvent_reference.tables.executions import execution_rows, trade_rows
from solvent_reference.tables.markets import (
    funding_rows,
    instrument_rows,
    insurance_rows,
    liquidation_rows,
    order_book_rows,
)
from solvent_reference.tables.orders import order_row, order_rows
from solvent_reference.tables.positions import position_row, position_rows

__all__ = [
    "execution_rows",
    "funding_rows",
    "instrument_rows",
    "insurance_rows",
    "ledger_rows",
    "liquidation_rows",
    "margin_rows",
    "order_book_rows",
    "order_row",
    "order_rows",
    "position_row",
    "position_rows",
    "trade_rows",
    "wallet_rows",
]
