"""Money that is moved and never made, and the audit."""

from __future__ import annotations

from typing import ClassVar

from solvent_spec.rules.chapter import Flow
from solvent_spec.rules.ledger.audit import AuditRules
from solvent_spec.rules.ledger.balances import BalanceRules


class LedgerRules(AuditRules, BalanceRules):
    """Money that is moved and never made, and the audit. Chapter: ledger."""

    __slots__ = ()

    flow: ClassVar[Flow] = (("margin", "wallet", "ledger"),)
