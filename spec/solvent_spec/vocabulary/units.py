"""Units and rounding: the quantities of the specification and the only ways to divide them.

Money is whole minor units, quantities are whole contracts, prices are whole counts of
1e-10 of the quote currency, time is whole milliseconds since 1970-01-01T00:00Z. Rates are
exact fractions. No floating-point number exists in the specification.

The four quantities are plain integers at run time and distinct types to the type checker:
money plus contracts is refused. Crossing from one to another is done by naming the target
(`Money(...)`) and happens only inside a rule.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NewType, TypeAlias, TypeVar

from solvent_spec.vocabulary.quantities import Contracts, Millis, Money, Price

__all__ = [
    "DAY",
    "HOUR",
    "MINUTE",
    "PRICE_SCALE",
    "AccountId",
    "Contracts",
    "Currency",
    "Millis",
    "Money",
    "OrderId",
    "Price",
    "Q",
    "Rate",
    "Symbol",
    "TradeId",
    "ceil_div",
    "ceil_mul",
    "decimal_text",
    "exact_div",
    "floor_div",
    "price_of",
    "price_text",
    "round_half_away_div",
    "round_half_up_div",
    "trunc_div",
    "trunc_mul",
]

AccountId = NewType("AccountId", str)
Symbol = NewType("Symbol", str)
Currency = NewType("Currency", str)
OrderId = NewType("OrderId", int)
TradeId = NewType("TradeId", int)

Rate: TypeAlias = Fraction
"""A dimensionless exact fraction: a fee, a margin requirement, a funding rate."""

PRICE_SCALE: Final = 10**10
"""Counts of the price unit in one unit of the quote currency."""

MINUTE: Final = 60_000
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

Q = TypeVar("Q", bound=int)


def floor_div(numerator: int, denominator: int) -> int:
    """Quotient rounded toward minus infinity.

    >>> floor_div(-7, 2), floor_div(7, 2)
    (-4, 3)
    """
    return numerator // denominator


def ceil_div(numerator: int, denominator: int) -> int:
    """Quotient rounded toward plus infinity.

    >>> ceil_div(-7, 2), ceil_div(7, 2)
    (-3, 4)
    """
    return -(-numerator // denominator)


def trunc_div(numerator: int, denominator: int) -> int:
    """Quotient rounded toward zero; the denominator is positive.

    >>> trunc_div(-7, 2), trunc_div(7, 2)
    (-3, 3)
    """
    return numerator // denominator if numerator >= 0 else -(-numerator // denominator)


def exact_div(numerator: int, denominator: int) -> int:
    """Quotient of a division that leaves no remainder.

    Raises:
        ValueError: when it does leave one.
    """
    quotient, remainder = divmod(numerator, denominator)
    if remainder:
        message = f"{numerator} is not a multiple of {denominator}"
        raise ValueError(message)
    return quotient


def ceil_mul(quantity: Q, rate: Rate) -> Q:
    """`quantity * rate`, rounded up, in the unit of `quantity`."""
    product: Q = -(-quantity * rate.numerator // rate.denominator)  # type: ignore[assignment] # same unit
    return product


def trunc_mul(quantity: Q, rate: Rate) -> Q:
    """`quantity * rate`, rounded toward zero, in the unit of `quantity`."""
    product: Q = trunc_div(quantity * rate.numerator, rate.denominator)  # type: ignore[assignment] # same unit
    return product


def round_half_up_div(numerator: int, denominator: int) -> int:
    """Quotient at the nearest integer, a tie toward plus infinity; the denominator is positive.

    >>> round_half_up_div(5, 2), round_half_up_div(-5, 2), round_half_up_div(-7, 2)
    (3, -2, -3)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def round_half_away_div(numerator: int, denominator: int) -> int:
    """Quotient at the nearest integer, a tie away from zero; the denominator is positive.

    >>> round_half_away_div(5, 2), round_half_away_div(-5, 2)
    (3, -3)
    """
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def price_of(text: str) -> Price:
    """The price written in a decimal string, exactly.

    Raises:
        ValueError: when the text is not a decimal number of at most ten decimals.

    >>> price_of("10000.5")
    100005000000000
    """
    scaled = Fraction(text) * PRICE_SCALE
    if scaled.denominator != 1:
        message = f"price {text!r} has more than ten decimals"
        raise ValueError(message)
    return Price(scaled.numerator)


def price_text(price: int) -> str:
    """The canonical decimal string of a price: no exponent, no trailing zero.

    >>> price_text(price_of("10000.50")), price_text(price_of("0.00000713"))
    ('10000.5', '0.00000713')
    """
    return decimal_text(Fraction(price, PRICE_SCALE), places=10)


def decimal_text(value: Fraction, places: int = 12) -> str:
    """The canonical decimal string of a fraction, at most `places` decimals, ties upward.

    >>> decimal_text(Fraction(1, 3), 4), decimal_text(Fraction(-5, 2))
    ('0.3333', '-2.5')
    """
    scaled = round_half_up_div(value.numerator * 10**places, value.denominator)
    sign = "-" if scaled < 0 else ""
    whole, fraction = divmod(abs(scaled), 10**places)
    digits = f"{fraction:0{places}d}".rstrip("0") if places else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def rate_text(rate: Fraction) -> str:
    """A rate exactly: a canonical decimal string where one is, else a fraction.

    >>> rate_text(Fraction(3, 4000)), rate_text(Fraction(1, 3)), rate_text(Fraction(-2))
    ('0.00075', '1/3', '-2')
    """
    text = decimal_text(rate)
    return text if Fraction(text) == rate else f"{rate.numerator}/{rate.denominator}"
