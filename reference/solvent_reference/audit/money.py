"""Balances: every posting has two sides, and nobody owes what it may not owe."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import may_owe
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.events import TradeExecuted
from solvent_spec.vocabulary.units import Money


def check_running_totals(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    """The running totals of the ledger, and the trades of the last command."""
    ledger = exchange.ledger
    writes = 0
    for currency, balances in ledger.by_currency.items():
        writes += balances.writes
        if not rules.money_is_conserved((balances.total,)):
            yield Mismatch("money_is_conserved", f"{currency} balances sum to {balances.total}")
    if writes != ledger.postings:
        yield _unposted(writes, ledger.postings)
    if ledger.overdrawn:
        currency, account = min(ledger.overdrawn)
        balance = ledger.balance(currency, account)
        yield Mismatch("no_balance_is_negative", f"{account} is at {balance} {currency}")
    for _, event in exchange.history[exchange.audited :]:
        if isinstance(event, TradeExecuted) and not rules.trade_sums_to_zero(
            event.maker.cost, event.taker.cost
        ):
            detail = f"{event.symbol} {event.maker.cost} and {event.taker.cost}"
            yield Mismatch("trade_sums_to_zero", detail)


def check_balances(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    """Every balance, added up again."""
    ledger = exchange.ledger
    writes = 0
    for currency, balances in ledger.by_currency.items():
        writes += balances.writes
        total = sum(balances.values(), Money(0))
        if not rules.money_is_conserved(balances.values()):
            yield Mismatch("money_is_conserved", f"{currency} balances sum to {total}")
        if not rules.audits_agree({currency: balances.total}, {currency: total}):
            detail = f"{currency} adds up to {total}, kept {balances.total}"
            yield Mismatch("audits_agree", detail)
        purses = {account: b for account, b in balances.items() if not may_owe(account)}
        if not rules.no_balance_is_negative(purses):
            purse = min(purses, key=lambda k: purses[k])
            detail = f"{purse} is at {purses[purse]} {currency}"
            yield Mismatch("no_balance_is_negative", detail)
    if writes != ledger.postings:
        yield _unposted(writes, ledger.postings)


def _unposted(writes: int, postings: int) -> Mismatch:
    return Mismatch("every_balance_is_posted", f"{writes} writes of balances, {postings} postings")
