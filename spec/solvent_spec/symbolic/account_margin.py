"""Account margin: the columns that show how much of an account is used, and what moves margin."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import ceil_bounds, exactly, nearest
from solvent_spec.symbolic.expressions import Case, Twin, Unit
from solvent_spec.symbolic.symbols import (
    BALANCE,
    COST,
    CROSS,
    EQUITY,
    FEE,
    LOSS,
    ORDER_MARGIN,
    RESERVE,
    UNREALISED,
    VALUE,
    quantity,
    symbols_of,
)

B, E, K, D, U, V = symbols_of(BALANCE, EQUITY, COST, LOSS, UNREALISED, VALUE)
locked, M_c, r_f = symbols_of(ORDER_MARGIN, RESERVE, FEE)

DRAWN: Final = quantity("Z", "margin drawn by the position", Unit.MONEY)


def _of_balance(money: sp.Expr) -> sp.Expr:
    """Money over the margin balance; nothing when there is no balance."""
    return sp.Piecewise((money / B, B > 0), (0, True))


_FOUR_DECIMALS = nearest(sp.Rational(1, 10**4), "four decimals")

TWINS: Final = (
    Twin(
        "MARG-023",
        quantity("r_u", "share of margin used", Unit.RATE),
        (ORDER_MARGIN, EQUITY, BALANCE),
        (Case("", _of_balance(locked + E), _FOUR_DECIMALS),),
    ),
    Twin(
        "MARG-024",
        quantity("l_a", "leverage of the account", Unit.RATE),
        (VALUE, BALANCE),
        (Case("", _of_balance(V), exactly("kept as a fraction")),),
    ),
    Twin(
        "MARG-025",
        quantity("K_2", "second position cost", Unit.MONEY),
        (COST, LOSS),
        (Case("", K + D, exactly()),),
    ),
    Twin(
        "MARG-026",
        quantity("M_c1", "reserved commission after the draw", Unit.MONEY),
        (RESERVE, DRAWN, FEE),
        (Case("", M_c + DRAWN.symbol * r_f, ceil_bounds(1, "rounded up to a minor unit")),),
    ),
    Twin(
        "MARG-027",
        CROSS,
        (LOSS, UNREALISED),
        (
            Case("another leverage, isolated", D + sp.Max(0, -U), exactly()),
            Case("back to cross", sp.S.Zero, exactly()),
        ),
    ),
)
"""The formulas of an account's margin rows in the chapter margin."""
