"""Accounting: identities of the venue's own numbers. No formula of the specification is used.

What a venue shows has to add up by itself: money in equals money held, contracts long equal
contracts short, each side of a trade pays what the other receives, and a wallet moves only by
what its own executions say.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference, JudgeName, Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_spec.vocabulary.messages import Row

MONEY_IS_CONSERVED: Final = "the balances of all accounts of a currency sum to zero"
OPEN_INTEREST_IS_BALANCED: Final = "the contracts held long equal the contracts held short"
NO_BALANCE_IS_NEGATIVE: Final = "no wallet and no insurance fund is below zero"
TRADES_CANCEL: Final = "what one side of a trade pays the other receives"
WALLETS_FOLLOW: Final = (
    "a wallet holds its deposits less realised cost and commission, as its executions tell"
)
WALLETS_ARE_BOOKED: Final = "the ledger and the margin table show one wallet balance"
FEES_ARE_CREDITED: Final = "the fee account holds what all executions paid in commission"


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A sentence that does not hold: for whom, and by how much."""

    sentence: str
    clauses: tuple[str, ...]
    whom: tuple[str, ...]
    expected: int
    observed: int
    currency: str = ""

    def violation(self, moment: Moment, judge: JudgeName = "accounting") -> Violation:
        """The imbalance as a violation."""
        gap = self.observed - self.expected
        cell = Difference("accounting", self.whom, "sum", self.expected, self.observed)
        name = ", ".join(self.whom)
        made = f"{abs(gap)} {self.currency} {'made' if gap > 0 else 'lost'}"
        return Violation(
            judge=judge,
            clauses=self.clauses,
            sentence=f"{self.sentence}; not so for {name}: {made}",
            at=moment.at,
            step=moment.step,
            differences=(cell,),
            fired=tuple(dict.fromkeys(moment.fired())),
            money=gap if self.currency else None,
            currency=self.currency,
        )


