"""Decisions about leverage, risk limits and transfers of margin."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_reference.decisions.refusals import rejection
from solvent_reference.reckoning.margin import (
    available,
    maintenance,
    margin_of,
    mark_value,
    order_margin,
    redraw,
    reserve,
    unrealised_profit,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.positions import NO_MARGIN, Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import SetIsolated, SetLeverage, SetRiskLimit, TransferMargin
from solvent_spec.vocabulary.events import Event, LeverageSet, MarginState, PositionRemargined
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import Money, Rate


def set_leverage(exchange: Exchange, rules: Rules, command: SetLeverage) -> Iterator[Event]:
    """Decide a change of leverage; zero is cross margin."""
    if command.symbol not in exchange.markets:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    instrument = exchange.markets[command.symbol].instrument
    tier = rules.tier_initial_margin(instrument, rules.risk_steps(instrument, position.risk_limit))
    if not rules.may_set_leverage(command.leverage, tier):
        too_high = command.leverage > 0 and command.leverage * tier > 1
        reason = Reject.EXCEEDS_ENTRY_LEVERAGE if too_high else Reject.INVALID_LEVERAGE
        yield rejection(rules, command.account, reason)
        return
    yield from _settle_settings(exchange, rules, position, command.leverage, position.risk_limit)


def set_isolated(exchange: Exchange, rules: Rules, command: SetIsolated) -> Iterator[Event]:
    """Decide between isolated and cross; isolating sets the highest leverage of the tier."""
    if command.symbol not in exchange.markets:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    instrument = exchange.markets[command.symbol].instrument
    tier = rules.tier_initial_margin(instrument, rules.risk_steps(instrument, position.risk_limit))
    wanted = (position.leverage or 1 / tier) if command.enabled else Rate(0)
    yield from _settle_settings(exchange, rules, position, wanted, position.risk_limit)


def set_risk_limit(exchange: Exchange, rules: Rules, command: SetRiskLimit) -> Iterator[Event]:
    """Decide a change of risk limit."""
    market = exchange.markets.get(command.symbol)
    if market is None:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    value = mark_value(rules, market, position.qty)
    risk = rules.risk_value(value, order_margin(rules, market, position).gross)
    may_set = rules.may_set_risk_limit(market.instrument, command.risk_limit, risk)
    if not may_set or not rules.is_within_tiers(market.instrument, command.risk_limit):
        yield rejection(rules, command.account, Reject.INVALID_RISK_LIMIT)
        return
    yield from _settle_settings(exchange, rules, position, position.leverage, command.risk_limit)


def _settle_settings(
    exchange: Exchange, rules: Rules, position: Position, leverage: Rate, risk_limit: Money
) -> Iterator[Event]:
    """Take new settings if the account can carry its position and orders under them."""
    market = exchange.markets[position.symbol]
    instrument = market.instrument
    account = exchange.accounts[position.account]
    steps = rules.risk_steps(instrument, risk_limit)
    after = position.scratch()
    after.leverage = leverage
    after.risk_limit = risk_limit
    after.initial_requirement = rules.initial_requirement(
        leverage, rules.tier_initial_margin(instrument, steps)
    )
    after.maintenance_requirement = rules.tier_maintenance_margin(instrument, steps)
    after.order_margin_memo = None
    margin = NO_MARGIN
    if position.qty:
        margin = _margin_under(rules, exchange, position, after)
        after.margin = margin
    before = available(exchange, rules, account, position.currency)
    free = available(exchange, rules, account, position.currency, instead=after)
    drawn, free = redraw(exchange, rules, account, after, free)
    if free < min(Money(0), before):
        required = free * -1
        text = Reject.INSUFFICIENT_BALANCE.value.format(
            required=required, currency=position.currency
        )
        yield rejection(rules, position.account, Reject.INSUFFICIENT_BALANCE, text)
        return
    if position.qty:
        after.margin = drawn
        gain = unrealised_profit(rules, market, position.qty, position.cost)
        equity = rules.position_equity(margin_of(rules, drawn), gain)
        if rules.is_liquidated(equity, maintenance(rules, market, after)):
            yield rejection(rules, position.account, Reject.EXCEEDS_EFFECTIVE_LEVERAGE)
            return
    yield LeverageSet(
        position.account,
        position.symbol,
        leverage,
        risk_limit,
        after.initial_requirement,
        after.maintenance_requirement,
        margin,
    )


def _margin_under(
    rules: Rules, exchange: Exchange, position: Position, after: Position
) -> MarginState:
    """The position's margin right after the change, before it draws on anything."""
    market = exchange.markets[position.symbol]
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    cross = rules.cross_after_leverage(
        position.margin.cross,
        position.margin.loss,
        gain,
        isolated=not after.is_cross,
        changed=after.leverage != position.leverage,
    )
    initial = rules.position_initial_margin(position.cost, after.initial_requirement)
    commission = reserve(
        rules,
        market,
        after,
        position.qty,
        position.cost,
        initial=initial,
        cross=cross,
        loss=position.margin.loss,
    )
    return MarginState(initial, commission, cross, position.margin.loss)


def transfer_margin(exchange: Exchange, rules: Rules, command: TransferMargin) -> Iterator[Event]:
    """Decide a transfer of margin into or out of an isolated position."""
    market = exchange.markets.get(command.symbol)
    if market is None:
        yield rejection(rules, command.account, Reject.INVALID_SYMBOL)
        return
    position = exchange.position(command.account, command.symbol)
    if not position.qty or not command.money:
        yield rejection(rules, command.account, Reject.INVALID_TRANSFER)
        return
    if position.is_cross:
        yield rejection(rules, command.account, Reject.CROSS_MARGIN_ENABLED)
        return
    account = exchange.accounts[command.account]
    free = available(exchange, rules, account, position.currency)
    cross = position.margin.cross + command.money
    commission = reserve(
        rules,
        market,
        position,
        position.qty,
        position.cost,
        initial=position.margin.initial,
        cross=max(cross, Money(0)),
        loss=position.margin.loss,
    )
    used = command.money + commission - position.margin.commission
    margin = margin_of(rules, position.margin)
    gain = unrealised_profit(rules, market, position.qty, position.cost)
    equity = rules.position_equity(margin, gain)
    floor = position.margin.initial + commission
    permitted = rules.may_transfer(used, free, margin, floor)
    if permitted and used < 0:
        after = position.scratch()
        after.margin = MarginState(position.margin.initial, commission, cross, position.margin.loss)
        kept = maintenance(rules, market, after)
        permitted = rules.may_take_out(used, equity, floor, kept)
    if not permitted:
        reason = Reject.INVALID_TRANSFER if command.money > 0 else Reject.INSUFFICIENT_ISOLATED
        yield rejection(rules, command.account, reason)
        return
    yield PositionRemargined(
        position.account,
        position.symbol,
        MarginState(position.margin.initial, commission, cross, position.margin.loss),
    )
