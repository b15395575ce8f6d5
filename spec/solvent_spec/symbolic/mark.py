"""Mark: impact prices, fair basis and the mark price."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import exactly, floored, nearest
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import (
    BASIS,
    COIN,
    FUNDING,
    IMPACT_ASK,
    IMPACT_BID,
    IMPACT_MID,
    INDEX,
    INITIAL_RATE,
    INTERVAL,
    LEFT,
    MAINTENANCE_RATE,
    MARK,
    MIN_TICK,
    TICK,
    TRUTH,
    of,
    quantity,
    sequence,
)
from solvent_spec.vocabulary.units import DAY, PRICE_SCALE

_YEAR = sp.Integer(365 * DAY)
_CENT = sp.Rational(1, 100)
_UNIT = sp.Rational(1, PRICE_SCALE)
_FOUR_DECIMALS = sp.Rational(1, 10**4)

YEAR: Final = quantity("T_y", "year of 365 days", Unit.TIME, positive=True)
BASIS_RATE: Final = quantity("r_b", "annual basis rate", Unit.RATE)
FACTOR: Final = quantity("phi", "coins of margin in the impact notional", Unit.COINS)
IMPACT_NOTIONAL: Final = quantity("N", "impact notional", Unit.MONEY)
IMPACT_PRICE: Final = quantity("p_v", "impact price", Unit.PRICE)
LEVELS: Final = quantity("j", "levels taken, best first", Unit.COUNT, integer=True)
LEVEL_PRICE: Final = sequence("p", "price of a level", Unit.PRICE)
LEVEL_VALUE: Final = sequence("w", "value taken from a level", Unit.MONEY)

FAIR: Final = quantity("p_f", "fair price", Unit.PRICE, positive=True)
LAST: Final = quantity("p_l", "last price", Unit.PRICE, positive=True)
PREVIOUS: Final = quantity("p_0", "mark price before", Unit.PRICE, positive=True)
HALF_BAND: Final = quantity("h", "half the width of the band", Unit.PRICE)

p_f, p_l, p_0, h = of(FAIR, LAST, PREVIOUS, HALF_BAND)
f, r_b, p_i, p_m, tau, T = of(FUNDING, BASIS_RATE, INDEX, MARK, LEFT, INTERVAL)
p_a, p_b, p_d, t, g = of(IMPACT_ASK, IMPACT_BID, IMPACT_MID, TICK, MIN_TICK)
b, c, r_i, r_m = of(BASIS, COIN, INITIAL_RATE, MAINTENANCE_RATE)


def impact_price() -> sp.Expr:
    """The mean price of the levels taken, each weighed by the value taken from it."""
    level = sp.Symbol("i", integer=True)
    weighed = LEVEL_VALUE.symbol[level] * LEVEL_PRICE.symbol[level]
    limits = (level, 1, LEVELS.symbol)
    return sp.Sum(weighed, limits) / sp.Sum(LEVEL_VALUE.symbol[level], limits)


def protected_price() -> sp.Expr:
    """The last price kept within half a band of the fair price, or of where the mark stands."""
    low, high = sp.Min(p_f - h, p_0), sp.Max(p_f + h, p_0)
    return sp.Max(low, sp.Min(high, p_l))


_ON_GRID = nearest(g, "rounded to the mark's grid")

TWINS: Final = (
    Twin(
        "MARK-001",
        BASIS,
        (INDEX, FUNDING, LEFT, INTERVAL, MIN_TICK),
        (Case("", p_i * f * tau / T, _ON_GRID),),
    ),
    Twin(
        "MARK-002",
        BASIS,
        (INDEX, BASIS_RATE, LEFT, MIN_TICK),
        (Case("", p_i * r_b * tau / YEAR.symbol, _ON_GRID),),
        ((YEAR, _YEAR),),
    ),
    Twin(
        "MARK-003",
        BASIS_RATE,
        (IMPACT_MID, INDEX, LEFT),
        (Case("", (p_d / p_i - 1) * YEAR.symbol / tau, nearest(_CENT, "kept at two decimals")),),
        ((YEAR, _YEAR),),
    ),
    Twin("MARK-004", MARK, (INDEX, BASIS), (Case("", p_i + b, exactly()),)),
    Twin(
        "MARK-005",
        IMPACT_NOTIONAL,
        (FACTOR, COIN, INITIAL_RATE),
        (Case("", FACTOR.symbol * c / r_i, floored(1, "floored to whole minor units")),),
    ),
    Twin(
        "MARK-006",
        IMPACT_PRICE,
        (LEVEL_VALUE, LEVEL_PRICE, LEVELS, MIN_TICK),
        (
            Case(
                "",
                impact_price(),
                nearest(sp.Min(g, _FOUR_DECIMALS), "rounded to the mark's grid or four decimals"),
            ),
        ),
    ),
    Twin(
        "MARK-008",
        IMPACT_MID,
        (IMPACT_BID, IMPACT_ASK, TICK),
        (
            Case("nearest", (p_b + p_a) / 2, nearest(t / 2, "nearest half tick")),
            Case("floor", (p_b + p_a) / 2, floored(t / 2, "floored to half ticks")),
        ),
    ),
    Twin(
        "MARK-009",
        TRUTH,
        (IMPACT_BID, IMPACT_ASK, IMPACT_MID, MAINTENANCE_RATE),
        (Case("", sp.And(p_d > 0, p_a - p_b < r_m * p_d), exactly("a comparison")),),
    ),
    Twin(
        "MARK-011",
        Quantity(BASIS_RATE.symbol, "annual basis rate of a perpetual", Unit.RATE),
        (FUNDING,),
        (Case("", 3 * 365 * f, exactly()),),
    ),
    Twin(
        "MARK-012",
        MARK,
        (FAIR, LAST, PREVIOUS, MAINTENANCE_RATE),
        (Case("", protected_price(), nearest(_UNIT, "the band is rounded to a price unit")),),
        ((HALF_BAND, p_f * r_m / 2),),
    ),
)
"""The formulas of the chapter mark."""
