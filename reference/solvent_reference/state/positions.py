"""What an account holds and has set in a contract."""

from __future__ import annotations

from typing import Final, NamedTuple

from solvent_reference.state.ledger import open_positions, wallet
from solvent_reference.state.orders import NO_ORDERS, Order, OrderTotals
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.events import MarginState
from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Currency,
    Money,
    OrderId,
    Price,
    Rate,
    Symbol,
)

_NOWHERE: Final = Price(0)
NO_MARGIN: Final = MarginState(Money(0), Money(0), Money(0), Money(0))
"""The margin of whoever holds nothing."""


class Settings(NamedTuple):
    """What an account has set for a position, and the requirements that follow from it."""

    leverage: Rate
    risk_limit: Money
    initial_requirement: Rate
    maintenance_requirement: Rate


class Terms(NamedTuple):
    """With what a new position starts, and the fee rate that every position reserves."""

    settings: Settings
    fee_rate: Rate


class Position:
    """One account in one contract: holdings, settings, open-order totals. A cost is signed."""

    __slots__ = (
        "account",
        "buys",
        "cost",
        "currency",
        "current_comm",
        "exec_buy_cost",
        "exec_buy_qty",
        "exec_sell_cost",
        "exec_sell_qty",
        "initial_requirement",
        "key",
        "leverage",
        "maintenance_requirement",
        "margin",
        "open_orders",
        "order_margin_memo",
        "prev_realised",
        "qty",
        "realised_cost",
        "rebalanced",
        "reduce_only",
        "risk_limit",
        "sells",
        "stops",
        "symbol",
    )

    def __init__(
        self, account: AccountId, symbol: Symbol, currency: Currency, settings: Settings
    ) -> None:
        self.account = account
        self.symbol = symbol
        self.currency = currency
        self.key = open_positions(account, symbol)
        self.qty = Contracts(0)
        self.cost = Money(0)
        self.realised_cost = Money(0)
        self.current_comm = Money(0)
        self.rebalanced = Money(0)
        self.prev_realised = Money(0)
        self.exec_buy_qty = self.exec_sell_qty = Contracts(0)
        self.exec_buy_cost = self.exec_sell_cost = Money(0)
        self.margin = NO_MARGIN
        self.leverage = settings.leverage
        self.risk_limit = settings.risk_limit
        self.initial_requirement = settings.initial_requirement
        self.maintenance_requirement = settings.maintenance_requirement
        self.open_orders: dict[OrderId, Order] = {}
        self.stops = 0
        self.reduce_only = 0
        self.buys = self.sells = NO_ORDERS
        self.order_margin_memo: tuple[Money, Money, Money] | None = None

    @property
    def is_cross(self) -> bool:
        """Whether the position may draw on all of the account's available margin."""
        return self.leverage == 0

    def scratch(self) -> Position:
        """A copy to reckon with, which nobody keeps. What orders lock is to be reckoned anew."""
        settings = Settings(
            *(self.leverage, self.risk_limit),
            *(self.initial_requirement, self.maintenance_requirement),
        )
        twin = Position(self.account, self.symbol, self.currency, settings)
        twin.qty, twin.cost, twin.margin = self.qty, self.cost, self.margin
        twin.realised_cost, twin.current_comm = self.realised_cost, self.current_comm
        twin.rebalanced, twin.prev_realised = self.rebalanced, self.prev_realised
        twin.exec_buy_qty, twin.exec_sell_qty = self.exec_buy_qty, self.exec_sell_qty
        twin.exec_buy_cost, twin.exec_sell_cost = self.exec_buy_cost, self.exec_sell_cost
        twin.open_orders, twin.stops = self.open_orders, self.stops
        twin.reduce_only, twin.buys, twin.sells = self.reduce_only, self.buys, self.sells
        return twin

    def orders_of(self, side: Side) -> OrderTotals:
        """The totals of the resting orders of a side."""
        return self.buys if side is Side.BUY else self.sells

    def keep_orders_of(self, side: Side, totals: OrderTotals) -> None:
        """Put other totals in the place of those of a side."""
        if side is Side.BUY:
            self.buys = totals
        else:
            self.sells = totals
        self.order_margin_memo = None


class KeptPosition(Position):
    """A position of the venue's state: whoever writes to it, the next audit looks at it."""

    __slots__ = ("changed",)

    changed: dict[str, Position]

    def __init__(
        self,
        account: AccountId,
        symbol: Symbol,
        currency: Currency,
        settings: Settings,
        changed: dict[str, Position],
    ) -> None:
        object.__setattr__(self, "changed", changed)
        object.__setattr__(self, "key", open_positions(account, symbol))
        super().__init__(account, symbol, currency, settings)

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        self.changed[self.key] = self

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)


class Account:
    """One account: its wallet's name, its positions, the client order ids it has used.

    An account of the engine holds one position, which it took over at the price `taken_at`.
    """

    __slots__ = (
        "account_id",
        "cl_ord_ids",
        "is_engine",
        "number",
        "positions",
        "taken_at",
        "wallet_key",
    )

    def __init__(
        self, account_id: AccountId, number: int, *, fund: str = "", taken_at: Price = _NOWHERE
    ) -> None:
        self.account_id = account_id
        self.number = number
        self.is_engine = bool(fund)
        self.wallet_key = fund or wallet(account_id)
        self.taken_at = taken_at
        self.positions: dict[Symbol, Position] = {}
        self.cl_ord_ids: dict[str, OrderId] = {}
