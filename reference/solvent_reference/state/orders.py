"""An order as the venue keeps it."""

from __future__ import annotations

from operator import attrgetter
from typing import Final, NamedTuple

from solvent_spec.vocabulary.commands import ExecInst, OrdStatus, OrdType, Side, TimeInForce
from solvent_spec.vocabulary.events import OrderAccepted
from solvent_spec.vocabulary.units import Contracts, Millis, Money, OrderId, Price


class OrderTotals(NamedTuple):
    """Contracts, cost and premium of the resting orders of one side of a position."""

    qty: Contracts
    cost: Money
    premium: Money

    def plus(self, other: OrderTotals, sign: int = 1) -> OrderTotals:
        """The totals with others beside them, or, with a sign of -1, without them."""
        return OrderTotals(
            Contracts(self.qty + sign * other.qty),
            Money(self.cost + sign * other.cost),
            Money(self.premium + sign * other.premium),
        )


NO_ORDERS: Final = OrderTotals(Contracts(0), Money(0), Money(0))


class Order:
    """State of one order; changed by `evolve` alone."""

    __slots__ = (
        "account",
        "cl_ord_id",
        "cum_cost",
        "cum_qty",
        "display_qty",
        "exec_inst",
        "leaves_qty",
        "ord_type",
        "order_id",
        "order_qty",
        "premium_unit",
        "price",
        "rank",
        "reject_reason",
        "resting",
        "side",
        "status",
        "stop_px",
        "symbol",
        "text",
        "time_in_force",
        "timestamp",
        "transact_time",
        "trigger",
        "triggered",
        "unit",
    )

    def __init__(self, accepted: OrderAccepted, now: Millis) -> None:
        self.order_id: OrderId = accepted.order_id
        self.account = accepted.account
        self.symbol = accepted.symbol
        self.side: Side = accepted.side
        self.order_qty = accepted.order_qty
        self.leaves_qty = accepted.order_qty
        self.cum_qty = Contracts(0)
        self.cum_cost = Money(0)
        self.price: Price | None = accepted.price
        self.stop_px: Price | None = accepted.stop_px
        self.display_qty = accepted.display_qty
        self.ord_type: OrdType = accepted.ord_type
        self.time_in_force: TimeInForce = accepted.time_in_force
        self.exec_inst = accepted.exec_inst
        self.trigger = accepted.trigger
        self.triggered = False
        self.cl_ord_id = accepted.cl_ord_id
        self.text = accepted.text
        self.status = OrdStatus.NEW
        self.reject_reason = ""
        self.resting = False
        self.rank = 0
        self.unit = Money(0)
        self.premium_unit = Money(0)
        self.transact_time = now
        self.timestamp = now

    @property
    def limit(self) -> Price:
        """The limit price of an order that has one."""
        return self.price if self.price is not None else Price(0)

    def totals(self, qty: Contracts, lot_size: Contracts) -> OrderTotals:
        """What `qty` contracts of a resting order add to the totals of its side."""
        lots = qty // lot_size
        return OrderTotals(qty, self.unit * lots, self.premium_unit * lots)

    @property
    def is_open(self) -> bool:
        """Whether the order can still trade or be triggered."""
        return self.status.is_open

    @property
    def is_waiting(self) -> bool:
        """Whether the order is a stop whose trigger has not come."""
        return self.trigger is not None and not self.triggered and self.is_open

    @property
    def is_reduce_only(self) -> bool:
        """Whether the order may only reduce a position; Close implies it."""
        return ExecInst.REDUCE_ONLY in self.exec_inst or ExecInst.CLOSE in self.exec_inst

    @property
    def is_hidden(self) -> bool:
        """Whether the public book shows nothing of the order."""
        return self.display_qty == 0


_READ: Final = attrgetter(*Order.__slots__)


_WRITERS: Final = tuple(getattr(Order, name).__set__ for name in Order.__slots__)


class KeptOrder(Order):
    """An order of the venue's state: whoever writes to it, the next audit looks at it."""

    __slots__ = ("changed",)

    changed: dict[OrderId, Order]

    def __init__(self, accepted: OrderAccepted, now: Millis, changed: dict[OrderId, Order]) -> None:
        # Filled slot by slot from an order that nobody keeps: that is no write to the state yet.
        for write, value in zip(_WRITERS, _READ(Order(accepted, now)), strict=True):
            write(self, value)
        object.__setattr__(self, "changed", changed)
        changed[self.order_id] = self

    def __setattr__(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)
        self.changed[self.order_id] = self

    def __setstate__(self, state: tuple[None, dict[str, object]]) -> None:
        for name, value in state[1].items():
            object.__setattr__(self, name, value)
