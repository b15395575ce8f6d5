"""What the engine holds of a contract, and what it costs the fund. Reads state, changes none."""

from __future__ import annotations

from typing import NamedTuple

from solvent_reference.state.exchange import Exchange
from solvent_reference.state.markets import Market
from solvent_reference.state.orders import Order
from solvent_reference.state.positions import Position
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import Money, floor_div


class Holding(NamedTuple):
    """What the engine holds under an order: the position, its lots, what is held for each of them,
    and what each loses at the mark.
    """

    position: Position
    lots: int
    held: Money
    loss: Money


def holding(exchange: Exchange, rules: Rules, market: Market, order: Order) -> Holding:
    """What the engine holds under an order that is still to be closed."""
    position = exchange.accounts[order.account].positions[order.symbol]
    lots = rules.lots_of(position.qty, market.instrument.lot_size)
    loss = loss_of_lot(exchange, rules, market, order, market.mark_unit)
    return Holding(position, lots, Money(floor_div(position.margin.cross, lots)), loss)


def loss_of_lot(
    exchange: Exchange, rules: Rules, market: Market, order: Order, unit: Money
) -> Money:
    """What the fund loses by closing one lot of an order where a lot is worth `unit`."""
    instrument = market.instrument
    worth = rules.unit_value(instrument, exchange.accounts[order.account].taken_at)
    signed = rules.value_sign(instrument.payoff) * (1 if order.side is Side.SELL else -1)
    return -rules.fund_gain(worth * signed, unit * signed)


def is_overdue(exchange: Exchange, rules: Rules, market: Market, order: Order) -> bool:
    """Whether the mark has reached the price at which the engine took the position over, or the
    contract has expired.
    """
    expiry = market.instrument.expiry
    if expiry is not None and exchange.now >= expiry:
        return True
    taken_at = exchange.accounts[order.account].taken_at
    return market.mark is not None and rules.is_overdue(order.side, taken_at, market.mark)
