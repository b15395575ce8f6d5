"""Risk limits: margin rates by the value at risk."""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.bounds import exactly
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import (
    GROSS,
    INITIAL_RATE,
    MAINTENANCE_RATE,
    STEPS,
    TRUTH,
    VALUE,
    quantity,
    symbols_of,
)

LIMIT: Final = quantity("Z", "risk limit", Unit.MONEY)
BASE: Final = quantity("Z_0", "base risk limit", Unit.MONEY)
STEP: Final = quantity("Z_1", "risk step", Unit.MONEY, positive=True)
AT_RISK: Final = quantity("Z_v", "value at risk", Unit.MONEY)

Z, Z_0, Z_1, Z_v, k = symbols_of(LIMIT, BASE, STEP, AT_RISK, STEPS)
V, G, r_i, r_m = symbols_of(VALUE, GROSS, INITIAL_RATE, MAINTENANCE_RATE)

_ABOVE = Z - Z_0

TWINS: Final = (
    Twin(
        "RISK-001",
        STEPS,
        (LIMIT, BASE, STEP),
        (Case("", sp.Max(0, sp.ceiling(_ABOVE / Z_1)), exactly("a step begun counts whole")),),
    ),
    Twin(
        "RISK-002",
        Quantity(sp.Symbol("r_I", real=True), "initial margin rate of the tier", Unit.RATE),
        (INITIAL_RATE, MAINTENANCE_RATE, STEPS),
        (Case("", r_i + k * r_m, exactly()),),
    ),
    Twin(
        "RISK-003",
        Quantity(sp.Symbol("r_M", real=True), "maintenance margin rate of the tier", Unit.RATE),
        (MAINTENANCE_RATE, STEPS),
        (Case("", r_m * (1 + k), exactly()),),
    ),
    Twin("RISK-004", AT_RISK, (VALUE, GROSS), (Case("", abs(V) + G, exactly()),)),
    Twin(
        "RISK-005",
        TRUTH,
        (LIMIT, BASE, STEP, AT_RISK),
        (
            Case(
                "",
                sp.And(_ABOVE >= 0, sp.Eq(sp.Mod(_ABOVE, Z_1), 0), Z_v <= Z),
                exactly("a comparison"),
            ),
        ),
    ),
    Twin("RISK-007", TRUTH, (AT_RISK, LIMIT), (Case("", Z_v <= Z, exactly("a comparison")),)),
)
"""The formulas of the chapter risk limits."""
