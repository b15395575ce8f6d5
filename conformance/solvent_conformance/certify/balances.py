"""Extremes: the lowest and highest balances of any kind that a campaign saw."""

from __future__ import annotations

from dataclasses import dataclass, field

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL


@dataclass(slots=True)
class BalanceRange:
    """Least and most by kind of balance, in minor units of any currency. Mutable."""

    least: dict[str, int] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)

    def look(self, exchange: Exchange) -> None:
        """Take the balances of a state into account."""
        for balances in exchange.ledger.by_currency.values():
            for name, balance in balances.items():
                kind = name.partition(":")[0]
                if kind not in {EXTERNAL, "position"}:
                    self._note(kind, balance)
        for account in exchange.accounts.values():
            for position in account.positions.values():
                if account.is_engine and position.qty:
                    self._note("held for the engine", position.margin.cross)

    def _note(self, kind: str, balance: int) -> None:
        self.least[kind] = min(balance, self.least.get(kind, balance))
        self.most[kind] = max(balance, self.most.get(kind, balance))
