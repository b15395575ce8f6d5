"""Applying trades and takeovers."""

from __future__ import annotations

from solvent_reference.evolve.open_orders import close, count_open
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.ledger import FEES
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Account
from solvent_spec.vocabulary.commands import OrdStatus, Side
from solvent_spec.vocabulary.events import Fill, PositionTakenOver, TradeExecuted
from solvent_spec.vocabulary.units import Contracts, Money, TradeId


def trade_executed(exchange: Exchange, event: TradeExecuted) -> None:
    """Both accounts hold what the trade left them, and the tape has it if it is printed.

    The maker's side goes first: of an account that trades with itself the taker's fill starts from
    where the maker's ended.
    """
    market = exchange.markets[event.symbol]
    exchange.next_trade = TradeId(max(exchange.next_trade, event.trade_id + 1))
    exchange.history.append((exchange.now, event))
    for fill in (event.maker, event.taker):
        _filled(exchange, market, event, fill)
    if event.printed:
        market.last_price = event.price
        market.volume += event.qty


def _filled(exchange: Exchange, market: Market, event: TradeExecuted, fill: Fill) -> None:
    account = exchange.accounts[fill.account]
    if fill.order_id is not None:
        _order_filled(exchange, exchange.orders[fill.order_id], event.qty, fill.cost)
    position = exchange.kept_position(fill.account, event.symbol)
    currency = position.currency
    post = exchange.ledger.post
    post(currency, account.wallet_key, -fill.realised - fill.commission)
    post(currency, position.key, position.cost - fill.position_cost)
    post(currency, FEES, fill.fee_credit)
    was = position.qty
    if fill.side is Side.BUY:
        position.exec_buy_qty += event.qty
        position.exec_buy_cost += abs(fill.cost)
    else:
        position.exec_sell_qty += event.qty
        position.exec_sell_cost += abs(fill.cost)
    position.realised_cost += fill.realised
    position.current_comm += fill.commission
    position.qty = fill.position_qty
    position.cost = fill.position_cost
    position.order_margin_memo = None
    position.margin = fill.margin
    market.open_interest += max(Contracts(0), position.qty) - max(Contracts(0), was)
    if position.qty:
        market.holders[fill.account] = position
    else:
        market.holders.pop(fill.account, None)
        if fill.booked is not None:
            position.prev_realised, position.rebalanced = fill.booked


def _order_filled(exchange: Exchange, order: Order, qty: Contracts, cost: Money) -> None:
    if order.resting:
        count_open(exchange, order, -qty)
    order.leaves_qty -= qty
    order.cum_qty += qty
    order.cum_cost += cost
    order.timestamp = exchange.now
    order.status = OrdStatus.PARTIALLY_FILLED if order.leaves_qty else OrdStatus.FILLED
    if order.leaves_qty == 0:
        if order.resting:
            exchange.markets[order.symbol].book.side(order.side).remove(order)
            order.resting = False
        close(exchange, order)


def position_taken_over(exchange: Exchange, event: PositionTakenOver) -> None:
    """An account of the engine exists for the position."""
    exchange.accounts[event.engine] = Account(
        event.engine, len(exchange.accounts) + 1, fund=event.fund, taken_at=event.price
    )
