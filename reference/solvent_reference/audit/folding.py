"""Folding: all that happened, from the first deposit on, added up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.fills import settle
from solvent_reference.ledger import EXTERNAL, FEES
from solvent_reference.state import Exchange
from solvent_spec.commands import Side
from solvent_spec.events import Deposited, FundingExchanged, TradeExecuted
from solvent_spec.rules import Rules
from solvent_spec.units import Contracts, Currency, Money


class Books:
    """Balances and quantities as events alone make them."""

    def __init__(self, exchange: Exchange, rules: Rules) -> None:
        self.exchange = exchange
        self.rules = rules
        self.balances: dict[tuple[Currency, str], Money] = defaultdict(Money)
        self.held: dict[str, Contracts] = defaultdict(Contracts)

    def trade(self, event: TradeExecuted) -> None:
        """Both sides of a trade, valued and settled again."""
        rules, market = self.rules, self.exchange.markets[event.symbol]
        currency = market.instrument.settl_currency
        for fill in (event.maker, event.taker):
            account = self.exchange.accounts[fill.account]
            key = f"position:{fill.account}:{event.symbol}"
            signed = event.qty if fill.side is Side.BUY else -event.qty
            cost = rules.contract_value(market.instrument, signed, event.price)
            before = -self.balances[currency, key]
            realised, left = settle(rules, self.held[key], before, signed, cost)
            self.held[key] += signed
            self.balances[currency, key] = -left
            self.balances[currency, account.wallet_key] -= realised + fill.commission
            self.balances[currency, FEES] += rules.fee_credit(fill.commission)

    def funding(self, event: FundingExchanged) -> None:
        """What was paid, what was received, and what was left."""
        market = self.exchange.markets[event.symbol]
        currency = market.instrument.settl_currency
        total = event.from_fund
        for payment in event.payments:
            key = self.exchange.accounts[payment.account].wallet_key
            self.balances[currency, key] -= payment.money
            total += payment.money
        owner = FEES if event.owner == "fees" else market.fund
        self.balances[currency, owner] += total
        self.balances[currency, market.fund] -= event.from_fund


def folded(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
    """What the books should hold by all that happened, against what they hold."""
    books = Books(exchange, rules)
    for event in exchange.transfers:
        key = exchange.accounts[event.account].wallet_key
        money = event.money if isinstance(event, Deposited) else -event.money
        books.balances[event.currency, key] += money
        books.balances[event.currency, EXTERNAL] -= money
    for _, happened in exchange.history:
        if isinstance(happened, TradeExecuted):
            books.trade(happened)
        else:
            books.funding(happened)
    for currency, balances in exchange.ledger.by_currency.items():
        told = {key: b for (c, key), b in books.balances.items() if c == currency and b}
        kept = {key: b for key, b in balances.items() if b}
        if not rules.audits_agree(kept, told):
            key = min(k for k in {*told, *kept} if told.get(k) != kept.get(k))
            detail = f"{key} holds {kept.get(key, 0)}, by all that happened {told.get(key, 0)}"
            yield Mismatch("audits_agree", detail)
    for account in exchange.accounts.values():
        for position in account.positions.values():
            if position.qty != books.held[position.key]:
                told_qty = books.held[position.key]
                detail = f"{position.key} holds {position.qty}, by its executions {told_qty}"
                yield Mismatch("audits_agree", detail)
