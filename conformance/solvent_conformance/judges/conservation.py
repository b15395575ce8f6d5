"""Conservation: money that a venue shows is moved, and neither made nor lost.

No formula of any exchange stands here. What is added up is what the venue says: balances of its
ledger, costs and commissions of its executions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, TypeAlias

from solvent_conformance.judges.endings import new_fills
from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.holdings import contracts_of
from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.sentences import Breach, Looks
from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Row

Purse: TypeAlias = tuple[str, str]
"""An account and a currency."""

_LEDGER: Final = ("account", "currency", "balance")
_WALLET: Final = ("currency", "walletBalance")
_PAID: Final = ("execType", "settlCurrency", "execCost", "execComm")
_FUNDED: Final = ("execType", "symbol", "settlCurrency", "execComm")


def money_is_held(moment: Moment, past: Past) -> Looks:
    """The ledger sums to zero, and owes the world outside what was paid in and no more.

    A command that finds the sum wrong and leaves it so has made and lost nothing.
    """
    ledger = moment.shown("ledger", _LEDGER)
    if not ledger:
        return
    yield from _sums(moment)
    if not moment.knows_deposits:
        return
    paid = _by_currency(moment.external.items())
    for row in ledger:
        currency = str(row.get("currency"))
        if row.get("account") == "external":
            held = -whole_number(row, "balance")
            expected = paid[currency] - past.outside.get(currency, 0)
            cell = Difference("ledger", ("external", currency), "paid in", expected, held)
            yield Breach(cell, currency) if held != expected else None


def funding_is_paid_by_others(moment: Moment, past: Past) -> Looks:
    """What funding brings to some it has taken from others; what it leaves over is booked."""
    fresh = _new(moment, "Funding")
    if not fresh:
        return
    yield from _sums(moment)
    paid: dict[tuple[str, str], int] = defaultdict(int)
    for row in fresh:
        paid[str(row.get("symbol")), str(row.get("settlCurrency"))] += whole_number(row, "execComm")
    positions = moment.shown_to_all("position", ("symbol", "currentQty"))
    held = contracts_of(positions or ())
    for (symbol, currency), money in paid.items():
        # What the liquidation engine holds pays funding too, and shows no execution.
        if positions is None or held.get(symbol, 0):
            continue
        cell = Difference("execution", (symbol, currency), "received", 0, max(0, -money))
        yield Breach(cell, currency) if money < 0 else None


def liquidation_conserves(moment: Moment, past: Past) -> Looks:
    """A liquidation moves money from a position to an engine or a fund and makes none."""
    taken_over = any(
        row.get("orderID") is None
        for account in moment.accounts
        for row in new_fills(moment, account)
    )
    now = moment.shown("liquidation", ())
    before = moment.before.get(("liquidation", None))
    engine = now is not None and before is not None and len(now) != len(before)
    if taken_over or engine:
        yield from _sums(moment)


def wallets_follow(moment: Moment, past: Past) -> Looks:
    """A wallet moves by deposits and by what the account's own executions say, and nothing else."""
    margins = moment.shown_to_all("margin", _WALLET)
    executions = moment.shown_to_all("execution", _PAID)
    positions = moment.shown_to_all("position", ("currency", "unrealisedCost"))
    if margins is None or executions is None or positions is None or not moment.knows_deposits:
        return
    told: dict[Purse, int] = defaultdict(int, moment.external)
    for row in executions:
        cost = whole_number(row, "execCost") if row.get("execType") == "Trade" else 0
        told[_purse(row, "settlCurrency")] -= cost + whole_number(row, "execComm")
    for row in positions:
        told[_purse(row, "currency")] += whole_number(row, "unrealisedCost")
    for row in margins:
        purse, balance = _purse(row, "currency"), whole_number(row, "walletBalance")
        # Whoever is first seen with money of his own has it from before.
        opening = past.wallets.setdefault(purse, balance - told[purse])
        expected = opening + told[purse]
        cell = Difference("margin", purse, "walletBalance", expected, balance)
        yield Breach(cell, purse[1]) if balance != expected else None


