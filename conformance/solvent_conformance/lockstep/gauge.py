"""Gauges: how often each kind of event happened in a history, and how far its balances went.

A gauge reads the venue's own tables and finds nothing: it says what a history has seen, and
guides a machine towards histories that see more.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from solvent_conformance.judges.moments import Moment
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_of

_TEXTS: Final = {"Liquidation": "takeovers", "Deleverage": "deleveragings"}
_BALANCES: Final = ("currency", "walletBalance", "marginBalance")
LOWEST: Final = ("lowest wallet", "lowest fund", "lowest fees", "lowest mark", "smallest quantity")
HIGHEST: Final = ("most taken", "highest mark", "largest quantity", "largest fund")


@dataclass(slots=True)
class Extremes:
    """The lowest and the highest of what was seen, by name. Mutable: it stretches."""

    values: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, value: int) -> None:
        """Stretch to a value."""
        known = self.values.get(name, value)
        self.values[name] = min(known, value) if name in LOWEST else max(known, value)

    def add(self, other: Extremes) -> None:
        """Stretch to what another history has seen."""
        for name, value in other.values.items():
            self.note(name, value)


@dataclass(slots=True)
class Gauge:
    """What one history has seen. Mutable.

    `hand` are the accounts whose money is watched as one person's; `taken` what they hold and
    have withdrawn beyond what they deposited, in the currency where that is most.
    """

    hand: frozenset[str] = frozenset()
    events: Counter[str] = field(default_factory=Counter)
    extremes: Extremes = field(default_factory=Extremes)
    _funds: dict[str, int] = field(default_factory=dict)
    _told: Counter[str] = field(default_factory=Counter)

    def note(self, moment: Moment) -> None:
        """Read what a moment shows."""
        if moment.observed.status in {"rejected", "shed", "errored"}:
            self.events[moment.observed.status] += 1
        self._balances(moment)
        self._marks(moment.shown("instrument", ("markPrice",)) or [])
        self._funded(moment.shown("insurance", ("symbol", "walletBalance")) or [])
        self._stakes(moment)
        if moment.whole:
            self._history(moment)

    @property
    def lowest(self) -> int:
        """The lowest balance that was seen anywhere; nothing when none was."""
        names = ("lowest wallet", "lowest fund", "lowest fees")
        return min((self.extremes.values.get(name, 0) for name in names), default=0)

    def _balances(self, moment: Moment) -> None:
        for row in moment.shown("ledger", ("account", "balance")) or ():
            name, balance = str(row.get("account")), row.get("balance")
            if name == "fees" and isinstance(balance, int):
                self.extremes.note("lowest fees", balance)
        taken: Counter[str] = Counter()
        for account in moment.accounts:
            for row in moment.shown("margin", _BALANCES, account) or ():
                wallet, equity = row.get("walletBalance"), row.get("marginBalance")
                currency = str(row.get("currency"))
                if isinstance(wallet, int):
                    self.extremes.note("lowest wallet", wallet)
                if account in self.hand and isinstance(equity, int):
                    taken[currency] += equity - moment.external.get((account, currency), 0)
        if all(moment.shown("margin", _BALANCES, account) is not None for account in self.hand):
            for money in taken.values():
                self.extremes.note("most taken", money)

    def _marks(self, rows: list[Row]) -> None:
        for row in rows:
            mark = row.get("markPrice")
            if isinstance(mark, str):
                self.extremes.note("lowest mark", int(price_of(mark)))
                self.extremes.note("highest mark", int(price_of(mark)))

    def _funded(self, rows: list[Row]) -> None:
        for row in rows:
            symbol, balance = str(row.get("symbol")), row.get("walletBalance")
            if not isinstance(balance, int):
                continue
            before = self._funds.get(symbol, 0)
            self.events["fund payments"] += balance < before
            self.events["fund gains"] += balance > before
            self._funds[symbol] = balance
            self.extremes.note("lowest fund", balance)
            self.extremes.note("largest fund", balance)

    def _stakes(self, moment: Moment) -> None:
        if moment.step.request == "POST /order" and moment.observed.status == "ok":
            qty = moment.step.message["body"].get("orderQty")
            if isinstance(qty, int):
                self.extremes.note("smallest quantity", abs(qty))
                self.extremes.note("largest quantity", abs(qty))

    def _history(self, moment: Moment) -> None:
        """Executions and triggered stops since the last look at every table."""
        told: Counter[str] = Counter()
        for account in moment.accounts:
            for row in moment.shown("execution", ("execType",), account) or ():
                told[_kind(row)] += 1
            for row in moment.shown("order", ("triggered",), account) or ():
                told["stops triggered"] += bool(row.get("triggered"))
        for kind, count in told.items():
            self.events[kind] += max(0, count - self._told[kind])
        self._told = told
        self.events["moments with an order of the engine"] += bool(moment.shown("liquidation", ()))


def _kind(row: Row) -> str:
    """What an execution tells of."""
    text: Any = row.get("text")
    if row.get("execType") == "Funding":
        return "fundings"
    if row.get("execType") == "Trade":
        return _TEXTS.get(str(text), "trades")
    return "other executions"
