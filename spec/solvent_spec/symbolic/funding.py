"""Funding: premium index, funding rate and the payment, as the perpetual guide writes them."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import exactly, floor_bounds, nearest, trunc_bounds
from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Twin, Unit
from solvent_spec.symbolic.payoff import FAMILIES, value
from solvent_spec.symbolic.symbols import (
    AVAILABLE,
    FUNDING,
    IMPACT_ASK,
    IMPACT_BID,
    INDEX,
    INITIAL_RATE,
    INTERVAL,
    LOT,
    MAINTENANCE_RATE,
    MARK,
    MULTIPLIER,
    QTY,
    SIDE,
    TRUTH,
    VALUE,
    quantity,
    symbols_of,
)

NOW: Final = quantity("now", "an instant", Unit.TIME)
OFFSET: Final = quantity("o", "first funding of the day", Unit.TIME)
NEXT: Final = quantity("T_f", "next instant of funding", Unit.TIME)
DAILY_QUOTE: Final = quantity("r_q", "interest on the quote currency, a day", Unit.RATE)
DAILY_BASE: Final = quantity("r_b", "interest on the base currency, a day", Unit.RATE)
INTEREST: Final = quantity("r_I", "interest rate of an interval", Unit.RATE)
PREMIUM: Final = quantity("r_P", "premium of an interval", Unit.RATE)
SAMPLE: Final = quantity("r_p", "premium index", Unit.RATE)
TOTAL: Final = quantity("Sigma", "sum of the minute samples", Unit.RATE)
SAMPLES: Final = quantity("k", "samples in the interval", Unit.COUNT)
RESOLUTION: Final = quantity("rho", "resolution of rates", Unit.RATE, positive=True)
CLAMP: Final = quantity("r_c", "clamp of interest less premium", Unit.RATE, nonnegative=True)
CAP_SHARE: Final = quantity("kappa", "share of the margin gap that caps the rate", Unit.RATE)
CHANGE_SHARE: Final = quantity("lambda", "share of maintenance that caps the change", Unit.RATE)
RATE: Final = quantity("f_0", "funding rate before the bound", Unit.RATE)
PREVIOUS: Final = quantity("f_1", "funding rate of the interval before", Unit.RATE)
PAYMENT: Final = quantity("Y", "funding, paid above zero", Unit.MONEY)
DUE: Final = quantity("Y_d", "funding due to or from one position", Unit.MONEY)
COLLECTED: Final = quantity("Y_c", "funding collected from all payers", Unit.MONEY)
OWED: Final = quantity("Y_o", "funding owed by all payers", Unit.MONEY, positive=True)

q, L, m, f, A, V = symbols_of(QTY, LOT, MULTIPLIER, FUNDING, AVAILABLE, VALUE)
p_a, p_b, p_m, p_i = symbols_of(IMPACT_ASK, IMPACT_BID, MARK, INDEX)
r_i, r_m, r_int, r_prem = symbols_of(INITIAL_RATE, MAINTENANCE_RATE, INTEREST, PREMIUM)


def within(bound: Expression, rate: Expression, center: Expression = 0) -> Expression:
    """A rate kept within `bound` of `center`."""
    return sp.Max(center - bound, sp.Min(center + bound, rate))


UNBOUNDED: Final = r_prem + within(CLAMP.symbol, r_int - r_prem)
CAP: Final = CAP_SHARE.symbol * (r_i - r_m)
CHANGE_CAP: Final = CHANGE_SHARE.symbol * r_m

_SPARE = sp.Mod(NOW.symbol - OFFSET.symbol, INTERVAL.symbol)
_MEAN = sp.Piecewise((TOTAL.symbol / SAMPLES.symbol, SAMPLES.symbol > 0), (0, True))

TWINS: Final = (
    Twin(
        "FUND-001",
        NEXT,
        (NOW, OFFSET, INTERVAL),
        (Case("", NOW.symbol + INTERVAL.symbol - _SPARE, exactly()),),
    ),
    Twin(
        "FUND-002",
        INTEREST,
        (DAILY_QUOTE, DAILY_BASE),
        (Case("", (DAILY_QUOTE.symbol - DAILY_BASE.symbol) / 3, exactly("kept as a fraction")),),
    ),
    Twin(
        "FUND-003",
        SAMPLE,
        (IMPACT_BID, IMPACT_ASK, MARK, INDEX, FUNDING),
        (
            Case(
                "",
                (sp.Max(0, p_b - p_m) - sp.Max(0, p_m - p_a)) / p_i + f,
                exactly("kept as a fraction"),
            ),
        ),
    ),
    Twin(
        "FUND-004",
        PREMIUM,
        (TOTAL, SAMPLES, RESOLUTION),
        (Case("", _MEAN, nearest(RESOLUTION.symbol, "rounded to the resolution of rates")),),
    ),
    Twin("FUND-005", RATE, (PREMIUM, INTEREST, CLAMP), (Case("", UNBOUNDED, exactly()),)),
    Twin(
        "FUND-006",
        FUNDING,
        (RATE, CAP_SHARE, INITIAL_RATE, MAINTENANCE_RATE),
        (Case("", within(CAP, RATE.symbol), exactly()),),
    ),
    Twin(
        "FUND-007",
        FUNDING,
        (RATE, PREVIOUS, CHANGE_SHARE, MAINTENANCE_RATE),
        (Case("", within(CHANGE_CAP, RATE.symbol, PREVIOUS.symbol), exactly()),),
    ),
    Twin(
        "FUND-008",
        DUE,
        (VALUE, FUNDING),
        (Case("", abs(V) * f, trunc_bounds("truncated toward zero")),),
    ),
    Twin(
        "FUND-009",
        TRUTH,
        (QTY, FUNDING),
        (Case("", q * f > 0, exactly("a comparison"), sp.And(sp.Ne(q, 0), sp.Ne(f, 0))),),
    ),
    Twin(
        "FUND-015",
        quantity("f_a", "funding rate as the account sees it, paid above zero", Unit.RATE),
        (SIDE, FUNDING),
        (Case("", SIDE.symbol * f, exactly()),),
    ),
    Twin(
        "FUND-016",
        VALUE,
        (QTY, MULTIPLIER, LOT, MARK),
        tuple(
            Case(family, value(family, q, p_m), nearest(abs(q) / L, "half a minor unit a lot"))
            for family in FAMILIES
        ),
    ),
    Twin(
        "FUND-011",
        PAYMENT,
        (DUE, COLLECTED, OWED),
        (Case("", DUE.symbol * COLLECTED.symbol / OWED.symbol, floor_bounds(1, "floored")),),
    ),
    Twin(
        "FUND-012",
        quantity("Y_p", "funding taken from the position's own margin", Unit.MONEY),
        (DUE, AVAILABLE),
        (Case("", DUE.symbol - sp.Max(0, sp.Min(DUE.symbol, A)), exactly()),),
    ),
)
"""The formulas of the chapter funding."""

_PAYMENT_GAP = 1 + abs(f) * abs(q) / (2 * L)
DERIVED: Final = (
    Twin(
        "funding rate",
        FUNDING,
        (
            PREMIUM,
            INTEREST,
            CLAMP,
            CAP_SHARE,
            CHANGE_SHARE,
            INITIAL_RATE,
            MAINTENANCE_RATE,
            PREVIOUS,
        ),
        (Case("", within(CHANGE_CAP, within(CAP, UNBOUNDED), PREVIOUS.symbol), exactly()),),
    ),
    Twin(
        "funding payment",
        PAYMENT,
        (QTY, MULTIPLIER, LOT, MARK, FUNDING),
        tuple(
            Case(
                family,
                abs(value(family, 1, p_m)) * q * f,
                nearest(2 * _PAYMENT_GAP, "the rate on half a minor unit a lot, then truncated"),
            )
            for family in FAMILIES
        ),
    ),
)
"""The rate from premium and interest, and the payment from price to money: longs pay above zero."""
