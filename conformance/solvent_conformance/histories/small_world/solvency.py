"""Solvency: the promise, looked at once more by somebody who reads the ledger and no formula."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL
from solvent_spec.vocabulary.events import Event, FundingExchanged
from solvent_spec.vocabulary.instruments import Payoff


class Insolvent(NamedTuple):
    """The sentence that does not hold, and the figures that show it."""

    sentence: str
    detail: str


def insolvency_of(exchange: Exchange) -> Insolvent | None:
    """What of the promise does not hold in a state, if anything."""
    return _balances(exchange) or _equity(exchange)


def gift_in(events: Iterable[Event]) -> Insolvent | None:
    """A funding in which more was received than paid, if there is one."""
    for event in events:
        if isinstance(event, FundingExchanged):
            paid = sum(int(p.money) for p in event.payments) + event.from_fund
            if paid < 0:
                detail = f"{event.symbol}: {-paid} more received than paid"
                return Insolvent("nobody receives what nobody paid", detail)
    return None


def _balances(exchange: Exchange) -> Insolvent | None:
    for currency, balances in exchange.ledger.by_currency.items():
        for name, balance in balances.items():
            if balance < 0 and name != EXTERNAL and not name.startswith("position:"):
                return Insolvent("no balance is below zero", f"{name} is at {balance} {currency}")
        if balances.get(EXTERNAL, 0) > 0:
            detail = f"{balances[EXTERNAL]} {currency} more than ever came"
            return Insolvent("no more leaves than came", detail)
    return None


def _equity(exchange: Exchange) -> Insolvent | None:
    """Wallets, funds and fees, and what is held at one mark, are what was paid in."""
    gains = _gains(exchange)
    for currency, balances in exchange.ledger.by_currency.items():
        kept = gained = 0
        for name, balance in balances.items():
            if name != EXTERNAL and not name.startswith("position:"):
                kept += balance
        for (_, settles), gain in gains.items():
            if settles == currency:
                gained += gain
        paid_in = -balances.get(EXTERNAL, 0)
        if kept + gained != paid_in:
            detail = f"{kept} kept and {gained} gained of {paid_in} {currency} paid in"
            return Insolvent("all equity is what was paid in", detail)
        for name, account in exchange.accounts.items():
            if account.is_engine:
                continue
            worth = balances.get(account.wallet_key, 0) + gains.get((name, currency), 0)
            if worth < 0:
                detail = f"{name} is worth {worth} {currency} at the mark"
                return Insolvent("nobody is worth less than nothing", detail)
    return None


def _gains(exchange: Exchange) -> dict[tuple[str, str], int]:
    """What each account gained by currency, at the mark and by what was booked as its cost."""
    gains: dict[tuple[str, str], int] = {}
    for market in exchange.markets.values():
        instrument = market.instrument
        currency = instrument.settl_currency
        lot_value = -market.mark_unit if instrument.payoff is Payoff.INVERSE else market.mark_unit
        booked = exchange.ledger.by_currency[currency]
        for account, position in market.holders.items():
            lots = position.qty // instrument.lot_size
            gain = lot_value * lots + booked.get(position.key, 0)
            gains[account, currency] = gains.get((account, currency), 0) + gain
    return gains
