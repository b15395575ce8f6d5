"""Order margin: what open orders cost, netted against the position and against each other."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import ceil_bounds, exactly, nearest
from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Twin, Unit
from solvent_spec.symbolic.payoff import FAMILIES, value
from solvent_spec.symbolic.symbols import (
    FEE,
    GROSS,
    INITIAL_RATE,
    LOT,
    MARK,
    MULTIPLIER,
    ORDER_MARGIN,
    PRICE,
    QTY,
    quantity,
    symbols_of,
)

POSITION: Final = quantity("q_p", "contracts of the position, short below zero", Unit.CONTRACTS)
BUYS: Final = quantity("q_b", "contracts bid", Unit.CONTRACTS)
SELLS: Final = quantity("q_s", "contracts offered", Unit.CONTRACTS)
BUY_COST: Final = quantity("K_b", "cost of the bids, without its sign", Unit.MONEY)
SELL_COST: Final = quantity("K_s", "cost of the offers, without its sign", Unit.MONEY)
BUY_PREMIUM: Final = quantity("H_b", "premium of the bids", Unit.MONEY)
SELL_PREMIUM: Final = quantity("H_s", "premium of the offers", Unit.MONEY)
PREMIUM: Final = quantity("H", "premium: loss that the order would have at once", Unit.MONEY)

q, L, p, p_m, G, r_i, r_f = symbols_of(QTY, LOT, PRICE, MARK, GROSS, INITIAL_RATE, FEE)
q_p, q_b, q_s = symbols_of(POSITION, BUYS, SELLS)

OPENING_BUYS: Final = quantity("b", "contracts bid that do not reduce a short", Unit.CONTRACTS)
OPENING_SELLS: Final = quantity("a", "contracts offered that do not reduce a long", Unit.CONTRACTS)
MEAN_BUY: Final = quantity("k_b", "mean of a contract bid", Unit.MONEY_PER_CONTRACT)
SIDES: Final = quantity("j", "sides with a premium", Unit.COUNT)
MEAN_SELL: Final = quantity("k_s", "mean of a contract offered", Unit.MONEY_PER_CONTRACT)


def mean(money: Expression, contracts: Expression) -> Expression:
    """Money of one contract, nothing for no contracts."""
    return sp.Piecewise((money / contracts, contracts > 0), (0, True))


def _counted(premium: Expression) -> Expression:
    """One for a side with a premium."""
    return sp.Piecewise((1, premium > 0), (0, True))


b, a, k_b, k_s = symbols_of(OPENING_BUYS, OPENING_SELLS, MEAN_BUY, MEAN_SELL)

GROSS_OPEN_COST: Final = (
    sp.Min(a, b) * sp.Max(k_b, k_s) + (b - sp.Min(a, b)) * k_b + (a - sp.Min(a, b)) * k_s
)
"""The overlap of both sides at the dearer mean cost, the rest of the larger side at its own."""

_OPENING: Final = (
    (OPENING_BUYS, sp.Max(0, q_b + sp.Min(0, q_p))),
    (OPENING_SELLS, sp.Max(0, q_s - sp.Max(0, q_p))),
)


_TWICE = "each of two parts rounded up to a minor unit"

TWINS: Final = (
    Twin(
        "MARG-007",
        GROSS,
        (POSITION, BUYS, BUY_COST, SELLS, SELL_COST),
        (Case("", GROSS_OPEN_COST, ceil_bounds(1, "the whole rounded up to a minor unit")),),
        (
            *_OPENING,
            (MEAN_BUY, mean(BUY_COST.symbol, q_b)),
            (MEAN_SELL, mean(SELL_COST.symbol, q_s)),
        ),
    ),
    Twin(
        "MARG-008",
        ORDER_MARGIN,
        (GROSS, INITIAL_RATE, FEE),
        (Case("", G * (r_i + 2 * r_f + r_i * r_f), ceil_bounds(2, _TWICE)),),
    ),
    Twin(
        "MARG-009",
        PREMIUM,
        (QTY, MULTIPLIER, LOT, PRICE, MARK),
        tuple(
            Case(
                family,
                sp.Max(0, value(family) - value(family, q, p_m)),
                nearest(2 * abs(q) / L, "half a minor unit a lot, at the order and at the mark"),
            )
            for family in FAMILIES
        ),
    ),
    Twin(
        "MARG-010",
        quantity("H_g", "gross open premium", Unit.MONEY),
        (POSITION, BUYS, BUY_PREMIUM, SELLS, SELL_PREMIUM),
        (
            Case(
                "",
                b * k_b + a * k_s,
                ceil_bounds(sp.Max(1, SIDES.symbol), "each side with a premium rounded up"),
            ),
        ),
        (
            (SIDES, _counted(BUY_PREMIUM.symbol) + _counted(SELL_PREMIUM.symbol)),
            *_OPENING,
            (MEAN_BUY, mean(BUY_PREMIUM.symbol, q_b)),
            (MEAN_SELL, mean(SELL_PREMIUM.symbol, q_s)),
        ),
    ),
    Twin(
        "MARG-031",
        quantity("K_o", "cost of open orders of one side", Unit.MONEY),
        (QTY, GROSS),
        tuple(
            Case(family, -G if family == "inverse" else G, exactly(), sp.Ne(q, 0))
            for family in FAMILIES
        ),
    ),
)
"""The formulas of open orders in the chapter margin."""
