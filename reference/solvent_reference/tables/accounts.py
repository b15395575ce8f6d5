"""Rows of the margin, wallet and ledger tables."""

from __future__ import annotations

from solvent_reference.reckoning.margin import (
    margin_of,
    mark_value,
    order_margin,
    unrealised_profit,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.positions import Account
from solvent_reference.tables.values import instant_text, rate
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import AccountId, Contracts, Currency, Money


def margin_row(exchange: Exchange, rules: Rules, account: Account, currency: Currency) -> Row:
    """What an account has and uses in one currency."""
    wallet = exchange.ledger.balance(currency, account.wallet_key)
    gross_value = gross_open = premium = ordered = locked = gains = Money(0)
    commissions = realised = booked = executed = Money(0)
    for position in account.positions.values():
        if position.currency != currency:
            continue
        market = exchange.markets[position.symbol]
        orders = order_margin(rules, market, position)
        gross_open += orders.gross
        premium += orders.premium
        ordered += orders.margin + orders.premium
        commissions += position.current_comm
        realised += rules.realised_pnl(position.realised_cost, position.current_comm)
        booked += position.prev_realised
        if not position.qty:
            continue
        gross_value += abs(mark_value(rules, market, position.qty))
        gain = unrealised_profit(rules, market, position.qty, position.cost)
        gains += gain
        margin = margin_of(rules, position.margin)
        locked += rules.position_equity(margin, gain)
        long = position.qty > 0
        executed += rules.gross_exec_cost(
            position.qty,
            Contracts(position.exec_buy_qty - position.exec_sell_qty),
            position.exec_buy_qty if long else position.exec_sell_qty,
            position.exec_buy_cost if long else position.exec_sell_cost,
        )
    balance = rules.margin_balance(wallet, gains)
    free = rules.available_margin(balance, ordered, locked)
    return {
        "account": str(account.account_id),
        "currency": str(currency),
        "amount": int(wallet - realised),
        "prevRealisedPnl": int(booked),
        "grossComm": int(commissions),
        "grossOpenCost": int(gross_open),
        "grossOpenPremium": int(premium),
        "grossExecCost": int(executed),
        "grossMarkValue": int(gross_value),
        "riskValue": int(rules.risk_value(gross_value, gross_open)),
        "initMargin": int(ordered),
        "maintMargin": int(locked),
        "realisedPnl": int(realised),
        "unrealisedPnl": int(gains),
        "walletBalance": int(rules.wallet_balance(wallet - realised, realised)),
        "marginBalance": int(balance),
        "marginLeverage": rate(rules.margin_leverage(gross_value, balance)),
        "marginUsedPcnt": rate(rules.margin_used(ordered, locked, balance), 4),
        "excessMargin": int(free),
        "availableMargin": int(free),
        "withdrawableMargin": int(rules.withdrawable_margin(free, wallet)),
        "timestamp": instant_text(exchange.now),
    }


def margin_rows(exchange: Exchange, rules: Rules, account: AccountId | None) -> list[Row]:
    """Margin rows of an account, or of all accounts, by account and currency."""
    return [
        margin_row(exchange, rules, owner, currency)
        for owner in exchange.accounts.values()
        if not owner.is_engine and (account is None or rules.may_read(owner.account_id, account))
        for currency in sorted(exchange.ledger.by_currency)
    ]


def wallet_rows(exchange: Exchange, rules: Rules, account: AccountId | None) -> list[Row]:
    """Wallet rows of an account, or of all accounts, by account and currency."""
    return [
        {
            "account": str(owner.account_id),
            "currency": str(currency),
            "amount": int(exchange.ledger.balance(currency, owner.wallet_key)),
            "timestamp": instant_text(exchange.now),
        }
        for owner in exchange.accounts.values()
        if not owner.is_engine and (account is None or rules.may_read(owner.account_id, account))
        for currency in sorted(exchange.ledger.by_currency)
    ]


def ledger_rows(exchange: Exchange) -> list[Row]:
    """Every ledger account that was ever posted to, by currency and name."""
    return [
        {"account": name, "currency": str(currency), "balance": int(balances[name])}
        for currency, balances in sorted(exchange.ledger.by_currency.items())
        for name in sorted(balances)
    ]
