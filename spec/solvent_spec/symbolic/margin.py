"""Margin: what a position locks and must keep, and what an account may still use.

Prices of liquidation and bankruptcy are here as the rules write them, as prices at a loss;
`solvency` solves them from the margin equation.
"""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import ceil_bounds, exactly, floor_bounds
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.positions import PRICE_TERMS, price_cases
from solvent_spec.symbolic.symbols import (
    ADVERSE,
    AVAILABLE,
    BALANCE,
    COST,
    CROSS,
    EQUITY,
    FEE,
    FUNDING,
    INITIAL,
    INITIAL_RATE,
    LEVERAGE,
    LOSS,
    MAINTENANCE,
    MAINTENANCE_RATE,
    MARGIN,
    ORDER_MARGIN,
    PRICE,
    REACH,
    RESERVE,
    SIDE,
    TRUTH,
    UNREALISED,
    WALLET,
    quantity,
    symbols_of,
)

K, D, U, W, A, B, E, locked, X = symbols_of(
    COST, LOSS, UNREALISED, WALLET, AVAILABLE, BALANCE, EQUITY, ORDER_MARGIN, REACH
)
M_i, M_c, M_x, M_p, M_m = symbols_of(INITIAL, RESERVE, CROSS, MARGIN, MAINTENANCE)
r_i, r_m, r_a, r_f, f, s, lev = symbols_of(
    INITIAL_RATE, MAINTENANCE_RATE, ADVERSE, FEE, FUNDING, SIDE, LEVERAGE
)

HELD_CROSS: Final = quantity("M_0", "cross margin held before", Unit.MONEY)
KEPT: Final = quantity("q_1", "contracts kept", Unit.CONTRACTS)
BEFORE: Final = quantity("q_0", "contracts held before", Unit.CONTRACTS)
TIER: Final = quantity("r_t", "initial margin rate of the risk tier", Unit.RATE, positive=True)
MOVED: Final = quantity("Z", "margin moved into the position, out of it below zero", Unit.MONEY)
AVAILABLE_BEFORE: Final = quantity("A_0", "available margin before", Unit.MONEY)
UNBOUND: Final = quantity("A_1", "wallet less the margins of all positions", Unit.MONEY)
REDUCES: Final = quantity("z", "1 when the execution only reduces, else 0", Unit.COUNT)

_REDUCES = sp.Eq(REDUCES.symbol, 1)
_CAN_OPEN = sp.And(sp.Or(A >= 0, AVAILABLE_BEFORE.symbol <= A), M_m <= E)
_UP = "rounded up to a minor unit"
_COMPARISON = exactly("a comparison")
_LOST_ABOVE_MAINTENANCE = M_p - M_m + X
_LOST_ABOVE_RESERVE = M_p - M_c + X

TWINS: Final = (
    Twin("MARG-001", INITIAL, (COST, INITIAL_RATE), (Case("", abs(K) * r_i, ceil_bounds(1, _UP)),)),
    Twin(
        "MARG-002",
        RESERVE,
        (COST, INITIAL, CROSS, FEE),
        (Case("", (abs(K) + M_i + M_x) * r_f, ceil_bounds(1, _UP)),),
    ),
    Twin(
        "MARG-003",
        MARGIN,
        (INITIAL, RESERVE, CROSS, LOSS),
        (Case("", M_i + M_c + M_x - D, exactly()),),
    ),
    Twin(
        "MARG-004",
        MAINTENANCE,
        (COST, MAINTENANCE_RATE, ADVERSE, RESERVE),
        (Case("", abs(K) * (r_m + r_a) + M_c, ceil_bounds(1, _UP)),),
    ),
    Twin("MARG-005", ADVERSE, (SIDE, FUNDING), (Case("", sp.Max(0, s * f), exactly()),)),
    Twin("MARG-006", EQUITY, (MARGIN, UNREALISED), (Case("", M_p + U, exactly()),)),
    Twin("MARG-011", BALANCE, (WALLET, UNREALISED), (Case("", W + U, exactly()),)),
    Twin(
        "MARG-012",
        AVAILABLE,
        (BALANCE, ORDER_MARGIN, EQUITY),
        (Case("", B - locked - E, exactly()),),
    ),
    Twin(
        "MARG-013",
        quantity("W_w", "withdrawable margin", Unit.MONEY),
        (AVAILABLE, WALLET),
        (Case("", sp.Max(0, sp.Min(A, W)), exactly()),),
    ),
    Twin(
        "MARG-014",
        CROSS,
        (LOSS, UNREALISED, HELD_CROSS, AVAILABLE),
        (
            Case(
                "",
                sp.Min(D + sp.Max(0, -U), HELD_CROSS.symbol + sp.Max(0, A)),
                exactly(),
            ),
        ),
    ),
    Twin(
        "MARG-015",
        quantity("M_1", "cross margin or carried loss that stays", Unit.MONEY),
        (CROSS, KEPT, BEFORE),
        (Case("", M_x * abs(KEPT.symbol) / abs(BEFORE.symbol), floor_bounds(1, "floored")),),
    ),
    Twin(
        "MARG-016",
        REACH,
        (AVAILABLE, FEE),
        (Case("", sp.Max(0, A) / (1 + r_f), floor_bounds(1, "floored")),),
    ),
    Twin(
        "MARG-017",
        Quantity(PRICE.symbol, "liquidation price", Unit.PRICE),
        (MARGIN, MAINTENANCE, REACH, *PRICE_TERMS),
        price_cases(_LOST_ABOVE_MAINTENANCE),
    ),
    Twin(
        "MARG-018",
        Quantity(PRICE.symbol, "bankruptcy price", Unit.PRICE),
        (MARGIN, RESERVE, REACH, *PRICE_TERMS),
        price_cases(_LOST_ABOVE_RESERVE),
    ),
    Twin(
        "MARG-019",
        INITIAL_RATE,
        (LEVERAGE, TIER),
        (
            Case(
                "",
                sp.Piecewise((TIER.symbol, sp.Eq(lev, 0)), (sp.Max(1 / lev, TIER.symbol), True)),
                exactly("kept as a fraction"),
            ),
        ),
    ),
    Twin(
        "MARG-020",
        TRUTH,
        (LEVERAGE, TIER),
        (
            Case(
                "",
                sp.Or(sp.Eq(lev, 0), sp.And(lev >= sp.Rational(1, 100), lev * TIER.symbol <= 1)),
                _COMPARISON,
            ),
        ),
    ),
    Twin(
        "MARG-021",
        TRUTH,
        (MOVED, AVAILABLE, MARGIN, INITIAL),
        (
            Case("in", MOVED.symbol <= A, _COMPARISON, MOVED.symbol > 0),
            Case("out", M_p + MOVED.symbol >= M_i, _COMPARISON, MOVED.symbol < 0),
        ),
    ),
    Twin(
        "MARG-034",
        TRUTH,
        (MOVED, EQUITY, INITIAL),
        (Case("", E + MOVED.symbol >= M_i, _COMPARISON),),
    ),
    Twin(
        "MARG-022",
        TRUTH,
        (AVAILABLE_BEFORE, AVAILABLE, UNBOUND, EQUITY, MAINTENANCE, REDUCES),
        (Case("", sp.And(UNBOUND.symbol >= 0, sp.Or(_REDUCES, _CAN_OPEN)), _COMPARISON),),
    ),
)
"""The formulas of the chapter margin, but those of open orders."""
