"""Solvency: the prices at which a position is liquidated and bankrupt, solved from its margin.

An isolated position of n contracts bought or sold at one price is liquidated where its equity
has fallen to its maintenance margin, and bankrupt where only the fee of closing is left:

    initial margin + fee reserve + cross margin + profit(p)  =  maintenance + fee reserve
    initial margin + fee reserve + cross margin + profit(p)  =  fee reserve

The reserve stands on both sides, so fees cancel out of both prices.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import Bound
from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.payoff import FAMILIES, pnl, value
from solvent_spec.symbolic.positions import SIDES
from solvent_spec.symbolic.symbols import (
    ADVERSE,
    CROSS,
    ENTRY,
    FEE,
    HELD,
    INITIAL_RATE,
    LOT,
    MAINTENANCE_RATE,
    MULTIPLIER,
    PRICE,
    SIDE,
    TICK,
    quantity,
    symbols_of,
)

n, s, m, L, t, p, p_e, M_x = symbols_of(HELD, SIDE, MULTIPLIER, LOT, TICK, PRICE, ENTRY, CROSS)
r_i, r_m, r_a, r_f = symbols_of(INITIAL_RATE, MAINTENANCE_RATE, ADVERSE, FEE)


def cost(family: str) -> Expression:
    """The cost of the position without its sign: its value at the entry."""
    return abs(value(family, n, p_e))


def fee_reserve(family: str) -> Expression:
    """The fee of closing at the bankruptcy price: on cost, initial and cross margin."""
    return r_f * (cost(family) * (1 + r_i) + M_x)


def equity(family: str) -> Expression:
    """What the position is worth to its holder at price p."""
    return cost(family) * r_i + fee_reserve(family) + M_x + pnl(family, s * n)


def maintenance_margin(family: str) -> Expression:
    """What it must keep, adverse funding and fee reserve included."""
    return cost(family) * (r_m + r_a) + fee_reserve(family)


@cache
def liquidation_price(family: str) -> Expression:
    """The price at which equity equals maintenance, solved."""
    return _solved(equity(family) - maintenance_margin(family))


@cache
def bankruptcy_price(family: str) -> Expression:
    """The price at which equity equals the fee reserve, solved."""
    return _solved(equity(family) - fee_reserve(family))


def _solved(equation: Expression) -> Expression:
    (solution,) = sp.solve(equation, p)
    return sp.simplify(solution)


def at_side(expression: Expression, side: int) -> Expression:
    """The expression for a long (1) or a short (-1) with nothing in its cross margin."""
    return sp.factor(sp.simplify(expression.subs({s: side, M_x: 0})))


def closed_form(family: str, room: Expression) -> Expression:
    """The price at which a position has lost `room`, a share of its cost, as the books write it.

    Inverse: 1/p = (1/p_e) (1 + s room). Linear and quanto: p = p_e (1 - s room). The room is
    the initial rate for bankruptcy, and that less maintenance and adverse funding for
    liquidation.
    """
    return p_e / (1 + s * room) if family == "inverse" else p_e * (1 - s * room)


OFF: Final = quantity("y", "most that roundings may move the value of one lot", Unit.MONEY)
LIQUIDATION_ROOM: Final = r_i - r_m - r_a
BANKRUPTCY_ROOM: Final = r_i


def _bound(family: str, side: int) -> tuple[Bound, Expression]:
    """What all roundings on the way from entry to price may add up to.

    Of one lot, in minor units: the cost at the entry is off by at most 1/2, so cost and room
    together by at most half of one plus the room; initial and maintenance margin are each
    rounded up on the whole position, which adds less than one unit over the lots. Then comes
    the directed rounding of the price at a loss. `off` is the sum of the first two.
    """
    if family != "inverse":
        shift = OFF.symbol / (L * m)
        lower, upper = (-shift, shift + t) if side > 0 else (-shift - t, shift)
        return Bound(lower, upper, "cost, margins and tick"), p - shift >= t
    unit, off = L * m / p, OFF.symbol
    why = "cost, margins, value of a lot and tick"
    if side > 0:
        lower, upper = L * m / (unit + off) - p, L * m / (unit - off - 1) - p + t
        return Bound(lower, upper, why), unit > off + 1
    lower, upper = L * m / (unit + off + 1) - p - t, L * m / (unit - off) - p
    claimed = sp.And(unit > off, L * m / (unit + off + 1) >= t)
    return Bound(lower, upper, why), claimed


def _off(room: Expression) -> Expression:
    """How far cost, initial and maintenance margin may move the value of one lot."""
    return (1 + abs(room)) / 2 + L / n


def _cases(room: Expression) -> tuple[Case, ...]:
    return tuple(
        Case(
            f"{family} {name}",
            closed_form(family, room).subs(s, side),
            *_bound(family, side),
        )
        for family in FAMILIES
        for name, side in SIDES.items()
    )


_TERMS: Final = (ENTRY, INITIAL_RATE, MAINTENANCE_RATE, ADVERSE, HELD, LOT, MULTIPLIER, TICK)

DERIVED: Final = (
    Twin(
        "liquidation price",
        Quantity(PRICE.symbol, "liquidation price of an isolated position", Unit.PRICE),
        _TERMS,
        _cases(LIQUIDATION_ROOM),
        ((OFF, _off(LIQUIDATION_ROOM)),),
    ),
    Twin(
        "bankruptcy price",
        Quantity(PRICE.symbol, "bankruptcy price of an isolated position", Unit.PRICE),
        _TERMS,
        _cases(BANKRUPTCY_ROOM),
        ((OFF, _off(BANKRUPTCY_ROOM)),),
    ),
)
"""Both prices from entry price and rates alone, with the bound on everything rounded between."""
