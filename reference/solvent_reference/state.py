"""The state of the venue: plain classes that only `evolve` changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final

from solvent_reference.book import Book
from solvent_reference.ledger import Ledger, fund, open_positions, wallet
from solvent_reference.orders import Order
from solvent_spec.commands import (
    Due,
    MarkMarket,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    Side,
    TrimReduceOnly,
)
from solvent_spec.events import FundingExchanged, TradeExecuted
from solvent_spec.index import Constituent, Index
from solvent_spec.instruments import Instrument
from solvent_spec.units import (
    AccountId,
    Contracts,
    Currency,
    Millis,
    Money,
    OrderId,
    Price,
    Rate,
    Symbol,
    TradeId,
)


class Position:
    """One account in one contract: holdings, settings, open-order totals. A cost is signed."""

    __slots__ = (
        "account",
        "buy_cost",
        "buy_premium",
        "buy_qty",
        "commission",
        "cost",
        "cross",
        "currency",
        "current_comm",
        "exec_buy_cost",
        "exec_buy_qty",
        "exec_sell_cost",
        "exec_sell_qty",
        "initial",
        "initial_requirement",
        "key",
        "leverage",
        "loss",
        "maintenance_requirement",
        "open_orders",
        "order_margin_memo",
        "prev_realised",
        "qty",
        "realised_cost",
        "rebalanced",
        "reduce_only",
        "risk_limit",
        "sell_cost",
        "sell_premium",
        "sell_qty",
        "stops",
        "symbol",
    )

    def __init__(self, account: AccountId, instrument: Instrument) -> None:
        self.account = account
        self.symbol = instrument.symbol
        self.currency = instrument.settl_currency
        self.key = open_positions(account, instrument.symbol)
        self.qty = Contracts(0)
        self.cost = Money(0)
        self.realised_cost = Money(0)
        self.current_comm = Money(0)
        self.rebalanced = Money(0)
        self.prev_realised = Money(0)
        self.exec_buy_qty = self.exec_sell_qty = Contracts(0)
        self.exec_buy_cost = self.exec_sell_cost = Money(0)
        self.initial = self.commission = self.cross = self.loss = Money(0)
        self.leverage = Rate(0)  # MARG-030: cross until the account sets a leverage
        self.risk_limit = instrument.risk_limit
        self.initial_requirement = instrument.init_margin
        self.maintenance_requirement = instrument.maint_margin
        self.open_orders: dict[OrderId, Order] = {}
        self.stops = 0
        self.reduce_only = 0
        self.buy_qty = self.sell_qty = Contracts(0)
        self.buy_cost = self.sell_cost = Money(0)
        self.buy_premium = self.sell_premium = Money(0)
        self.order_margin_memo: tuple[Money, Money, Money] | None = None

    @property
    def is_cross(self) -> bool:
        """Whether the position may draw on all of the account's available margin."""
        return self.leverage == 0


class Account:
    """One account: its wallet's name, its positions, the client order ids it has used."""

    __slots__ = (
        "account_id",
        "cl_ord_ids",
        "currencies",
        "is_engine",
        "number",
        "positions",
        "wallet_key",
    )

    def __init__(
        self, account_id: AccountId, number: int, *, fund_of: Symbol | None = None
    ) -> None:
        self.account_id = account_id
        self.number = number
        self.is_engine = fund_of is not None
        self.wallet_key = wallet(account_id) if fund_of is None else fund(fund_of)
        self.positions: dict[Symbol, Position] = {}
        self.cl_ord_ids: dict[str, OrderId] = {}
        self.currencies: dict[Currency, None] = {}


