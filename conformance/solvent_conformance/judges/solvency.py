"""Solvency: nobody takes out what nobody has put in, and no venue breaks down over it.

Like the accountant, this judge adds up what a venue shows and uses no formula of the
specification. It looks at the whole of a venue: at one mark, what accounts, funds, fees and the
liquidation engine hold is what was paid in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from solvent_conformance.judges.accounting import Imbalance
from solvent_conformance.judges.breakdowns import breakdown
from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Violation
from solvent_spec.vocabulary.messages import Row

ONLY_POSITIONS_ARE_OWED: Final = (
    "no account of the ledger is below zero but the outside world's and those of positions"
)
NOBODY_TAKES_MORE: Final = "all accounts together never take out more than was put in"
NOTHING_TO_TAKE: Final = "all accounts together can withdraw no more than is paid in"
EQUITY_IS_PAID_IN: Final = (
    "at one mark, what accounts, funds, fees and the engine hold is what was paid in"
)
WALLETS_COVER_MARGINS: Final = "a wallet holds at least the margins of its account's positions"
NOBODY_STANDS_FAILED: Final = "no position stands whose equity is below its maintenance margin"
QUANTITY_FOLLOWS: Final = "an account holds what its executions bought less what they sold"
FUNDS_COVER_THE_ENGINE: Final = "an insurance fund holds what the engine loses at the mark"

_EQUITY: Final = ("currentQty", "posMargin", "unrealisedPnl", "posMaint", "markPrice")
_OUTSIDE: Final = ("external", "position:")


class Solvency:
    """Holds a venue to its name, by its own numbers."""

    def __init__(self) -> None:
        self.checked: Counter[str] = Counter()

    def after(self, moment: Moment) -> Violation | None:
        """The first sentence that does not hold, if any."""
        broken = breakdown(moment)
        if broken is not None:
            return broken
        for imbalance in self._imbalances(moment):
            return imbalance.violation(moment, "solvency")
        return None

    def _imbalances(self, moment: Moment) -> Iterator[Imbalance]:
        balances = moment.shown("ledger", ("account", "balance"))
        if balances is not None:
            self.checked["LEDG-003"] += 1
            yield from _overdrawn(balances)
        yield from self._positions(moment)
        executions = moment.shown_to_all("execution", ("execType", "symbol", "side", "lastQty"))
        held = moment.shown_to_all("position", ("symbol", "currentQty"))
        if executions is not None and held is not None:
            self.checked["LEDG-014"] += bool(executions)
            yield from _bought(executions, held)
        if moment.knows_deposits:
            yield from self._paid(moment)

    def _positions(self, moment: Moment) -> Iterator[Imbalance]:
        """Wallets against what positions lock, and the equity of each position."""
        margins = moment.shown_to_all("margin", ("currency", "walletBalance"))
        locked = moment.shown_to_all("position", ("currency", "posMargin"))
        if margins is not None and locked is not None:
            self.checked["LEDG-017"] += 1
            yield from _covered(margins, locked)
        positions = moment.shown_to_all("position", _EQUITY)
        if positions is not None:
            self.checked["LEDG-016"] += any(whole_number(row, "currentQty") for row in positions)
            yield from _standing(positions)

    def _paid(self, moment: Moment) -> Iterator[Imbalance]:
        """What was paid in against what was, and can be, taken out and is held."""
        yield from _taken(moment)
        loose = moment.shown_to_all("margin", ("currency", "withdrawableMargin"))
        if loose is not None:
            yield from _withdrawable(moment, loose)
        ledger = moment.shown("ledger", ("account", "currency", "balance"))
        margins = moment.shown_to_all("margin", ("currency", "marginBalance"))
        positions = moment.shown_to_all(
            "position", ("symbol", "currency", "currentQty", "markValue")
        )
        if ledger is None or margins is None or positions is None or not moment.whole:
            return
        self.checked["LEDG-011"] += 1
        yield from _equity(moment, ledger, margins, positions)


def _taken(moment: Moment) -> Iterator[Imbalance]:
    """Withdrawals against deposits."""
    paid = _paid_in(moment)
    for currency, money in paid.items():
        if money < 0:
            yield Imbalance(
                NOBODY_TAKES_MORE, ("LEDG-001", "LEDG-003"), ("everybody",), 0, money, currency
            )


def _paid_in(moment: Moment) -> dict[str, int]:
    """Deposits less withdrawals, by currency."""
    paid: dict[str, int] = defaultdict(int)
    for (_, currency), money in moment.external.items():
        paid[currency] += money
    return paid


def _overdrawn(ledger: list[Row]) -> Iterator[Imbalance]:
    for row in ledger:
        name, balance = str(row.get("account")), whole_number(row, "balance")
        if balance < 0 and not name.startswith(_OUTSIDE):
            clauses = ("LEDG-003", *(("INSU-002",) if name.startswith("fund") else ()))
            currency = str(row.get("currency"))
            yield Imbalance(ONLY_POSITIONS_ARE_OWED, clauses, (name,), 0, balance, currency)


def _withdrawable(moment: Moment, margins: list[Row]) -> Iterator[Imbalance]:
    paid = _paid_in(moment)
    loose: dict[str, int] = defaultdict(int)
    for row in margins:
        loose[str(row.get("currency"))] += max(0, whole_number(row, "withdrawableMargin"))
    for currency, money in loose.items():
        if money > paid[currency]:
            clauses = ("LEDG-011", "LEDG-003")
            whom = ("everybody",)
            yield Imbalance(NOTHING_TO_TAKE, clauses, whom, paid[currency], money, currency)


def _covered(margins: list[Row], positions: list[Row]) -> Iterator[Imbalance]:
    """Wallets against what positions lock."""
    locked: dict[tuple[str, str], int] = defaultdict(int)
    for row in positions:
        locked[str(row.get("account")), str(row.get("currency"))] += whole_number(row, "posMargin")
    for row in margins:
        key = (str(row.get("account")), str(row.get("currency")))
        wallet = row.get("walletBalance")
        if isinstance(wallet, int) and wallet < locked[key]:
            clauses = ("LEDG-017", "LEDG-003")
            yield Imbalance(WALLETS_COVER_MARGINS, clauses, key, locked[key], wallet, key[1])


def _standing(positions: list[Row]) -> Iterator[Imbalance]:
    """Equity of a position, margin and unrealised profit, against its maintenance margin."""
    for row in positions:
        columns = [row.get(c) for c in ("posMargin", "unrealisedPnl", "posMaint")]
        if not whole_number(row, "currentQty") or not all(isinstance(c, int) for c in columns):
            continue
        equity = whole_number(row, "posMargin") + whole_number(row, "unrealisedPnl")
        needed = whole_number(row, "posMaint")
        if row.get("markPrice") is not None and equity < needed:
            key, currency = (str(row.get("account")),), str(row.get("currency"))
            clauses = ("LEDG-016", "LIQD-001")
            yield Imbalance(NOBODY_STANDS_FAILED, clauses, key, needed, equity, currency)


def _bought(executions: list[Row], positions: list[Row]) -> Iterator[Imbalance]:
    """Quantities against executions."""
    told: dict[tuple[str, str], int] = defaultdict(int)
    for row in executions:
        if row.get("execType") == "Trade":
            sign = 1 if row.get("side") == "Buy" else -1
            told[str(row.get("account")), str(row.get("symbol"))] += sign * whole_number(
                row, "lastQty"
            )
    for row in positions:
        key = (str(row.get("account")), str(row.get("symbol")))
        if whole_number(row, "currentQty") != told[key]:
            held = whole_number(row, "currentQty")
            yield Imbalance(QUANTITY_FOLLOWS, ("LEDG-014",), key, told[key], held)


def _equity(
    moment: Moment, ledger: list[Row], margins: list[Row], positions: list[Row]
) -> Iterator[Imbalance]:
    """What everybody holds, and of each fund whether it holds what the engine loses."""
    held: dict[str, int] = defaultdict(int)
    for row in margins:
        held[str(row.get("currency"))] += whole_number(row, "marginBalance")
    for row in ledger:
        if str(row.get("account")).partition(":")[0] in {"fees", "fund"}:
            held[str(row.get("currency"))] += whole_number(row, "balance")
    engine = _engine_gains(moment, ledger, positions)
    if engine is None:
        return
    for row in moment.shown("insurance", ("symbol", "walletBalance")) or ():
        lost = -engine.get(str(row.get("symbol")), (0, ""))[0]
        fund, currency = whole_number(row, "walletBalance"), str(row.get("currency"))
        if fund < lost:
            whom = (f"fund of {row.get('symbol')}",)
            broken = ("LEDG-018", "INSU-002")
            yield Imbalance(FUNDS_COVER_THE_ENGINE, broken, whom, lost, fund, currency)
    for gain, currency in engine.values():
        held[currency] += gain
    for currency, money in _paid_in(moment).items():
        if held[currency] != money:
            clauses = ("LEDG-011", "LEDG-001", "LEDG-006")
            whom = ("everybody",)
            yield Imbalance(EQUITY_IS_PAID_IN, clauses, whom, money, held[currency], currency)


def _engine_gains(
    moment: Moment, ledger: list[Row], positions: list[Row]
) -> dict[str, tuple[int, str]] | None:
    """What the engine has won at the mark, by contract, with the currency; none if it is not told.

    The ledger tells its cost; what it holds is worth what the accounts' positions are worth.
    """
    currencies = {str(row.get("symbol")): str(row.get("currency")) for row in positions}
    gains: dict[str, Fraction] = defaultdict(Fraction)
    told = False
    for row in ledger:
        kind, _, rest = str(row.get("account")).partition(":")
        owner, _, symbol = rest.partition(":")
        told |= kind == "position"
        if kind == "position" and owner not in moment.accounts:
            gains[symbol] += whole_number(row, "balance")
            currencies.setdefault(symbol, str(row.get("currency")))
    worth, quantities = _unit_values(positions), _engine_quantities(positions)
    for symbol, qty in quantities.items():
        gains[symbol] += worth.get(symbol, Fraction(0)) * qty
    if (any(quantities.values()) and not told) or any(g.denominator != 1 for g in gains.values()):
        return None
    return {symbol: (gain.numerator, currencies[symbol]) for symbol, gain in gains.items()}


def _unit_values(positions: list[Row]) -> dict[str, Fraction]:
    """What a contract is worth at the mark, by the accounts' own positions."""
    return {
        str(row.get("symbol")): Fraction(
            whole_number(row, "markValue"), whole_number(row, "currentQty")
        )
        for row in positions
        if whole_number(row, "currentQty")
    }


def _engine_quantities(positions: list[Row]) -> dict[str, int]:
    """What the engine holds is what the accounts hold of the other side and nobody of theirs."""
    quantity: dict[str, int] = defaultdict(int)
    for row in positions:
        quantity[str(row.get("symbol"))] -= whole_number(row, "currentQty")
    return quantity
