"""Who stands first in the line for deleveraging. Reads state, changes none."""

from __future__ import annotations

from solvent_reference.reckoning.liquidation import bankruptcy, own_bankruptcy
from solvent_reference.reckoning.margin import mark_value
from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import Price, Rate


def first_in_line(
    exchange: Exchange, rules: Rules, market: Market, side: Side, price: Price
) -> Position | None:
    """The opposite position that ranks first; the engine's own positions are never deleveraged."""
    candidates = [
        position
        for position in market.holders.values()
        if (position.qty < 0) == (side is Side.SELL)
        and not exchange.accounts[position.account].is_engine
    ]
    if not candidates:
        return None
    return min(
        candidates,
        key=lambda p: (
            rules.passes_over(price, own_bankruptcy(exchange, rules, market, p), p.qty),
            rules.deleverage_rank(
                deleverage_score(exchange, rules, market, p),
                exchange.accounts[p.account].number,
                p.qty,
            ),
        ),
    )


def deleverage_score(exchange: Exchange, rules: Rules, market: Market, position: Position) -> Rate:
    """The score by which a position is ranked for deleveraging."""
    bankrupt = bankruptcy(exchange, rules, market, position)
    return rules.deleverage_score(
        mark_value(rules, market, position.qty),
        position.cost,
        rules.contract_value(market.instrument, position.qty, bankrupt),
    )
