"""Wallets: each holds the margins of its positions, and all equity was paid in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.margin import margin_of, unrealised_profit
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL, FEES
from solvent_reference.state.positions import Account, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import AccountId, Currency, Money


def check_touched_wallets(
    exchange: Exchange, rules: Rules, touched: Iterable[Position]
) -> Iterator[Mismatch]:
    """The wallets that were posted to, and those of the positions that were touched."""
    pairs = {(p.account, p.currency): None for p in touched}
    for name, currency in exchange.ledger.moved.items():
        if name.startswith("wallet:"):
            pairs[AccountId(name.removeprefix("wallet:")), currency] = None
    for account, currency in pairs:
        yield from _covers(exchange, rules, exchange.accounts[account], currency)


def check_wallets(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    """Every wallet, and the sum of all equity."""
    for currency in exchange.ledger.by_currency:
        for account in exchange.accounts.values():
            yield from _covers(exchange, rules, account, currency)
        equity = _equity(exchange, rules, currency)
        paid_in = -exchange.ledger.balance(currency, EXTERNAL)
        if not rules.equity_is_paid_in(equity, paid_in):
            detail = f"{currency} equity {equity}, paid in {paid_in}"
            yield Mismatch("equity_is_paid_in", detail)


def _covers(
    exchange: Exchange, rules: Rules, account: Account, currency: Currency
) -> Iterator[Mismatch]:
    if account.is_engine:
        return
    held = exchange.ledger.balance(currency, account.wallet_key)
    margins = Money(0)
    for position in account.positions.values():
        if position.qty and position.currency == currency:
            margins += margin_of(rules, position.margin)
    if not rules.wallet_covers_margins(held, margins):
        detail = f"{account.account_id} has {held} {currency} for margins of {margins}"
        yield Mismatch("wallet_covers_margins", detail)


def _equity(exchange: Exchange, rules: Rules, currency: Currency) -> Money:
    """Wallets, funds and fees, with what every position, the engine's too, has won or lost."""
    equity = exchange.ledger.balance(currency, FEES)
    for fund in {m.fund: None for m in exchange.markets.values()}:
        equity += exchange.ledger.balance(currency, fund)
    for account in exchange.accounts.values():
        if not account.is_engine:
            equity += exchange.ledger.balance(currency, account.wallet_key)
        for position in account.positions.values():
            market = exchange.markets[position.symbol]
            if position.qty and position.currency == currency:
                equity += unrealised_profit(rules, market, position.qty, position.cost)
    return equity
