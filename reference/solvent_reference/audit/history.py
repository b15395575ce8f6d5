"""History: all that happened, from the first deposit on, added up again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from solvent_reference.audit.mismatch import Mismatch
from solvent_reference.reckoning.fills import settle
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import EXTERNAL, FEES, open_positions
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import Deposited, FundingExchanged, TradeExecuted
from solvent_spec.vocabulary.units import Contracts, Currency, Money, OrderId


class Books:
    """Balances and quantities as events alone make them."""

    def __init__(self, exchange: Exchange, rules: Rules) -> None:
        self.exchange = exchange
        self.rules = rules
        self.balances: dict[tuple[Currency, str], Money] = defaultdict(Money)
        self.held: dict[str, Contracts] = defaultdict(Contracts)
        self.traded: dict[OrderId, Contracts] = defaultdict(Contracts)

    def trade(self, event: TradeExecuted) -> None:
        """Both sides of a trade, valued and settled again."""
        rules, market = self.rules, self.exchange.markets[event.symbol]
        currency = market.instrument.settl_currency
        for fill in (event.maker, event.taker):
            account = self.exchange.accounts[fill.account]
            key = open_positions(fill.account, event.symbol)
            signed = event.qty if fill.side is Side.BUY else -event.qty
            cost = rules.contract_value(market.instrument, signed, event.price)
            before = -self.balances[currency, key]
            realised, left = settle(rules, self.held[key], before, signed, cost)
            self.held[key] += signed
            if fill.order_id is not None:
                self.traded[fill.order_id] += event.qty
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


def check_history(exchange: Exchange, rules: Rules) -> Iterator[Mismatch]:
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
    yield from _held(exchange, books)
    yield from _ordered(exchange, rules, books)


def _held(exchange: Exchange, books: Books) -> Iterator[Mismatch]:
    kept = {
        open_positions(account.account_id, symbol): position.qty
        for account in exchange.accounts.values()
        for symbol, position in account.positions.items()
    }
    for key in (*kept, *(key for key in books.held if key not in kept)):
        held, told = kept.get(key, Contracts(0)), books.held[key]
        if held != told:
            yield Mismatch("audits_agree", f"{key} holds {held}, by its executions {told}")


def _ordered(exchange: Exchange, rules: Rules, books: Books) -> Iterator[Mismatch]:
    """What orders have traded and what they leave."""
    live = 0
    for order in exchange.orders.values():
        traded = books.traded[order.order_id]
        live += order.is_open
        if order.cum_qty != traded:
            detail = f"order {order.order_id} traded {order.cum_qty}, by its executions {traded}"
            yield Mismatch("audits_agree", detail)
        left = order.leaves_qty
        if order.is_open and not rules.quantity_follows(left, order.order_qty, traded):
            detail = f"order {order.order_id} leaves {left} of {order.order_qty}"
            yield Mismatch("quantity_follows", detail)
    if live != exchange.open_orders:
        detail = f"{exchange.open_orders} orders are counted open, and {live} are"
        yield Mismatch("totals_are_sums", detail)
