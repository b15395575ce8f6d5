"""`decide`: reads the state, chooses what happens, and writes nothing.

A decision is a generator of events. The engine applies each event before it asks for the
next, so a decision always reads the state as it has become: the second trade of an order is
decided in a world where the first has happened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from solvent_reference.decisions.index import publish_index, set_spot_price
from solvent_reference.decisions.insurance import resolve_liquidations
from solvent_reference.decisions.ledger import deposit, withdraw
from solvent_reference.decisions.liquidation import remargin, remargin_position
from solvent_reference.decisions.margin import (
    set_isolated,
    set_leverage,
    set_risk_limit,
    transfer_margin,
)
from solvent_reference.decisions.mark import mark_market
from solvent_reference.decisions.orders.amendment import amend_order
from solvent_reference.decisions.orders.cancellation import cancel_all_orders, cancel_order
from solvent_reference.decisions.orders.placement import place_order
from solvent_reference.decisions.orders.reduction import trim_reduce_only
from solvent_reference.decisions.orders.stops import trigger_stops
from solvent_reference.state.exchange import Exchange
from solvent_spec.commands import (
    AmendOrder,
    CancelAllOrders,
    CancelOrder,
    Command,
    Deposit,
    MarkMarket,
    PlaceOrder,
    PublishIndex,
    Remargin,
    RemarginPosition,
    ResolveLiquidations,
    SetIsolated,
    SetLeverage,
    SetRiskLimit,
    SetSpotPrice,
    TransferMargin,
    TriggerStops,
    TrimReduceOnly,
    Withdraw,
)
from solvent_spec.events import Event
from solvent_spec.rules import Rules

Decision = Callable[[Exchange, Rules, Any], Iterator[Event]]


_DECISIONS: Final[dict[type, Decision]] = {
    PlaceOrder: place_order,
    AmendOrder: amend_order,
    CancelOrder: cancel_order,
    CancelAllOrders: cancel_all_orders,
    SetLeverage: set_leverage,
    SetIsolated: set_isolated,
    SetRiskLimit: set_risk_limit,
    TransferMargin: transfer_margin,
    Deposit: deposit,
    Withdraw: withdraw,
    SetSpotPrice: set_spot_price,
    PublishIndex: publish_index,
    MarkMarket: mark_market,
    Remargin: remargin,
    RemarginPosition: remargin_position,
    ResolveLiquidations: resolve_liquidations,
    TriggerStops: trigger_stops,
    TrimReduceOnly: trim_reduce_only,
}


def decide(exchange: Exchange, rules: Rules, command: Command) -> Iterator[Event]:
    """The events of one command. `AdvanceClock` is a schedule and is run by the engine."""
    return _DECISIONS[type(command)](exchange, rules, command)