class Accounting:
    """Adds up what a venue shows."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities = capabilities
        self.checked: Counter[str] = Counter()

    def after(self, moment: Moment) -> Violation | None:
        """The first sentence that does not hold, if any."""
        for imbalance in self._imbalances(moment):
            return imbalance.violation(moment)
        return None

    def _imbalances(self, moment: Moment) -> Iterator[Imbalance]:
        ledger = moment.shown("ledger")
        if ledger is not None:
            self.checked["LEDG-001"] += 1
            yield from _ledger_sums(ledger)
        yield from self._negatives(moment)
        positions = all_rows(moment, "position")
        if positions is not None and moment.shown("liquidation") is not None:
            self.checked["LEDG-002"] += 1
            yield from _open_interest(moment, positions)
        executions = all_rows(moment, "execution")
        if executions is None:
            return
        self.checked["LEDG-005"] += any(row.get("trdMatchID") for row in executions)
        yield from _trades(executions)
        if positions is not None:
            yield from self._wallets(moment, executions, positions)
        if ledger is not None:
            self.checked["FEES-003"] += any(row.get("execComm") for row in executions)
            yield from _fees(ledger, executions)

    def _negatives(self, moment: Moment) -> Iterator[Imbalance]:
        self.checked["LEDG-003"] += 1
        rows = [(f"wallet of {r.get('account')}", r) for r in all_rows(moment, "margin") or ()]
        rows += [(f"fund of {r.get('symbol')}", r) for r in moment.shown("insurance") or ()]
        for whom, row in rows:
            balance = row.get("walletBalance")
            if isinstance(balance, int) and balance < 0:
                currency = str(row.get("currency"))
                clauses = ("LEDG-003", *(("INSU-002",) if whom.startswith("fund") else ()))
                yield Imbalance(NO_BALANCE_IS_NEGATIVE, clauses, (whom,), 0, balance, currency)

    def _wallets(
        self, moment: Moment, executions: list[Row], positions: list[Row]
    ) -> Iterator[Imbalance]:
        """Deposits less the cost of what was traded, plus that of what is held, less fees."""
        told: dict[tuple[str, str], int] = defaultdict(int)
        for row in executions:
            key = (str(row.get("account")), str(row.get("settlCurrency")))
            told[key] -= whole_number(row, "execComm")
            if row.get("execType") == "Trade":
                told[key] -= whole_number(row, "execCost")
        for row in positions:
            key = (str(row.get("account")), str(row.get("currency")))
            told[key] += whole_number(row, "unrealisedCost")
        booked = _booked_wallets(moment.shown("ledger"))
        for row in all_rows(moment, "margin") or ():
            key = (str(row.get("account")), str(row.get("currency")))
            balance = row.get("walletBalance")
            if not isinstance(balance, int):
                continue
            expected = moment.external.get(key, 0) + told[key]
            if balance != expected:
                clauses = ("POSN-004", "LEDG-001", "FEES-003")
                yield Imbalance(WALLETS_FOLLOW, clauses, key, expected, balance, key[1])
            if booked.get(key, balance) != balance:
                yield Imbalance(
                    WALLETS_ARE_BOOKED, ("LEDG-001",), key, booked[key], balance, key[1]
                )


def _ledger_sums(ledger: list[Row]) -> Iterator[Imbalance]:
    sums: dict[str, int] = defaultdict(int)
    for row in ledger:
        sums[str(row.get("currency"))] += whole_number(row, "balance")
    for currency, total in sums.items():
        if total:
            clauses = ("LEDG-001", "FEES-003", "INSU-001", "FUND-010", "LEDG-004")
            yield Imbalance(MONEY_IS_CONSERVED, clauses, ("all accounts",), 0, total, currency)


def _open_interest(moment: Moment, positions: list[Row]) -> Iterator[Imbalance]:
    """Positions of the accounts, and what the liquidation engine still has to sell or buy."""
    liquidations = moment.shown("liquidation") or []
    held: dict[str, int] = defaultdict(int)
    for row in positions:
        held[str(row.get("symbol"))] += whole_number(row, "currentQty")
    for row in liquidations:
        sign = 1 if row.get("side") == "Sell" else -1
        held[str(row.get("symbol"))] += sign * whole_number(row, "leavesQty")
    for symbol, total in held.items():
        if total:
            yield Imbalance(
                OPEN_INTEREST_IS_BALANCED, ("LEDG-002", "MTCH-009"), (symbol,), 0, total
            )


def _trades(executions: list[Row]) -> Iterator[Imbalance]:
    """Where both executions of a match belong to accounts, costs and quantities cancel."""
    sides: dict[str, list[Row]] = defaultdict(list)
    for row in executions:
        if row.get("execType") == "Trade" and row.get("trdMatchID") is not None:
            sides[str(row["trdMatchID"])].append(row)
    for match, rows in sides.items():
        if len(rows) != 2:
            continue
        cost = sum(whole_number(row, "execCost") for row in rows)
        signed = [whole_number(r, "lastQty") * (1 if r.get("side") == "Buy" else -1) for r in rows]
        if cost:
            currency = str(rows[0].get("settlCurrency"))
            yield Imbalance(TRADES_CANCEL, ("LEDG-005", "MTCH-009"), (match,), 0, cost, currency)
        elif sum(signed):
            yield Imbalance(TRADES_CANCEL, ("MTCH-009", "LEDG-002"), (match,), 0, sum(signed))


def _fees(ledger: list[Row], executions: list[Row]) -> Iterator[Imbalance]:
    """Commissions and funding of all accounts end in the ledger's fee account, if it has one."""
    booked = {
        str(r.get("currency")): whole_number(r, "balance")
        for r in ledger
        if r.get("account") == "fees"
    }
    if not booked:
        return
    paid: dict[str, int] = defaultdict(int)
    for row in executions:
        if row.get("execType") == "Trade":
            paid[str(row.get("settlCurrency"))] += whole_number(row, "execComm")
    funded = {str(r.get("settlCurrency")) for r in executions if r.get("execType") == "Funding"}
    for currency, total in paid.items():
        # What funding leaves over may belong to the fee account or to a fund.
        if currency not in funded and booked.get(currency, 0) != total:
            yield Imbalance(
                FEES_ARE_CREDITED,
                ("FEES-003",),
                ("fees",),
                total,
                booked.get(currency, 0),
                currency,
            )


def _booked_wallets(ledger: list[Row] | None) -> dict[tuple[str, str], int]:
    prefix = "wallet:"
    return {
        (str(r["account"]).removeprefix(prefix), str(r.get("currency"))): whole_number(r, "balance")
        for r in ledger or ()
        if str(r.get("account")).startswith(prefix)
    }


def all_rows(moment: Moment, table: str) -> list[Row] | None:
    """The venue's rows of a private table of every account; none when one was not read."""
    rows: list[Row] = []
    for account in moment.accounts:
        shown = moment.shown(table, account)
        if shown is None:
            return None
        rows += shown
    return rows
