"""What is left in wallets and funds beyond the margins of positions. Reads state, changes none."""

from __future__ import annotations

from solvent_reference.reckoning.margin import (
    available,
    margin_of,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Account, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import AccountId, Currency, Money


def unbound(
    exchange: Exchange, rules: Rules, account: Account, instead: Position, wallet_change: Money
) -> Money:
    """What a wallet holds beyond the margins of its positions, with `instead` in place of the one
    in its contract. What orders lock is not counted: an order can be canceled.
    """
    currency = instead.currency
    held = exchange.ledger.balance(currency, account.wallet_key) + wallet_change
    held -= margin_of(rules, instead.margin)
    for position in account.positions.values():
        if position.symbol != instead.symbol and position.qty and position.currency == currency:
            held -= margin_of(rules, position.margin)
    return held


def free_fund(exchange: Exchange, market: Market) -> Money:
    """What a contract's fund holds beyond the margins of what the engine holds."""
    fund = exchange.ledger.balance(market.instrument.settl_currency, market.fund)
    for order in market.liquidations.values():
        fund -= exchange.accounts[order.account].positions[order.symbol].margin.cross
    return fund


def withdrawable(
    exchange: Exchange, rules: Rules, account_id: AccountId, currency: Currency
) -> Money:
    """What an account may take out."""
    account = exchange.accounts[account_id]
    free = available(exchange, rules, account, currency)
    balance = exchange.ledger.balance(currency, account.wallet_key)
    return rules.withdrawable_margin(free, balance)
