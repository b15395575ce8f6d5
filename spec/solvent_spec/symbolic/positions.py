"""Positions: cost, profit, and the prices at which a position has lost a given sum."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import Bound, ceil_bounds, exactly, floor_bounds, nearest
from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import (
    CAP_PRICE,
    COMMISSION,
    COST,
    ENTRY,
    INITIAL_RATE,
    LOSS,
    LOT,
    MULTIPLIER,
    PRICE,
    QTY,
    REALISED,
    TICK,
    UNREALISED,
    VALUE,
    quantity,
    symbols_of,
)

q, L, m, t = symbols_of(QTY, LOT, MULTIPLIER, TICK)
p, p_e, p_max = symbols_of(PRICE, ENTRY, CAP_PRICE)
K, V, D, R, C, U = symbols_of(COST, VALUE, LOSS, REALISED, COMMISSION, UNREALISED)

KEPT: Final = quantity("q_1", "contracts kept, or closed by the execution", Unit.CONTRACTS)
BEFORE: Final = quantity("q_0", "contracts held before, or traded", Unit.CONTRACTS)
COST_KEPT: Final = quantity("K_1", "cost of the part", Unit.MONEY)
REALISED_COST: Final = quantity("K_r", "realised cost", Unit.MONEY)
REBALANCED: Final = quantity("R_b", "rebalanced profit before", Unit.MONEY)

ON_BALANCE: Final = quantity("q_x", "contracts bought less those sold", Unit.CONTRACTS)
TRADED: Final = quantity("q_t", "contracts traded on the position's side", Unit.CONTRACTS)
TRADED_COST: Final = quantity("K_t", "cost of what was traded on that side", Unit.MONEY)

SIDES: Final = {"long": 1, "short": -1}
PRICE_TERMS: Final = (COST, QTY, MULTIPLIER, LOT, TICK, CAP_PRICE)


def price_at_loss(family: str, side: int, loss: Expression = D) -> Expression:
    """The price at which the position's value has moved against it by `loss`."""
    size, held = abs(K), abs(q)
    if family == "inverse":
        return held * m / (size + side * loss)
    return (size - side * loss) / (held * m)


def price_at_loss_bound(family: str, side: int, price: Expression = p) -> tuple[Bound, Expression]:
    """How far the rounded price may be from the exact one, and where that is claimed.

    Inverse: a lot is worth y = L m / p at the exact price p. It is floored to a minor unit for
    a long, which raises the price to less than L m / (y - 1), by less than p^2 / (L m - p);
    ceiled for a short, which lowers it by less than p^2 / (L m + p). Rounding to the tick adds
    less than one tick to the same side. No price is claimed where a lot is worth less than a
    minor unit, below one tick, or above the cap.
    """
    if family != "inverse":
        rounded = (
            ceil_bounds(t, "up to the tick") if side > 0 else floor_bounds(t, "down to the tick")
        )
        return rounded, price <= p_max if side > 0 else sp.And(price >= t, price <= p_max)
    if side > 0:
        why = "a lot's value floored to a minor unit, then up to the tick"
        claimed = sp.And(price < L * m, price <= p_max)
        return ceil_bounds(price**2 / (L * m - price) + t, why), claimed
    why = "a lot's value ceiled to a minor unit, then down to the tick"
    claimed = sp.And(L * m * price / (L * m + price) >= t, price <= p_max)
    return floor_bounds(price**2 / (L * m + price) + t, why), claimed


def price_cases(loss: Expression = D) -> tuple[Case, ...]:
    """The price at a loss for each family and side, with its bound."""
    return tuple(
        Case(
            f"{family} {name}",
            price_at_loss(family, side, loss),
            *price_at_loss_bound(family, side),
        )
        for family in ("inverse", "linear", "quanto")
        for name, side in SIDES.items()
    )


