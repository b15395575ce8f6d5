"""`decide`: reads the state, chooses what happens, and writes nothing.

A decision is a generator of events. The engine applies each event before it asks for the
next, so a decision always reads the state as it has become: the second trade of an order is
decided in a world where the first has happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, assert_never

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
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import (
    AmendOrder,
    CancelAllOrders,
    CancelOrder,
    Deposit,
    Due,
    MarkMarket,
    PlaceOrder,
    PublishIndex,
    Remargin,
    RemarginPosition,
    Request,
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
from solvent_spec.vocabulary.events import Event

Decided: TypeAlias = Request | Deposit | Withdraw | SetSpotPrice | Due
"""Every command but `AdvanceClock`, which is a schedule and is run by the engine part by part."""


def decide(  # noqa: C901, PLR0911, PLR0912 - one case a command: the type checker misses none
    exchange: Exchange, rules: Rules, command: Decided
) -> Iterator[Event]:
    """The events of one command, each to be applied before the next is asked for."""
    match command:
        case PlaceOrder():
            return place_order(exchange, rules, command)
        case AmendOrder():
            return amend_order(exchange, rules, command)
        case CancelOrder():
            return cancel_order(exchange, rules, command)
        case CancelAllOrders():
            return cancel_all_orders(exchange, rules, command)
        case SetLeverage():
            return set_leverage(exchange, rules, command)
        case SetIsolated():
            return set_isolated(exchange, rules, command)
        case SetRiskLimit():
            return set_risk_limit(exchange, rules, command)
        case TransferMargin():
            return transfer_margin(exchange, rules, command)
        case Deposit():
            return deposit(exchange, rules, command)
        case Withdraw():
            return withdraw(exchange, rules, command)
        case SetSpotPrice():
            return set_spot_price(exchange, rules, command)
        case PublishIndex():
            return publish_index(exchange, rules, command)
        case MarkMarket():
            return mark_market(exchange, rules, command)
        case Remargin():
            return remargin(exchange, rules, command)
        case RemarginPosition():
            return remargin_position(exchange, rules, command)
        case ResolveLiquidations():
            return resolve_liquidations(exchange, rules, command)
        case TriggerStops():
            return trigger_stops(exchange, rules, command)
        case TrimReduceOnly():
            return trim_reduce_only(exchange, rules, command)
        case _:
            assert_never(command)
