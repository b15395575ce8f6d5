"""Rows of the order table."""

from __future__ import annotations

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.orders import Order
from solvent_reference.tables.values import instant_text, price
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import ExecInst
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import AccountId, Symbol

_EXEC_INST_ORDER = tuple(ExecInst)


def order_row(exchange: Exchange, rules: Rules, order: Order) -> Row:
    """One order as the API shows it."""
    instrument = exchange.markets[order.symbol].instrument
    average = None
    if order.cum_qty:
        signed = order.cum_qty if order.side.value == "Buy" else -order.cum_qty
        average = rules.average_fill_price(instrument, order.cum_cost, signed)
    return {
        "orderID": order_uuid(order.order_id),
        "clOrdID": order.cl_ord_id,
        "account": str(order.account),
        "symbol": str(order.symbol),
        "side": order.side.value,
        "orderQty": int(order.order_qty),
        "price": price(order.price),
        "displayQty": None if order.display_qty is None else int(order.display_qty),
        "stopPx": price(order.stop_px),
        "currency": instrument.quote_currency,
        "settlCurrency": str(instrument.settl_currency),
        "ordType": order.ord_type.value,
        "timeInForce": order.time_in_force.value,
        "execInst": ",".join(i.value for i in _EXEC_INST_ORDER if i in order.exec_inst),
        "ordStatus": order.status.value,
        "triggered": "StopOrderTriggered" if order.triggered else "",
        "workingIndicator": rules.is_working(order.status, waits=order.is_waiting),
        "ordRejReason": order.reject_reason,
        "leavesQty": int(order.leaves_qty),
        "cumQty": int(order.cum_qty),
        "avgPx": price(average),
        "text": order.text,
        "transactTime": instant_text(order.transact_time),
        "timestamp": instant_text(order.timestamp),
    }


def order_rows(
    exchange: Exchange, rules: Rules, account: AccountId | None, symbol: Symbol | None
) -> list[Row]:
    """Orders of an account, or of all accounts, in the order of acceptance."""
    return [
        order_row(exchange, rules, order)
        for order in exchange.orders.values()
        if (symbol is None or order.symbol == symbol)
        and not exchange.accounts[order.account].is_engine
        and (account is None or rules.may_read(order.account, account))
    ]
