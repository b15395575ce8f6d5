"""Fees: commissions and the rate that a position reserves."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import ceil_bounds, exactly, floor_bounds, nearest, trunc_bounds
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import COMMISSION, COST, FEE, quantity, symbols_of

K, r_f = symbols_of(COST, FEE)

MAKER: Final = quantity("r_1", "maker fee rate", Unit.RATE)
TAKER: Final = quantity("r_2", "taker fee rate", Unit.RATE)
SETTLEMENT: Final = quantity("r_3", "settlement fee rate", Unit.RATE)
LISTED: Final = quantity("r_0", "fee rate of the contract", Unit.RATE)
DISCOUNT: Final = quantity("d", "referral discount", Unit.RATE)
SHARE: Final = quantity("a", "share of the affiliate", Unit.RATE)

TWINS: Final = (
    Twin(
        "FEES-001",
        COMMISSION,
        (COST, FEE),
        (
            Case("truncate", abs(K) * r_f, trunc_bounds("truncated toward zero, from 2019")),
            Case("nearest", abs(K) * r_f, nearest(1, "nearest minor unit, to 2018")),
            Case("even", abs(K) * r_f, nearest(1, "nearest minor unit, a half to even")),
            Case("up", abs(K) * r_f, ceil_bounds(1, "rounded up")),
        ),
    ),
    Twin(
        "FEES-004",
        FEE,
        (MAKER, TAKER, SETTLEMENT),
        (Case("", sp.Max(*symbols_of(MAKER, TAKER, SETTLEMENT)), exactly("a choice of three")),),
    ),
    Twin(
        "FEES-005",
        Quantity(r_f, "fee rate after the discount", Unit.RATE),
        (LISTED, DISCOUNT),
        (Case("", LISTED.symbol * (1 - DISCOUNT.symbol), exactly("kept as a fraction")),),
    ),
    Twin(
        "FEES-006",
        quantity("Y", "what the affiliate is paid", Unit.MONEY),
        (COMMISSION, SHARE),
        (Case("", SHARE.symbol * sp.Max(0, COMMISSION.symbol), floor_bounds(1, "floored")),),
    ),
)
"""The formulas of the chapter fees."""