class Market:
    """One contract: its prices, its book, who holds it, what waits in it."""

    __slots__ = (
        "basis",
        "basis_rate",
        "book",
        "fee_rate",
        "funding_due",
        "funding_rate",
        "has_liquidity",
        "holders",
        "impact_ask",
        "impact_bid",
        "impact_mid",
        "indicative_rate",
        "instrument",
        "last_price",
        "liquidations",
        "mark",
        "mark_unit",
        "open_interest",
        "premium_samples",
        "premium_total",
        "stops",
        "volume",
    )

    def __init__(self, instrument: Instrument, funding_due: Millis, fee_rate: Rate) -> None:
        self.instrument = instrument
        self.fee_rate = fee_rate
        self.book = Book()
        self.mark: Price | None = None
        self.mark_unit = Money(0)
        self.basis = Price(0)
        self.basis_rate = Rate(0)
        self.last_price: Price | None = None
        self.funding_rate = Rate(0)
        self.indicative_rate = Rate(0)
        self.funding_due = funding_due
        self.premium_total = Rate(0)
        self.premium_samples = 0
        self.impact_bid: Price | None = None
        self.impact_ask: Price | None = None
        self.impact_mid: Price | None = None
        self.has_liquidity = False
        self.holders: dict[AccountId, Position] = {}
        self.stops: dict[OrderId, Order] = {}
        self.liquidations: dict[OrderId, Order] = {}
        self.open_interest = Contracts(0)
        self.volume = Contracts(0)

    def touch(self, side: Side) -> Price | None:
        """The best price on the side opposite to an order of `side`."""
        best = self.book.side(side.opposite).best()
        return None if best is None else best.limit


class IndexState:
    """An index: its constituents as they stand and its last price."""

    __slots__ = ("constituents", "index", "price")

    def __init__(self, index: Index) -> None:
        self.index = index
        self.constituents: dict[str, Constituent] = {}
        self.price: Price | None = None


_URGENCY: Final = (
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    MarkMarket,
    PublishIndex,
    TrimReduceOnly,
)
"""The order in which due commands are served; triggers of stops come last."""


class Exchange:
    """All of it."""

    __slots__ = (
        "accounts",
        "agenda",
        "events_seen",
        "history",
        "indices",
        "ledger",
        "markets",
        "next_order",
        "next_trade",
        "now",
        "open_orders",
        "orders",
        "stopped",
        "touched",
    )

    def __init__(
        self,
        instruments: Mapping[Symbol, Instrument],
        indices: Mapping[Symbol, Index],
        accounts: Iterable[AccountId],
        now: Millis,
        funding_due: Mapping[Symbol, Millis],
        fee_rates: Mapping[Symbol, Rate],
    ) -> None:
        self.now = now
        self.ledger = Ledger(sorted({i.settl_currency for i in instruments.values()}))
        self.markets = {s: Market(i, funding_due[s], fee_rates[s]) for s, i in instruments.items()}
        self.indices = {s: IndexState(i) for s, i in indices.items()}
        self.accounts = {a: Account(a, n) for n, a in enumerate(accounts, start=1)}
        self.orders: dict[OrderId, Order] = {}
        self.open_orders = 0
        self.next_order = OrderId(1)
        self.next_trade = TradeId(1)
        self.history: list[tuple[Millis, TradeExecuted | FundingExchanged]] = []
        self.agenda: tuple[deque[Due], ...] = tuple(deque() for _ in range(len(_URGENCY) + 1))
        self.touched: dict[str, Position] = {}
        self.stopped = ""
        self.events_seen = 0

    def make_due(self, due: Due) -> None:
        """Put a command on the agenda unless it is there already."""
        kind = type(due)
        place = _URGENCY.index(kind) if kind in _URGENCY else len(_URGENCY)
        queue = self.agenda[place]
        if due not in queue:
            queue.append(due)

    def next_due(self) -> Due | None:
        """Take the most urgent due command off the agenda, the oldest of its kind first."""
        for queue in self.agenda:
            if queue:
                return queue.popleft()
        return None

    def position(self, account: AccountId, symbol: Symbol) -> Position:
        """The position of an account in a contract; a new flat one, not kept, when it has none."""
        found = self.accounts[account].positions.get(symbol)
        return found if found is not None else Position(account, self.markets[symbol].instrument)
