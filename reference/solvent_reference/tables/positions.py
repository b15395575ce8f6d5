"""Rows of the position table."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from solvent_reference.reckoning.deleveraging import deleverage_score
from solvent_reference.reckoning.margin import (
    available,
    maintenance,
    margin_of,
    mark_value,
    order_margin,
    unrealised_profit,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Account, Position
from solvent_reference.tables.values import instant_text, price, rate
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import AccountId, Contracts, Money, Price, Symbol

_COIN_INDICES: Final = (Symbol(".BXBT"), Symbol(".XBTTOY"))
"""The indices that say what a coin of margin currency is worth in dollars."""


def position_row(exchange: Exchange, rules: Rules, position: Position) -> Row:
    """One position as the API shows it."""
    market = exchange.markets[position.symbol]
    account = exchange.accounts[position.account]
    instrument = market.instrument
    value = mark_value(rules, market, position.qty)
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    margin = margin_of(rules, position.margin)
    orders = order_margin(rules, market, position)
    locked = rules.position_equity(margin, gain) if position.qty else Money(0)
    held = bool(position.qty)
    quanto_rate = quote_to_settle(exchange, rules, market)
    row: Row = {
        "account": str(position.account),
        "symbol": str(position.symbol),
        "currency": str(position.currency),
        "underlying": instrument.underlying,
        "quoteCurrency": instrument.quote_currency,
        "commission": rate(market.fee_rate),
        "initMarginReq": rate(position.initial_requirement),
        "maintMarginReq": rate(position.maintenance_requirement),
        "riskLimit": int(position.risk_limit),
        "leverage": rate(position.leverage or 1 / position.initial_requirement),
        "crossMargin": position.is_cross,
        "rebalancedPnl": int(position.rebalanced),
        "prevRealisedPnl": int(position.prev_realised),
        "openOrderBuyQty": int(position.buys.qty),
        "openOrderBuyCost": int(
            rules.open_order_cost(instrument, position.buys.qty, position.buys.cost)
        ),
        "openOrderBuyPremium": int(position.buys.premium),
        "openOrderSellQty": int(position.sells.qty),
        "openOrderSellCost": int(
            rules.open_order_cost(instrument, position.sells.qty, position.sells.cost)
        ),
        "openOrderSellPremium": int(position.sells.premium),
        "execBuyQty": int(position.exec_buy_qty),
        "execBuyCost": int(position.exec_buy_cost),
        "execSellQty": int(position.exec_sell_qty),
        "execSellCost": int(position.exec_sell_cost),
        "currentQty": int(position.qty),
        "currentCost": int(rules.current_cost(position.realised_cost, position.cost)),
        "currentComm": int(position.current_comm),
        "realisedCost": int(position.realised_cost),
        "unrealisedCost": int(position.cost),
        "grossOpenCost": int(orders.gross),
        "grossOpenPremium": int(orders.premium),
        "isOpen": held,
        "markPrice": price(market.mark) if held else None,
        "markValue": int(value),
        "riskValue": int(rules.risk_value(value, orders.gross)),
        "homeNotional": "0",
        "foreignNotional": "0",
        "posState": "",
        "posCost": int(position.cost),
        "posCross": int(position.margin.cross),
        "posInit": int(position.margin.initial),
        "posComm": int(position.margin.commission),
        "posLoss": int(position.margin.loss),
        "posMargin": int(margin),
        "posMaint": int(maintenance(rules, market, position)) if held else 0,
        "initMargin": int(orders.margin + orders.premium),
        "maintMargin": int(locked),
        "realisedPnl": int(rules.realised_pnl(position.realised_cost, position.current_comm)),
        "unrealisedPnl": int(gain),
        "unrealisedPnlPcnt": rate(rules.pnl_percent(gain, position.cost), 4),
        "unrealisedRoePcnt": rate(
            rules.return_on_equity(gain, position.cost, position.initial_requirement), 4
        ),
        "avgCostPrice": None,
        "avgEntryPrice": None,
        "breakEvenPrice": None,
        "marginCallPrice": None,
        "liquidationPrice": None,
        "bankruptPrice": None,
        "deleveragePercentile": None,
        "timestamp": instant_text(exchange.now),
    }
    if held:
        entry = rules.average_entry_price(instrument, position.cost, position.qty)
        liquidation, bankrupt = _margin_prices(exchange, rules, account, market, position, margin)
        booked = rules.realised_pnl(position.realised_cost, position.current_comm)
        percentile = _percentile(exchange, rules, market, position)
        home = rules.home_notional(instrument, position.qty, value, quanto_rate) if value else 0
        foreign = (
            rules.foreign_notional(instrument, position.qty, value, quanto_rate) if value else 0
        )
        row |= {
            "homeNotional": rate(Fraction(home), 10),
            "foreignNotional": rate(Fraction(foreign), 10),
            "avgCostPrice": price(entry),
            "avgEntryPrice": price(entry),
            "breakEvenPrice": price(
                rules.break_even_price(
                    instrument, position.cost, position.qty, booked + position.rebalanced
                )
            ),
            "marginCallPrice": price(liquidation),
            "liquidationPrice": price(liquidation),
            "bankruptPrice": price(bankrupt),
            "deleveragePercentile": rate(percentile),
        }
    return row


def _margin_prices(
    exchange: Exchange,
    rules: Rules,
    account: Account,
    market: Market,
    position: Position,
    margin: Money,
) -> tuple[Price, Price]:
    """Liquidation and bankruptcy price, backed by available margin when the position is cross."""
    instrument = market.instrument
    reach = Money(0)
    if position.is_cross:
        free = available(exchange, rules, account, position.currency)
        reach = rules.cross_reach(free, market.fee_rate)
    liquidation = rules.liquidation_price(
        instrument,
        position.cost,
        position.qty,
        margin=margin,
        maintenance=maintenance(rules, market, position),
        reach=reach,
    )
    bankrupt = rules.bankruptcy_price(
        instrument,
        position.cost,
        position.qty,
        margin=margin,
        commission=position.margin.commission,
        reach=reach,
    )
    return liquidation, bankrupt


def _percentile(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Fraction:
    """Where the position stands in the line for deleveraging."""
    side = [
        p
        for p in market.holders.values()
        if (p.qty > 0) == (position.qty > 0) and not exchange.accounts[p.account].is_engine
    ]
    side.sort(
        key=lambda p: rules.deleverage_rank(
            deleverage_score(exchange, rules, market, p), exchange.accounts[p.account].number, p.qty
        )
    )
    total = sum((abs(p.qty) for p in side), Contracts(0))
    before = Contracts(0)
    for other in side:
        before += abs(other.qty)
        if other is position:
            break
    return rules.deleverage_percentile(before, total)


def quote_to_settle(exchange: Exchange, rules: Rules, market: Market) -> int:
    """Settlement units of one quote unit; needed for the notionals of a quanto only."""
    instrument = market.instrument
    if instrument.quote_to_settle:
        return instrument.quote_to_settle
    for symbol in _COIN_INDICES:
        coin = exchange.indices.get(symbol)
        if coin is not None and coin.price is not None:
            return max(1, rules.quote_to_settle(coin.price, instrument.settl_currency))
    return rules.minor_units(instrument.settl_currency)


def position_rows(
    exchange: Exchange, rules: Rules, account: AccountId | None, symbol: Symbol | None
) -> list[Row]:
    """Positions of an account, or of all accounts, by account and symbol."""
    return [
        position_row(exchange, rules, position)
        for owner in exchange.accounts.values()
        if not owner.is_engine and (account is None or rules.may_read(owner.account_id, account))
        for _, position in sorted(owner.positions.items())
        if symbol is None or position.symbol == symbol
    ]
