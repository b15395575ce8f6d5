"""Payoff: value, profit, delta and gamma of the three families, and what rounding does to them.

In the settlement currency a linear and a quanto contract have the same payoff: the quanto's
multiplier is constant, and the price of the settlement coin appears nowhere (its effect is in
`hedge`). Only the inverse contract is curved.
"""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import Bound, exactly, floor_bounds, nearest, trunc_bounds
from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import (
    COIN,
    ENTRY,
    HELD,
    INDEX,
    LOT,
    MULTIPLIER,
    PRICE,
    QTY,
    UNREALISED,
    VALUE,
    quantity,
    symbols_of,
)

FAMILIES: Final = ("inverse", "linear", "quanto")

q, n, L, m, p, p_e = symbols_of(QTY, HELD, LOT, MULTIPLIER, PRICE, ENTRY)

X: Final = quantity("x", "exact value of one lot", Unit.MONEY)
NOTIONAL: Final = quantity("N", "notional wanted", Unit.MONEY)
SETTLE: Final = quantity("S", "minor units of settlement in one coin", Unit.MONEY_PER_COIN)
PER_COIN: Final = quantity("P", "contracts in one coin of the underlying", Unit.CONTRACTS_PER_COIN)
QUOTE: Final = quantity("Q", "settlement value of one quote unit", Unit.MONEY_PER_QUOTE)


def value(family: str, qty: Expression = q, price: Expression = p) -> Expression:
    """The signed value of a quantity at a price: falls with the price when inverse and long."""
    return -qty * m / price if family == "inverse" else qty * m * price


def pnl(family: str, qty: Expression = q) -> Expression:
    """Profit from entry to price: value at the price less value at the entry."""
    return value(family, qty, p) - value(family, qty, p_e)


def delta(family: str, qty: Expression = q) -> Expression:
    """First derivative of value by price: the exposure, in settlement money a quote unit."""
    return sp.diff(value(family, qty), p)


def gamma(family: str, qty: Expression = q) -> Expression:
    """Second derivative of value by price: the convexity."""
    return sp.diff(value(family, qty), p, 2)


def curvature(family: str, side: int) -> str:
    """How a long (`side` 1) or short (-1) position's profit bends, from the sign of its gamma.

    >>> curvature("inverse", 1), curvature("inverse", -1), curvature("quanto", 1)
    ('concave', 'convex', 'straight')
    """
    bend = gamma(family, side * n)
    if bend.is_zero:
        return "straight"
    assert bend.is_negative or bend.is_positive, "a held position bends one way at every price"
    return "concave" if bend.is_negative else "convex"


_UNIT = nearest(1, "the value of one lot is rounded to the nearest minor unit")
_LOTS = nearest(abs(q) / L, "each lot's value is off by at most half a minor unit")


def _per_family(formula: Expression, bound: Bound | None = None) -> tuple[Case, ...]:
    return tuple(Case(family, formula(family), bound) for family in FAMILIES)


TERMS: Final = (QTY, MULTIPLIER, LOT, PRICE)
NUMERATOR: Final = quantity("a", "numerator", Unit.COUNT)
DENOMINATOR: Final = quantity("d", "denominator", Unit.COUNT, positive=True)
UNIT_VALUE: Final = quantity("u", "value of one lot, without its sign", Unit.MONEY)
SIGN: Final = quantity("sigma", "sign of the value of a long position", Unit.COUNT)
COUNT: Final = quantity("q_N", "contracts that make up the notional", Unit.CONTRACTS)
HOME: Final = quantity("H", "home notional, long above zero", Unit.COINS)
FOREIGN: Final = quantity("F", "foreign notional, long below zero", Unit.QUOTE)
DELTA: Final = Quantity(sp.Symbol("Delta"), "change of value by price", Unit.MONEY_PER_QUOTE)
GAMMA: Final = Quantity(sp.Symbol("Gamma"), "change of delta by price", Unit.MONEY_PER_QUOTE)

_FLOORED = floor_bounds(L, "floored to whole lots")
_HALF_LOTS = "half a minor unit for each lot of the value"

TWINS: Final = (
    Twin(
        "UNIT-001",
        quantity("x", "value", Unit.MONEY),
        (NUMERATOR, DENOMINATOR),
        (Case("", NUMERATOR.symbol / DENOMINATOR.symbol, nearest(1, "nearest minor unit")),),
    ),
    Twin("INST-001", UNIT_VALUE, TERMS[1:], (Case("inverse", L * m / p, _UNIT),)),
    Twin(
        "INST-002",
        UNIT_VALUE,
        TERMS[1:],
        (Case("linear", L * m * p, _UNIT), Case("quanto", L * m * p, _UNIT)),
    ),
    Twin(
        "INST-003",
        SIGN,
        (),
        _per_family(lambda f: -sp.S.One if f == "inverse" else sp.S.One, exactly()),
    ),
    Twin("INST-004", VALUE, TERMS, _per_family(value, _LOTS)),
    Twin(
        "INST-007",
        HOME,
        (*TERMS, SETTLE, PER_COIN, QUOTE),
        (
            Case(
                "inverse",
                q * m / (SETTLE.symbol * p),
                nearest(abs(q) / (L * SETTLE.symbol), _HALF_LOTS),
            ),
            Case("linear", q / PER_COIN.symbol, exactly("the value plays no part")),
            Case("quanto", q * m / QUOTE.symbol, exactly("the rounded value cancels out")),
        ),
    ),
    Twin(
        "INST-008",
        FOREIGN,
        (*TERMS, SETTLE, QUOTE),
        (
            Case("inverse", -q * m / SETTLE.symbol, exactly("the value plays no part")),
            *(
                Case(
                    f,
                    -q * m * p / QUOTE.symbol,
                    nearest(abs(q) / (L * QUOTE.symbol), _HALF_LOTS),
                )
                for f in ("linear", "quanto")
            ),
        ),
    ),
    Twin(
        "INST-009",
        COUNT,
        (NOTIONAL, MULTIPLIER, LOT, PRICE),
        _per_family(
            lambda f: NOTIONAL.symbol * p / m if f == "inverse" else NOTIONAL.symbol / (m * p),
            _FLOORED,
        ),
    ),
    Twin(
        "INST-010",
        MULTIPLIER,
        (SETTLE, PER_COIN),
        (Case("", SETTLE.symbol / PER_COIN.symbol, exactly("the division leaves no remainder")),),
    ),
    Twin(
        "INST-011",
        QUOTE,
        (COIN, INDEX),
        (Case("", COIN.symbol / INDEX.symbol, floor_bounds(1, "floored to a minor unit")),),
    ),
    Twin(
        "INST-012",
        quantity("V_o", "open value", Unit.MONEY),
        TERMS,
        _per_family(lambda f: abs(value(f)), _LOTS),
    ),
    Twin(
        "INST-014",
        quantity("q_1", "contracts after the lot has grown", Unit.CONTRACTS),
        (QTY, LOT),
        (Case("", q, trunc_bounds("cut to whole lots, toward zero", L)),),
    ),
)
"""The formulas of the chapters units and rounding, and instruments."""

DERIVED: Final = (
    Twin(
        "profit",
        UNREALISED,
        (*TERMS, ENTRY),
        _per_family(pnl, nearest(2 * abs(q) / L, "half a minor unit a lot, at entry and at price")),
    ),
    Twin("delta", DELTA, TERMS, _per_family(delta)),
    Twin("gamma", GAMMA, TERMS, _per_family(gamma)),
)
"""Profit from price to price, exposure and convexity."""
