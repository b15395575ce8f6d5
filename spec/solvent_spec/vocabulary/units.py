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
from typing import TYPE_CHECKING, Final, NewType, TypeAlias, TypeVar

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

if TYPE_CHECKING:
    from typing import Self, SupportsIndex

    class _Quantity(int):
        """What a quantity may do: stay itself, scale by a count, compare with its kind."""

        def __new__(cls, value: int | str = 0) -> Self: ...
        def __add__(self, other: Self) -> Self: ...  # type: ignore[override] # only its own kind
        def __sub__(self, other: Self) -> Self: ...  # type: ignore[override] # only its own kind
        def __mul__(self, other: int) -> Self: ...
        def __rmul__(self, other: int) -> Self: ...
        def __neg__(self) -> Self: ...
        def __abs__(self) -> Self: ...
        def __index__(self) -> int: ...
        def __mod__(self, other: Self) -> Self: ...  # type: ignore[override] # only its own kind
        def __round__(self, ndigits: SupportsIndex = ...) -> Self: ...

    class Money(_Quantity):
        """Whole minor units of a settlement currency: satoshi (XBt), micro-tether (USDt)."""

    class Contracts(_Quantity):
        """A signed count of contracts: long above zero, short below."""

    class Price(_Quantity):
        """A price in counts of 1e-10 of the quote currency."""

    class Millis(_Quantity):
        """An instant or a span, in milliseconds."""
else:
    Money = Contracts = Price = Millis = int

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
