"""Refusals: which one of several reasons to refuse an order is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from solvent_spec.registry.clauses import clause
from solvent_spec.rules.orders.context import OrderContext
from solvent_spec.rules.orders.cover import OrderCoverRules
from solvent_spec.rules.orders.limits import OrderLimitRules
from solvent_spec.rules.orders.terms import OrderTermRules
from solvent_spec.vocabulary.commands import PlaceOrder, Side
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Contracts, Price

CHECK_REASONS: Final = MappingProxyType[str, tuple[Reject, ...]](
    {
        "trading": (Reject.INVALID_SYMBOL, Reject.NOT_LISTED, Reject.EXPIRED),
        "quantity": (Reject.INVALID_ORDER_QTY, Reject.INVALID_LOT),
        "price": (Reject.INVALID_PRICE, Reject.INVALID_TICK),
        "stop price": (Reject.INVALID_STOP_PX, Reject.INVALID_STOP_TICK),
        "display quantity": (Reject.INVALID_DISPLAY_QTY,),
        "instructions": (Reject.INVALID_EXEC_INST,),
        "client order id": (Reject.INVALID_CL_ORD_ID,),
        "repeated client order id": (Reject.DUPLICATE_CL_ORD_ID,),
        "mark": (Reject.NO_MARK_PRICE,),
        "open orders": (Reject.TOO_MANY_OPEN_ORDERS, Reject.TOO_MANY_STOP_ORDERS),
        "risk limit": (Reject.POSITION_RISK_LIMIT, Reject.ACCOUNT_RISK_LIMIT),
        "liquidation price": (Reject.BELOW_LIQUIDATION, Reject.ABOVE_LIQUIDATION),
        "immediate liquidation": (Reject.IMMEDIATE_LIQUIDATION,),
        "balance": (Reject.INSUFFICIENT_BALANCE,),
    }
)
"""What is checked of an order, in order of precedence, with the reasons that each check gives."""

CHECKS: Final = tuple(CHECK_REASONS)
"""The names of the checks of an order, in order of precedence."""

OF_AMENDMENT: Final = MappingProxyType[str, tuple[Reject, ...]](
    {
        "the order is there": (Reject.INVALID_ORDER_ID, Reject.INVALID_ORIG_CL_ORD_ID),
        "new client order id": (Reject.INVALID_CL_ORD_ID,),
        "the order is open": (Reject.INVALID_ORD_STATUS,),
        "one quantity": (Reject.INVALID_ORDER_QTY,),
        "a change": (Reject.INVALID_AMEND,),
    }
)
"""What is checked of an amendment before the order that it would make, in order of precedence."""

AMENDED_CHECKS: Final = (
    "trading",
    "quantity",
    "price",
    "stop price",
    "repeated client order id",
    "risk limit",
    "liquidation price",
    "immediate liquidation",
    "balance",
)
"""What is then checked of the order that an amendment would make; the last four where it rests."""

Checked: TypeAlias = Iterator[tuple[str, Reject | None]]
"""Checks, each with the reason to refuse that it found."""


def precedence(choice: str) -> tuple[str, ...]:
    """The checks in the order that a choice under ORDR-014 names.

    Raises:
        ValueError: it does not name each check once.
    """
    if choice == "this order":
        return CHECKS
    named = tuple(choice.split(", "))
    if sorted(named) != sorted(CHECKS):
        known = ", ".join(CHECKS)
        message = f"policies: ORDR-014 is {choice[:60]!r}; name each check once: {known}"
        raise ValueError(message)
    return named


@lru_cache(maxsize=8)
def _ranks(choice: str) -> dict[str, int]:
    return {check: rank for rank, check in enumerate(precedence(choice))}


class RefusalRules(OrderCoverRules, OrderLimitRules, OrderTermRules):
    """Which reason is given."""

    __slots__ = ()

    @clause(
        "ORDR-014",
        level="MUST",
        profile="trading",
        evidence="decided",
        observable=("order.error",),
        source="the texts are the exchange's; which of two comes first is not published",
        alternatives=("this order", "another fixed order of the checks"),
    )
    def refusal(
        self,
        order: PlaceOrder,
        instrument: Instrument,
        context: OrderContext,
        qty: Contracts,
        side: Side,
    ) -> Reject | None:
        """Of several reasons to refuse an order the first in the order of the list of reasons is
        given.

        Terms of the instrument come first, then the order by itself, then the account's
        limits, then risk limits, then liquidation, then money. The whole list, with the texts,
        stands in docs/reference/refusals.md. An amendment is looked at by itself first: whether
        its order is there, then its new client order id, whether the order is open, that it does
        not give both quantities, and that it changes anything; then the order that it would make.

        >>> poor = replace(context, cover=replace(cover, increases=True, available_after=-1))
        >>> order = PlaceOrder("anna", "XBTUSD", Side.BUY, 0, price_of("100"))
        >>> rules.refusal(order, XBTUSD, poor, 0, Side.BUY)
        <Reject.INVALID_ORDER_QTY: 'Invalid orderQty'>
        """
        return self.foremost(self._checked(order, instrument, context, qty, side))

    def foremost(self, checked: Checked) -> Reject | None:
        """The reason that is given: the first of the list, or of the order that the venue chose."""
        choice = self.policy("ORDR-014", "this order")
        if choice == "this order":
            for _, reason in checked:
                if reason is not None:
                    return reason
            return None
        rank = _ranks(choice)
        found = [(rank[check], reason) for check, reason in checked if reason is not None]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def _checked(
        self,
        order: PlaceOrder,
        instrument: Instrument,
        context: OrderContext,
        qty: Contracts,
        side: Side,
    ) -> Checked:
        """Every check of a new order; a later one is reached only if it is asked for."""
        ord_type = order.ord_type or self.default_ord_type(order.price, order.stop_px)
        tif = order.time_in_force or self.default_time_in_force(ord_type)
        open_orders, stop_orders = context.open_orders, context.stop_orders
        yield "trading", self.not_trading(instrument, context.now)
        yield "quantity", self.bad_quantity(instrument, qty)
        yield "price", self.bad_price(instrument, ord_type, order.price)
        yield "stop price", self.bad_stop(instrument, ord_type, order.stop_px)
        yield "display quantity", self.bad_display(ord_type, qty, order.display_qty)
        yield "instructions", self.bad_exec_inst(order, ord_type, tif)
        is_id = self.is_cl_ord_id(order.cl_ord_id)
        yield "client order id", None if is_id else Reject.INVALID_CL_ORD_ID
        duplicate = self.duplicate_cl_ord_id(duplicate=context.duplicate)
        yield "repeated client order id", duplicate
        yield "mark", Reject.NO_MARK_PRICE if context.mark is None else None
        is_stop = ord_type.is_stop
        yield "open orders", self.too_many_orders(open_orders, stop_orders, is_stop=is_stop)
        if not is_stop:
            yield from self._checked_for_margin(side, order.price, context)

    def checked_of_amend(
        self,
        amended: PlaceOrder,
        instrument: Instrument,
        context: OrderContext,
        qty: Contracts,
        side: Side,
        *,
        resting: bool,
    ) -> Checked:
        """Every check of an amendment, given the order as it would be."""
        ord_type = amended.ord_type or self.default_ord_type(amended.price, amended.stop_px)
        yield "trading", self.not_trading(instrument, context.now)
        yield "quantity", self.bad_quantity(instrument, qty)
        yield "price", self.bad_price(instrument, ord_type, amended.price)
        yield "stop price", self.bad_stop(instrument, ord_type, amended.stop_px)
        duplicate = self.duplicate_cl_ord_id(duplicate=context.duplicate)
        yield "repeated client order id", duplicate
        if resting:
            yield from self._checked_for_margin(side, amended.price, context)

    def checked_of_triggered(
        self, order: PlaceOrder, instrument: Instrument, context: OrderContext, side: Side
    ) -> Checked:
        """Every check of a stop that was triggered: it is margined only now."""
        yield "trading", self.not_trading(instrument, context.now)
        yield from self._checked_for_margin(side, order.price, context)

    def _checked_for_margin(
        self, side: Side, price: Price | None, context: OrderContext
    ) -> Checked:
        cover = context.cover
        if cover is None:
            return
        yield "risk limit", self.exceeds_risk_limit(cover)
        beyond = self.beyond_liquidation(side, price, context.position_qty, cover)
        yield "liquidation price", beyond
        yield "immediate liquidation", self.immediate_liquidation(cover)
        yield "balance", self.insufficient_balance(cover)
