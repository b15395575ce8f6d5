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
        sums = moment.shown("ledger", ("currency", "balance"))
        if sums is not None:
            self.checked["LEDG-001"] += 1
            yield from _ledger_sums(sums)
        yield from self._negatives(moment)
        held = moment.shown_to_all("position", ("symbol", "currentQty"))
        taken_over = moment.shown("liquidation", ("symbol", "side", "leavesQty"))
        if held is not None and taken_over is not None:
            self.checked["LEDG-002"] += 1
            yield from _open_interest(held, taken_over)
        yield from self._trades(moment)
        yield from self._wallets(moment)
        ledger = moment.shown("ledger", ("account", "currency", "balance"))
        paid = moment.shown_to_all("execution", ("execType", "settlCurrency", "execComm"))
        if ledger is not None and paid is not None:
            self.checked["FEES-003"] += any(row.get("execComm") for row in paid)
            yield from _fees(ledger, paid)

    def _trades(self, moment: Moment) -> Iterator[Imbalance]:
        """What the sides of a trade pay, and what they buy and sell."""
        costs = moment.shown_to_all("execution", ("execType", "trdMatchID", "execCost"))
        if costs is not None:
            self.checked["LEDG-005"] += any(row.get("trdMatchID") for row in costs)
            yield from _costs(costs)
        fills = moment.shown_to_all("execution", ("execType", "trdMatchID", "side", "lastQty"))
        if fills is not None:
            yield from _quantities(fills)

    def _negatives(self, moment: Moment) -> Iterator[Imbalance]:
        wallets = moment.shown_to_all("margin", ("walletBalance",))
        funds = moment.shown("insurance", ("walletBalance",))
        self.checked["LEDG-003"] += wallets is not None or funds is not None
        rows = [(f"wallet of {r.get('account')}", r) for r in wallets or ()]
        rows += [(f"fund of {r.get('symbol')}", r) for r in funds or ()]
        for whom, row in rows:
            balance = row.get("walletBalance")
            if isinstance(balance, int) and balance < 0:
                currency = str(row.get("currency"))
                clauses = ("LEDG-003", *(("INSU-002",) if whom.startswith("fund") else ()))
                yield Imbalance(NO_BALANCE_IS_NEGATIVE, clauses, (whom,), 0, balance, currency)

    def _wallets(self, moment: Moment) -> Iterator[Imbalance]:
        """Deposits less the cost of what was traded, plus that of what is held, less fees."""
        margins = moment.shown_to_all("margin", ("currency", "walletBalance"))
        if margins is None:
            return
        ledger = moment.shown("ledger", ("account", "currency", "balance"))
        booked = _booked_wallets(ledger)
        for row in margins:
            key, balance = _wallet_key(row), row.get("walletBalance")
            if isinstance(balance, int) and booked.get(key, balance) != balance:
                yield Imbalance(
                    WALLETS_ARE_BOOKED, ("LEDG-001",), key, booked[key], balance, key[1]
                )
        executions = moment.shown_to_all(
            "execution", ("execType", "settlCurrency", "execCost", "execComm")
        )
        positions = moment.shown_to_all("position", ("currency", "unrealisedCost"))
        if executions is None or positions is None or not moment.knows_deposits:
            return
        yield from _followed(moment, margins, executions, positions)


def _wallet_key(row: Row) -> tuple[str, str]:
    return (str(row.get("account")), str(row.get("currency")))


def _followed(
    moment: Moment, margins: list[Row], executions: list[Row], positions: list[Row]
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
    for row in margins:
        key, balance = _wallet_key(row), row.get("walletBalance")
        if not isinstance(balance, int):
            continue
        expected = moment.external.get(key, 0) + told[key]
        if balance != expected:
            clauses = ("POSN-004", "LEDG-001", "FEES-003")
            yield Imbalance(WALLETS_FOLLOW, clauses, key, expected, balance, key[1])


def _ledger_sums(ledger: list[Row]) -> Iterator[Imbalance]:
    sums: dict[str, int] = defaultdict(int)
    for row in ledger:
        sums[str(row.get("currency"))] += whole_number(row, "balance")
    for currency, total in sums.items():
        if total:
            clauses = ("LEDG-001", "FEES-003", "INSU-001", "FUND-010", "LEDG-004")
            yield Imbalance(MONEY_IS_CONSERVED, clauses, ("all accounts",), 0, total, currency)


def _open_interest(positions: list[Row], liquidations: list[Row]) -> Iterator[Imbalance]:
    """Positions of the accounts, and what the liquidation engine still has to sell or buy."""
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


def _costs(executions: list[Row]) -> Iterator[Imbalance]:
    """Where both executions of a match belong to accounts, what they pay cancels."""
    for match, rows in _matched(executions):
        cost = sum(whole_number(row, "execCost") for row in rows)
        if cost:
            currency = str(rows[0].get("settlCurrency", ""))
            yield Imbalance(TRADES_CANCEL, ("LEDG-005", "MTCH-009"), (match,), 0, cost, currency)


def _quantities(executions: list[Row]) -> Iterator[Imbalance]:
    """Where both executions of a match belong to accounts, one buys what the other sells."""
    for match, rows in _matched(executions):
        sold = sum(whole_number(r, "lastQty") * (1 if r.get("side") == "Buy" else -1) for r in rows)
        if sold:
            yield Imbalance(TRADES_CANCEL, ("MTCH-009", "LEDG-002"), (match,), 0, sold)


def _matched(executions: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The two executions of each match that has two."""
    sides: dict[str, list[Row]] = defaultdict(list)
    for row in executions:
        if row.get("execType") == "Trade" and row.get("trdMatchID") is not None:
            sides[str(row["trdMatchID"])].append(row)
    return ((match, rows) for match, rows in sides.items() if len(rows) == 2)


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
