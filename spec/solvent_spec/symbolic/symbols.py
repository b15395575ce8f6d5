"""Symbols: the quantities that formulas share, each with its meaning and its unit.

A name means one thing in a formula. Prices are `p`, money is a capital, rates are `r` and
`f`, spans of time are `tau` and `T`. What only one chapter needs is defined there.
"""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Quantity, Unit


def quantity(name: str, meaning: str, unit: Unit, **assumptions: bool) -> Quantity:
    """A real quantity of that name."""
    return Quantity(sp.Symbol(name, real=True, **assumptions), meaning, unit)


def sequence(name: str, meaning: str, unit: Unit) -> Quantity:
    """A quantity with an index from 1 on."""
    return Quantity(sp.IndexedBase(name, real=True), meaning, unit)


def symbols_of(*quantities: Quantity) -> tuple[Expression, ...]:
    """The bare symbols of quantities, to build an expression from."""
    return tuple(quantity.symbol for quantity in quantities)


# Contracts and their terms.
QTY: Final = quantity("q", "contracts, long above zero and short below", Unit.CONTRACTS)
HELD: Final = quantity("n", "contracts held, without their sign", Unit.CONTRACTS, positive=True)
SIDE: Final = quantity("s", "side of the position: 1 long, -1 short", Unit.COUNT)
LOT: Final = quantity("L", "contracts in one lot", Unit.CONTRACTS, positive=True)
MULTIPLIER: Final = quantity(
    "m",
    "multiplier, without its sign",
    Unit.MONEY_PER_CONTRACT,
    positive=True,
)
TICK: Final = quantity("t", "tick of order prices", Unit.PRICE, positive=True)
MIN_TICK: Final = quantity("g", "grid of mark prices", Unit.PRICE, positive=True)
CAP_PRICE: Final = quantity("p_max", "highest price of the contract", Unit.PRICE, positive=True)
COIN: Final = quantity(
    "c", "minor units in one settlement coin", Unit.MONEY_PER_COIN, positive=True
)

# Prices.
PRICE: Final = quantity("p", "price", Unit.PRICE, positive=True)
ENTRY: Final = quantity("p_e", "entry price", Unit.PRICE, positive=True)
MARK: Final = quantity("p_m", "mark price", Unit.PRICE, positive=True)
INDEX: Final = quantity("p_i", "index price", Unit.PRICE, positive=True)
IMPACT_BID: Final = quantity("p_b", "impact bid price", Unit.PRICE)
IMPACT_ASK: Final = quantity("p_a", "impact ask price", Unit.PRICE)
IMPACT_MID: Final = quantity("p_d", "impact mid price", Unit.PRICE)
BASIS: Final = quantity("b", "fair basis", Unit.PRICE)

# Money.
VALUE: Final = quantity("V", "value: negative for a long inverse position", Unit.MONEY)
COST: Final = quantity("K", "cost, with the sign of a value", Unit.MONEY)
UNREALISED: Final = quantity("U", "unrealised profit", Unit.MONEY)
REALISED: Final = quantity("R", "realised profit", Unit.MONEY)
LOSS: Final = quantity("D", "loss: what the position may lose, or carries", Unit.MONEY)
INITIAL: Final = quantity("M_i", "initial margin of the position", Unit.MONEY)
RESERVE: Final = quantity("M_c", "reserved commission of closing", Unit.MONEY)
CROSS: Final = quantity("M_x", "cross margin of the position", Unit.MONEY)
MARGIN: Final = quantity("M_p", "margin of the position", Unit.MONEY)
MAINTENANCE: Final = quantity("M_m", "maintenance margin of the position", Unit.MONEY)
REACH: Final = quantity("X", "available margin that backs the position", Unit.MONEY)
EQUITY: Final = quantity("E", "equity of the position", Unit.MONEY)
AVAILABLE: Final = quantity("A", "available margin", Unit.MONEY)
WALLET: Final = quantity("W", "wallet balance", Unit.MONEY)
BALANCE: Final = quantity("B", "margin balance", Unit.MONEY)
ORDER_MARGIN: Final = quantity("O", "margin of open orders", Unit.MONEY)
GROSS: Final = quantity("G", "gross open cost of orders", Unit.MONEY)
COMMISSION: Final = quantity("C", "commission, a rebate below zero", Unit.MONEY)

# Rates and time.
FUNDING: Final = quantity("f", "funding rate", Unit.RATE)
FEE: Final = quantity("r_f", "fee rate", Unit.RATE)
INITIAL_RATE: Final = quantity("r_i", "initial margin rate", Unit.RATE, positive=True)
MAINTENANCE_RATE: Final = quantity("r_m", "maintenance margin rate", Unit.RATE, nonnegative=True)
ADVERSE: Final = quantity("r_a", "adverse funding rate", Unit.RATE, nonnegative=True)
LEVERAGE: Final = quantity("l", "leverage, 0 for cross margin", Unit.RATE)
LEFT: Final = quantity("tau", "time left, from the last whole minute", Unit.TIME)
INTERVAL: Final = quantity("T", "funding interval", Unit.TIME, positive=True)
STEPS: Final = quantity("k", "steps above the base risk limit", Unit.COUNT)
TRUTH: Final = quantity("holds", "whether the relation holds", Unit.TRUTH)
