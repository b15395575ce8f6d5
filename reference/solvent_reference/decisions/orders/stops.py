"""Decisions about stops that trigger."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.orders.arrival import enter
from solvent_reference.decisions.orders.endings import end
from solvent_reference.decisions.refusals import refusal_text
from solvent_reference.reckoning.requirements import order_context
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import PlaceOrder, TriggerPrice, TriggerStops
from solvent_spec.vocabulary.events import Event, OrderTriggered
from solvent_spec.vocabulary.units import Price


def trigger_stops(exchange: Exchange, rules: Rules, command: TriggerStops) -> Iterator[Event]:
    """Trigger every stop whose price has come, one after the other."""
    market = exchange.markets[command.symbol]
    while True:
        price = trigger_level(exchange, market, command.trigger)
        if price is None:
            return
        due = [
            order
            for order in market.stops.values()
            if order.trigger is command.trigger
            and order.stop_px is not None
            and rules.triggers(order.side, order.stop_px, price)
        ]
        if not due:
            return
        level = price
        order = min(
            due,
            key=lambda w: rules.trigger_rank(w.order_id, abs(level - (w.stop_px or level))),
        )
        yield OrderTriggered(order.order_id)
        yield from _enter_triggered(exchange, rules, market, order)


def trigger_level(exchange: Exchange, market: Market, trigger: TriggerPrice) -> Price | None:
    """The price that a trigger watches."""
    if trigger is TriggerPrice.LAST:
        return market.last_price
    if trigger is TriggerPrice.INDEX:
        return exchange.indices[market.instrument.index_symbol].price
    return market.mark


def _enter_triggered(
    exchange: Exchange, rules: Rules, market: Market, order: Order
) -> Iterator[Event]:
    """A triggered stop is margined now; one that cannot be is rejected."""
    position = exchange.accounts[order.account].positions[order.symbol]
    proposal = PlaceOrder(
        account=order.account,
        symbol=order.symbol,
        side=order.side,
        order_qty=order.leaves_qty,
        price=order.price,
        ord_type=order.ord_type,
        exec_inst=order.exec_inst,
    )
    context = order_context(
        exchange, rules, proposal, market, position, order.side, order.leaves_qty
    )
    checked = rules.checked_of_triggered(proposal, market.instrument, context, order.side)
    reason = rules.foremost(checked)
    if reason is not None:
        told = refusal_text(reason, context.cover, position)
        yield end(rules, order, told, rules.status_of_refused_stop())
        return
    yield from enter(exchange, rules, order)
