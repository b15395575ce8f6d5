"""Audits of recorded rows: each figure computed again from the others by the rules of its date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

from solvent_conformance.audit import fills, instruments, order_margins, positions, wallet
from solvent_conformance.audit.report import Report
from solvent_conformance.audit.row_files import read_rows
from solvent_conformance.audit.rows import BadRow, Row
from solvent_conformance.audit.terms import RowTerms

Audit = Callable[[Sequence[Row], RowTerms, Report], None]

KINDS: Final = MappingProxyType(
    {
        "positions": positions.audit_positions,
        "fills": fills.audit_fills,
        "order-margins": order_margins.audit_order_margins,
        "instruments": instruments.audit_instruments,
        "wallet": wallet.audit_wallet,
    }
)
"""What `solvent audit` accepts, and the audit of each."""

__all__ = ["KINDS", "Audit", "BadRow", "Report", "Row", "RowTerms", "read_rows"]
