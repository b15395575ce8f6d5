"""Audits of recorded rows: each figure computed again from the others by the rules of its date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from solvent_conformance.audit import fills, instruments, order_margins, positions, wallet
from solvent_conformance.audit.report import Report
from solvent_conformance.audit.row_files import read_rows, source_of
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


def audit_file(kind: str, path: Path, terms: RowTerms, report: Report) -> None:
    """Audit a file of rows, or each state of the rows of a feed.

    Raises:
        BadRow: the file cannot be read, or a row of it is none; the message says where.
    """
    source = source_of(path, kind)
    for rows in source.groups():
        KINDS[kind](rows, terms, report)
    report.notes.extend(source.notes())
    if report.idle:
        named = ", ".join(f"{name} ({count})" for name, count in report.idle.most_common(8))
        report.notes.append(f"{report.idle.total()} executions traded nothing: {named}")


__all__ = ["KINDS", "Audit", "BadRow", "Report", "Row", "RowTerms", "audit_file", "read_rows"]
