"""The state of the venue: plain classes that only `evolve` changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from solvent_reference.state.ledger import Ledger
from solvent_reference.state.markets import IndexState, Market
from solvent_reference.state.orders import Order, OrderTotals
from solvent_reference.state.positions import Account, KeptPosition, Position, Terms
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import Deposited, FundingExchanged, TradeExecuted, Withdrawn
from solvent_spec.vocabulary.indices import Index
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import AccountId, Millis, OrderId, Symbol, TradeId


class Exchange:
    """The whole state of a venue. Equal events from equal beginnings make equal states.

    Beside what the venue does next it holds what the audit compares: what changed since the last
    seal, and sums that nobody but the audit writes.
    """

    __slots__ = (
        "accounts",
        "audited",
        "changed",
        "changed_markets",
        "changed_orders",
        "history",
        "indices",
        "ledger",
        "markets",
        "marking_order",
        "next_order",
        "next_trade",
        "now",
        "open_orders",
        "order_sums",
        "orders",
        "remarked",
        "sealed",
        "sealed_counts",
        "stopped",
        "summed",
        "transfers",
    )

    def __init__(
        self,
        instruments: Mapping[Symbol, Instrument],
        indices: Mapping[Symbol, Index],
        accounts: Iterable[AccountId],
        now: Millis,
        funding_due: Mapping[Symbol, Millis],
        terms: Mapping[Symbol, Terms],
        funds: Mapping[Symbol, str],
        marking_order: tuple[Symbol, ...],
    ) -> None:
        self.now = now
        self.ledger = Ledger(sorted({i.settl_currency for i in instruments.values()}))
        self.changed_markets: dict[Symbol, Market] = {}
        self.markets = {
            s: Market(i, funding_due[s], terms[s], funds[s], self.changed_markets)
            for s, i in instruments.items()
        }
        self.indices = {s: IndexState(i) for s, i in indices.items()}
        self.accounts = {a: Account(a, n) for n, a in enumerate(accounts, start=1)}
        self.orders: dict[OrderId, Order] = {}
        self.open_orders = 0
        self.next_order = OrderId(1)
        self.next_trade = TradeId(1)
        self.history: list[tuple[Millis, TradeExecuted | FundingExchanged]] = []
        self.marking_order = marking_order
        self.audited = 0
        self.sealed = 0
        self.sealed_counts = self.counts
        self.changed: dict[str, Position] = {}
        self.changed_orders: dict[OrderId, Order] = {}
        self.remarked: dict[Symbol, Market] = {}
        self.order_sums: dict[tuple[str, Side], OrderTotals] = {}
        self.summed: dict[OrderId, OrderTotals] = {}
        self.transfers: list[Deposited | Withdrawn] = []
        self.stopped = ""
        self.changed_markets.clear()

    @property
    def counts(self) -> tuple[Millis, OrderId, TradeId, int]:
        """The clock, the next order and trade, and how many orders are open."""
        return self.now, self.next_order, self.next_trade, self.open_orders

    def kept_position(self, account: AccountId, symbol: Symbol) -> Position:
        """The position of an account in a contract; a new flat one is kept from then on."""
        positions = self.accounts[account].positions
        found = positions.get(symbol)
        if found is None:
            market = self.markets[symbol]
            currency = market.instrument.settl_currency
            found = KeptPosition(account, symbol, currency, market.terms.settings, self.changed)
            positions[symbol] = found
        return found

    def seal(self) -> None:
        """Remember the state as audited: what is written from here on, a command has to write."""
        self.changed.clear()
        self.changed_orders.clear()
        self.changed_markets.clear()
        self.remarked.clear()
        self.ledger.moved.clear()
        self.audited = len(self.history)
        self.sealed = self.ledger.postings
        self.sealed_counts = self.counts

    def position(self, account: AccountId, symbol: Symbol) -> Position:
        """The position of an account in a contract; a new flat one, not kept, when it has none."""
        found = self.accounts[account].positions.get(symbol)
        return found if found is not None else self.markets[symbol].open_position(account)
