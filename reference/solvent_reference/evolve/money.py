"""Applying what moves money or margin without a trade."""

from __future__ import annotations

from dataclasses import replace

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL, FEES
from solvent_spec.vocabulary.events import (
    Deposited,
    FundingExchanged,
    LeverageSet,
    PositionRemargined,
    Withdrawn,
)


def money_deposited(exchange: Exchange, event: Deposited) -> None:
    """The wallet has what the world outside gave: two postings that sum to zero."""
    account = exchange.accounts[event.account]
    exchange.ledger.post(event.currency, account.wallet_key, event.money)
    exchange.ledger.post(event.currency, EXTERNAL, -event.money)
    exchange.transfers.append(event)


def money_withdrawn(exchange: Exchange, event: Withdrawn) -> None:
    """The world outside has what the wallet gave: two postings that sum to zero."""
    exchange.ledger.post(event.currency, exchange.accounts[event.account].wallet_key, -event.money)
    exchange.ledger.post(event.currency, EXTERNAL, event.money)
    exchange.transfers.append(event)


def position_remargined(exchange: Exchange, event: PositionRemargined) -> None:
    """The position holds another margin."""
    exchange.accounts[event.account].positions[event.symbol].margin = event.margin


def leverage_set(exchange: Exchange, event: LeverageSet) -> None:
    """The position has other settings."""
    position = exchange.kept_position(event.account, event.symbol)
    position.leverage = event.leverage
    position.risk_limit = event.risk_limit
    position.initial_requirement = event.initial_requirement
    position.maintenance_requirement = event.maintenance_requirement
    position.order_margin_memo = None
    position.margin = event.margin


def funding_exchanged(exchange: Exchange, event: FundingExchanged) -> None:
    """Every holder paid or received."""
    market = exchange.markets[event.symbol]
    currency = market.instrument.settl_currency
    for payment in event.payments:
        account = exchange.accounts[payment.account]
        position = account.positions[event.symbol]
        exchange.ledger.post(currency, account.wallet_key, -payment.money)
        position.current_comm += payment.money
        if payment.carried:
            margin = position.margin
            position.margin = replace(margin, loss=margin.loss + payment.carried)
    exchange.history.append((exchange.now, event))
    owner = FEES if event.owner == "fees" else market.fund
    exchange.ledger.post(currency, owner, event.remainder)
    exchange.ledger.post(currency, market.fund, -event.from_fund)
