"""How orders end early or shrink, and the words for it."""

from __future__ import annotations

from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import OrdStatus
from solvent_spec.vocabulary.events import OrderAmended, OrderEnded
from solvent_spec.vocabulary.units import Contracts, Millis

NO_LIQUIDITY = "Order had timeInForce of ImmediateOrCancel"


STOPPED_OUT = "Order had ordType of Stop"


KILLED = "Order had timeInForce of FillOrKill"


UNCOVERED = "Account has insufficient Available Balance"


CLOSED_OVER = "Order quantity exceeds the position that a Close order closes"


MADE_ROOM = "Order stood in the way of a reduce-only order"


SELF_MATCH = "Order would trade with another order of the account"


def end(
    rules: Rules, order: Order, reason: str, status: OrdStatus = OrdStatus.CANCELED
) -> OrderEnded:
    """The end of an order that was not filled."""
    submitted = order.text.splitlines()[-1] if order.text else ""
    if status is OrdStatus.CANCELED:
        text = rules.canceled_text(reason, submitted)
    else:
        text = rejected_text(reason, submitted)
    leaves = rules.leaves_after_cancel(order.leaves_qty)
    return OrderEnded(order.order_id, status, reason, text, leaves)


def rejected_text(reason: str, submitted: str) -> str:
    """The text of a Rejected order: the reason, and how it was submitted."""
    return f"{OrdStatus.REJECTED.value}: {reason}\n{submitted}"


def shrunk(rules: Rules, order: Order, leaves_qty: Contracts, now: Millis) -> OrderAmended:
    """The event that cuts an order's open quantity and keeps its place."""
    return OrderAmended(
        order_id=order.order_id,
        order_qty=order.cum_qty + leaves_qty,
        leaves_qty=leaves_qty,
        price=order.price,
        stop_px=order.stop_px,
        cl_ord_id=order.cl_ord_id,
        text=order.text,
        keeps_priority=True,
        unit=order.unit,
        premium_unit=order.premium_unit,
        transact_time=rules.transact_time(order.transact_time, now, amended=False),
    )
