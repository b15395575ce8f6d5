"""Audits of recorded rows: each figure computed again from the others by the rules of its date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

from solvent_conformance.audit import fills, instruments, order_margins, positions, wallet
from solvent_conformance.audit.report import Report
from solvent_conformance.audit.row_files import read_rows
from solvent_conformance.audit.rows import Malformed, Row
from solvent_conformance.audit.terms import Terms

Audit = Callable[[Sequence[Row], Terms, Report], None]

KINDS: Final = MappingProxyType(
    {
        "positions": positions.audit,
        "fills": fills.audit,
        "order-margins": order_margins.audit,
        "instruments": instruments.audit,
        "wallet": wallet.audit,
    }
)
"""What `solvent audit` accepts, and the audit of each."""

__all__ = ["KINDS", "Audit", "Malformed", "Report", "Row", "Terms", "read_rows"]