def _entry_cases() -> tuple[Case, ...]:
    """The mean cost of a lot, x, is rounded by less than a minor unit; then to a grid."""
    half = sp.Max(t, sp.Rational(1, 10**4)) / 2
    exact = abs(q) * m / abs(K)
    unit, fine = 1 / (L * m), sp.Rational(1, 2 * 10**10)
    whole, shown = abs(K) / abs(q) * L >= 1, "then shown at ten decimals"
    snapped = "then snapped to a tick or to four decimals"
    up, down = p_e**2 / (L * m - p_e), p_e**2 / (L * m + p_e)
    return (
        Case(
            "inverse long",
            exact,
            Bound(-half, up + half, f"mean cost floored, {snapped}"),
            p_e < L * m,
        ),
        Case(
            "inverse short",
            exact,
            Bound(-down - half, half, f"mean cost ceiled, {snapped}"),
        ),
        *(
            Case(f"{family} {name}", abs(K) / (abs(q) * m), bound, whole)
            for family in ("linear", "quanto")
            for name, bound in (
                ("long", Bound(-fine, unit + fine, f"mean cost ceiled, {shown}")),
                ("short", Bound(-unit - fine, fine, f"mean cost floored, {shown}")),
            )
        ),
    )


_SHARE = Case(
    "", K * KEPT.symbol / BEFORE.symbol, nearest(1, "nearest minor unit of the signed cost")
)
_ADDED = sp.Piecewise((ON_BALANCE.symbol, q > 0), (-ON_BALANCE.symbol, True))
_GROWN = sp.Min(abs(q), _ADDED, TRADED.symbol)
_EXECUTED = sp.Piecewise(
    (TRADED_COST.symbol * sp.Max(0, _GROWN) / TRADED.symbol, TRADED.symbol > 0),
    (0, True),
)
_RATE = sp.Piecewise((U / abs(K), sp.Ne(K, 0)), (0, True))

TWINS: Final = (
    Twin("POSN-001", COST_KEPT, (COST, KEPT, BEFORE), (_SHARE,)),
    Twin("POSN-002", COST_KEPT, (COST, KEPT, BEFORE), (_SHARE,)),
    Twin("POSN-003", UNREALISED, (VALUE, COST), (Case("", V - K, exactly()),)),
    Twin(
        "POSN-004",
        REALISED,
        (REALISED_COST, COMMISSION),
        (Case("", -REALISED_COST.symbol - C, exactly()),),
    ),
    Twin("POSN-005", ENTRY, PRICE_TERMS[:5], _entry_cases()),
    Twin("POSN-006", PRICE, (LOSS, *PRICE_TERMS), price_cases()),
    Twin(
        "POSN-007",
        Quantity(PRICE.symbol, "break-even price", Unit.PRICE),
        (REALISED, *PRICE_TERMS),
        price_cases(R),
    ),
    Twin(
        "POSN-008",
        quantity("r_U", "profit rate", Unit.RATE),
        (UNREALISED, COST),
        (Case("", _RATE, nearest(sp.Rational(1, 10**4), "four decimals")),),
    ),
    Twin(
        "POSN-009",
        quantity("R_1", "profit booked when the position becomes flat", Unit.MONEY),
        (REALISED, REBALANCED),
        (
            Case("previous", R + REBALANCED.symbol, exactly()),
            Case("rebalanced", -R, exactly()),
        ),
    ),
    Twin(
        "POSN-010",
        quantity("K_x", "gross executed cost", Unit.MONEY),
        (QTY, ON_BALANCE, TRADED, TRADED_COST),
        (Case("", _EXECUTED, ceil_bounds(1, "rounded up to a minor unit")),),
    ),
    Twin(
        "POSN-011",
        quantity("K_c", "current cost", Unit.MONEY),
        (REALISED_COST, COST),
        (Case("", REALISED_COST.symbol + K, exactly()),),
    ),
    Twin(
        "POSN-012",
        quantity("r_E", "return on equity", Unit.RATE),
        (UNREALISED, COST, INITIAL_RATE),
        (
            Case(
                "",
                _RATE / INITIAL_RATE.symbol,
                nearest(sp.Rational(1, 10**4), "four decimals"),
            ),
        ),
    ),
)
"""The formulas of the chapter positions."""