def wallets_are_booked(moment: Moment, past: Past) -> Looks:
    """The ledger books each wallet as its account is shown it."""
    ledger = moment.shown("ledger", _LEDGER)
    margins = moment.shown_to_all("margin", _WALLET)
    if ledger is None or margins is None:
        return
    booked = {_purse(row, "currency"): row for row in ledger}
    for row in margins:
        name, currency = _purse(row, "currency")
        line = booked.get((f"wallet:{name}", currency))
        if line is not None:
            due, balance = whole_number(line, "balance"), whole_number(row, "walletBalance")
            cell = Difference("margin", (name, currency), "walletBalance", due, balance)
            yield Breach(cell, currency) if due != balance else None


def deposits_arrive(moment: Moment, past: Past) -> Looks:
    """A deposit adds what it is to its wallet and changes no other; a withdrawal takes it away."""
    verb = moment.step.request
    rows = moment.shown_to_all("margin", _WALLET)
    if verb not in {"deposit", "withdraw"} or moment.observed.status != "ok" or rows is None:
        return
    body = moment.step.message["body"]
    named = (str(body["account"]), str(body["currency"]))
    earlier = {
        (account, str(row.get("currency"))): whole_number(row, "walletBalance")
        for account in moment.accounts
        for row in moment.before.get(("margin", account), [])
    }
    for row in rows:
        purse, balance = _purse(row, "currency"), whole_number(row, "walletBalance")
        if purse not in earlier:
            continue
        change = int(body["amount"]) if purse == named else 0
        expected = earlier[purse] + (change if verb == "deposit" else -change)
        # A withdrawal may cost a fee.
        wrong = balance > expected if verb == "withdraw" else balance != expected
        cell = Difference("margin", purse, "walletBalance", expected, balance)
        yield Breach(cell, purse[1]) if wrong else None


def no_balance_is_below_zero(moment: Moment, past: Past) -> Looks:
    """No wallet and no insurance fund is below zero."""
    wallets = moment.shown_to_all("margin", _WALLET) or []
    funds = moment.shown("insurance", ("symbol", "currency", "walletBalance")) or []
    named = [(("margin", *_purse(r, "currency")), r) for r in wallets]
    named += [(("insurance", str(r.get("symbol")), str(r.get("currency"))), r) for r in funds]
    for (table, whom, currency), row in named:
        balance = whole_number(row, "walletBalance")
        cell = Difference(table, (whom, currency), "walletBalance", 0, balance)
        yield Breach(cell, currency) if balance < 0 else None


def _sums(moment: Moment) -> Looks:
    """The ledger sums to what it summed to before: whatever was wrong then is another's doing."""
    before, now = (
        _by_currency((_purse(row, "currency"), whole_number(row, "balance")) for row in ledger)
        for ledger in (
            moment.before.get(("ledger", None), []),
            moment.shown("ledger", _LEDGER) or [],
        )
    )
    for currency, money in now.items():
        cell = Difference("ledger", ("all accounts", currency), "balance", before[currency], money)
        yield Breach(cell, currency) if money != before[currency] else None


def _by_currency(balances: Iterable[tuple[Purse, int]]) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for (_, currency), money in balances:
        total[currency] += money
    return total


def _purse(row: Row, currency: str) -> Purse:
    return (str(row.get("account")), str(row.get(currency)))


def _new(moment: Moment, kind: str) -> list[Row]:
    """The executions of a kind that the moment before did not tell of."""
    fresh: list[Row] = []
    for account in moment.accounts:
        rows = moment.shown("execution", _FUNDED, account)
        earlier = moment.before.get(("execution", account))
        if rows is not None and earlier is not None:
            fresh += [row for row in rows[len(earlier) :] if row.get("execType") == kind]
    return fresh
