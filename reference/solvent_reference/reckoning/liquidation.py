"""When a position fails, and at what price it leaves its account. Reads state, changes none."""

from __future__ import annotations

from solvent_reference.reckoning.fills import equity_of
from solvent_reference.reckoning.margin import (
    NOTHING,
    available,
    maintenance,
    margin_of,
)
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Money, Price, Rate


def fails(rules: Rules, market: Market, position: Position) -> bool:
    """Whether a position is due for liquidation at the mark."""
    equity = equity_of(rules, market, position)
    return rules.is_liquidated(equity, maintenance(rules, market, position))


def bankruptcy(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The bankruptcy price of a position as it stands."""
    account = exchange.accounts[position.account]
    reach = Money(0)
    if position.is_cross:
        free = available(exchange, rules, account, position.currency)
        reach = rules.cross_reach(free, market.fee_rate)
    return rules.bankruptcy_price(
        market.instrument,
        position.cost,
        position.qty,
        margin=margin_of(rules, position.margin),
        commission=position.margin.commission,
        reach=reach,
    )


def takeover_price(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The price at which the engine takes a position over as it stands.

    What rounding may give away is bounded by the maintenance margin, which the last mark left to
    the position; where it failed at a standing mark, as by funding, by what is left of it.
    """
    given = rules.position_maintenance(
        position.cost, position.maintenance_requirement, Rate(0), NOTHING
    )
    left = equity_of(rules, market, position) - position.margin.commission
    if left >= 0:
        given = min(given, 2 * left)
    return rules.takeover_price(
        market.instrument,
        position.cost,
        position.qty,
        loss=bearable_loss(exchange, rules, market, position),
        maintenance=given,
    )


def bearable_loss(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Money:
    """What a position may lose: its margin but for the fee of closing it, and what backs it. A
    backed short needs to keep no fee apart: what it owes at last is less than it holds.
    """
    reach = NOTHING
    if position.is_cross:
        account = exchange.accounts[position.account]
        reach = rules.cross_reach(
            available(exchange, rules, account, position.currency), market.fee_rate
        )
    margin = margin_of(rules, position.margin)
    backed = rules.is_backed(market.instrument, position.qty, position.cost, margin)
    return margin + reach if backed else margin - position.margin.commission + reach


def own_bankruptcy(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Price:
    """The price at which a lot of a position is worth just what the position can bear."""
    loss = bearable_loss(exchange, rules, market, position)
    unit = rules.unit_at_loss(market.instrument, position.cost, position.qty, loss)
    long = position.qty > 0
    return rules.price_of_unit(market.instrument, unit, long=long, grid=Price(1))
