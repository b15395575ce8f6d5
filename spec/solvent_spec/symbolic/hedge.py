"""Hedge: a quanto perpetual against its underlying on the spot market, after seed 003.

A quanto position of q contracts pays q m per dollar that ETHUSD moves, in XBT. Its exposure in
ETH is worth q m XBT for each dollar of ETH, so the hedge sells q m B coins when XBT costs B.
The hedge pays in dollars. What is left in dollars is one cross term: q m times the move of ETH
times the move of XBT. It grows with the covariance of the two, so a hedged short loses, and a
hedged long gains, when the coins move together.
"""

from __future__ import annotations

from typing import Final

import sympy as sp

from solvent_spec.symbolic.evaluation import Expression
from solvent_spec.symbolic.expressions import Case, Quantity, Twin, Unit
from solvent_spec.symbolic.symbols import QTY, quantity, symbols_of

COINS_PER_DOLLAR: Final = quantity("mu", "multiplier: XBT a contract and dollar", Unit.COINS)
ETH: Final = quantity("e", "ETH in dollars at entry", Unit.QUOTE, positive=True)
XBT: Final = quantity("x", "XBT in dollars at entry", Unit.QUOTE, positive=True)
ETH_MOVE: Final = quantity("d_e", "move of ETH, in dollars", Unit.QUOTE)
XBT_MOVE: Final = quantity("d_x", "move of XBT, in dollars", Unit.QUOTE)
CORRELATION: Final = quantity("rho", "correlation of the two moves", Unit.RATE)
ETH_DEVIATION: Final = quantity("sigma_e", "standard deviation of ETH's relative move", Unit.RATE)
XBT_DEVIATION: Final = quantity("sigma_x", "standard deviation of XBT's relative move", Unit.RATE)

q, mu, e, x, d_e, d_x = symbols_of(QTY, COINS_PER_DOLLAR, ETH, XBT, ETH_MOVE, XBT_MOVE)
rho, sigma_e, sigma_x = symbols_of(CORRELATION, ETH_DEVIATION, XBT_DEVIATION)

XBT_VALUE: Final = q * mu * e
"""Value of the position in XBT, at a flat basis."""

ETH_VALUE: Final = XBT_VALUE / (e / x)
"""The same in ETH: what the hedge has to undo."""

SWAP_PROFIT_XBT: Final = q * mu * d_e
"""Profit of the swap after the moves, in XBT: the price of XBT plays no part."""

SWAP_PROFIT: Final = SWAP_PROFIT_XBT * (x + d_x)
"""The same in dollars, at the new price of XBT."""

SPOT_PROFIT: Final = -ETH_VALUE * d_e
"""Profit of the hedge, in dollars."""

NET_PROFIT: Final = sp.factor(SWAP_PROFIT + SPOT_PROFIT)
"""What the hedged position gains, in dollars."""


def expected_profit() -> Expression:
    """The mean net profit when both moves have mean zero.

    The mean of the product of two moves is then their covariance: correlation times the two
    standard deviations, which are given relative to the prices at entry.
    """
    covariance = rho * (sigma_e * e) * (sigma_x * x)
    return NET_PROFIT.subs(d_e, 1).subs(d_x, 1) * covariance


def _dollars(name: str, meaning: str) -> Quantity:
    return quantity(name, meaning, Unit.QUOTE)


_POSITION: Final = (QTY, COINS_PER_DOLLAR)

DERIVED: Final = (
    Twin(
        "quanto hedge",
        _dollars("N", "net profit of swap and hedge, in dollars"),
        (*_POSITION, ETH, XBT, ETH_MOVE, XBT_MOVE),
        (Case("", NET_PROFIT),),
    ),
    Twin(
        "quanto hedge, expected",
        _dollars("N_m", "mean net profit of swap and hedge, in dollars"),
        (*_POSITION, ETH, XBT, CORRELATION, ETH_DEVIATION, XBT_DEVIATION),
        (Case("", expected_profit()),),
    ),
)
"""The cross term, and what it is worth on average."""
