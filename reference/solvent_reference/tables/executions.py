"""Rows of the execution and trade tables, oldest first."""

from __future__ import annotations

from fractions import Fraction

from solvent_reference.state.exchange import Exchange
from solvent_reference.tables.positions import quote_to_settle
from solvent_reference.tables.values import execution_uuid, instant_text, match_uuid, price, rate
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import OrdStatus, Side
from solvent_spec.vocabulary.events import Fill, FundingExchanged, TradeExecuted
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import AccountId, Contracts, Millis, Symbol


def execution_rows(
    exchange: Exchange, rules: Rules, account: AccountId | None, symbol: Symbol | None
) -> list[Row]:
    """Trades and funding of an account, or of all accounts."""
    rows: list[Row] = []
    number = 0
    match = ""
    funded: Millis | None = None
    for at, event in exchange.history:
        if isinstance(event, TradeExecuted):
            for fill in (event.maker, event.taker):
                number += 1
                if _shown(exchange, rules, fill.account, account) and symbol in {
                    None,
                    event.symbol,
                }:
                    rows.append(_fill_row(exchange, rules, at, event, fill, number))
        else:
            if funded is None or not rules.shares_match_id(funded, at):
                match = match_uuid(at + number)
            funded = at
            for payment in event.payments:
                number += 1
                if _shown(exchange, rules, payment.account, account) and symbol in {
                    None,
                    event.symbol,
                }:
                    row = _funding_row(exchange, rules, at, event, payment.account, number)
                    rows.append(row | {"trdMatchID": match})
    return rows


def _shown(exchange: Exchange, rules: Rules, owner: AccountId, reader: AccountId | None) -> bool:
    if exchange.accounts[owner].is_engine:
        return False
    return reader is None or rules.may_read(owner, reader)


def _fill_row(
    exchange: Exchange, rules: Rules, at: Millis, event: TradeExecuted, fill: Fill, number: int
) -> Row:
    market = exchange.markets[event.symbol]
    instrument = market.instrument
    signed = event.qty if fill.side is Side.BUY else -event.qty
    order = exchange.orders.get(fill.order_id) if fill.order_id is not None else None
    executed = rules.time_of_execution(at, at if order is None else order.transact_time)
    quanto = quote_to_settle(exchange, rules, market)
    row: Row = {
        "execID": execution_uuid(rules.id_of_execution(number)),
        "orderID": order_uuid(fill.order_id) if fill.order_id is not None else order_uuid(0),
        "clOrdID": order.cl_ord_id if order is not None else "",
        "account": str(fill.account),
        "symbol": str(event.symbol),
        "side": fill.side.value,
        "lastQty": int(event.qty),
        "lastPx": price(event.price),
        "lastLiquidityInd": rules.executions_of_trade()[0 if fill.is_maker else 1],
        "orderQty": int(order.order_qty) if order is not None else int(event.qty),
        "price": price(order.price) if order is not None else price(event.price),
        "currency": instrument.quote_currency,
        "settlCurrency": str(instrument.settl_currency),
        "execType": "Trade",
        "ordStatus": _status(fill).value,
        "leavesQty": int(fill.leaves_qty),
        "ordType": order.ord_type.value if order is not None else "Limit",
        "timeInForce": order.time_in_force.value if order is not None else "",
        "commission": rate(fill.rate),
        "tradePublishIndicator": "PublishTrade" if event.printed else "DoNotPublishTrade",
        "text": fill.text,
        "trdMatchID": match_uuid(event.trade_id),
        "execCost": int(fill.cost),
        "execComm": int(fill.commission),
        "homeNotional": rate(rules.home_notional(instrument, signed, fill.cost, quanto), 10),
        "foreignNotional": rate(rules.foreign_notional(instrument, signed, fill.cost, quanto), 10),
        "transactTime": instant_text(executed),
        "timestamp": instant_text(executed),
    }
    if order is None:
        shown = rules.deleverage_execution() if fill.is_maker else rules.takeover_execution()
        row |= shown
    return row


def _status(fill: Fill) -> OrdStatus:
    return OrdStatus.PARTIALLY_FILLED if fill.leaves_qty else OrdStatus.FILLED


def _funding_row(
    exchange: Exchange,
    rules: Rules,
    at: Millis,
    event: FundingExchanged,
    owner: AccountId,
    number: int,
) -> Row:
    payment = next(p for p in event.payments if p.account == owner)
    instrument = exchange.markets[event.symbol].instrument
    row: Row = {
        "execID": execution_uuid(rules.id_of_execution(number)),
        "clOrdID": "",
        "account": str(owner),
        "symbol": str(event.symbol),
        "lastQty": int(abs(payment.qty)),
        "lastPx": price(event.mark),
        "orderQty": int(abs(payment.qty)),
        "price": price(event.mark),
        "currency": instrument.quote_currency,
        "settlCurrency": str(instrument.settl_currency),
        "commission": rate(rules.funding_commission(payment.qty, event.rate)),
        "execCost": int(rules.funding_cost(payment.cost)),
        "execComm": int(payment.money),
        "transactTime": instant_text(at),
        "timestamp": instant_text(at),
    }
    return row | rules.funding_execution()


def trade_rows(exchange: Exchange, rules: Rules, symbol: Symbol | None) -> list[Row]:
    """The public tape: every printed trade, the oldest first, from the taker's side."""
    rows: list[Row] = []
    last: dict[Symbol, tuple[int, str]] = {}
    for at, event in exchange.history:
        if not isinstance(event, TradeExecuted) or not event.printed:
            continue
        before = last.get(event.symbol)
        tick = _tick_direction(before, event.price)
        last[event.symbol] = (event.price, tick)
        if symbol not in {None, event.symbol}:
            continue
        market = exchange.markets[event.symbol]
        value = rules.tape_value(event.taker.cost)
        quanto = quote_to_settle(exchange, rules, market)
        home = rules.home_notional(
            market.instrument, Contracts(event.qty), event.taker.cost, quanto
        )
        foreign = rules.foreign_notional(
            market.instrument, Contracts(event.qty), event.taker.cost, quanto
        )
        rows.append(
            {
                "timestamp": instant_text(at),
                "symbol": str(event.symbol),
                "side": event.taker.side.value,
                "size": int(event.qty),
                "price": price(event.price),
                "tickDirection": tick,
                "trdMatchID": match_uuid(event.trade_id),
                "grossValue": int(value),
                "homeNotional": rate(abs(Fraction(home)), 10),
                "foreignNotional": rate(abs(Fraction(foreign)), 10),
            }
        )
    return rows


def _tick_direction(before: tuple[int, str] | None, now: int) -> str:
    if before is None or now > before[0]:
        return "PlusTick"
    if now < before[0]:
        return "MinusTick"
    return "ZeroPlusTick" if before[1].endswith("PlusTick") else "ZeroMinusTick"
