"""Rule values: the arguments and results of a rule, read from and written to exact JSON.

The types are those that the rule itself declares. At run time money, quantities, prices and
instants are all integers; the text of an annotation is what still tells a price, written as a
decimal string, from money, written as an integer.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import Enum
from fractions import Fraction
from inspect import signature
from typing import Any, Final

from solvent_conformance.annotations import (
    Unreadable,
    optional_type,
    parsed_type,
    type_parts,
    typed_elements,
)
from solvent_spec.rulebook import Rulebook, instant
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules.admission.queue import Admission
from solvent_spec.rules.orders.context import OrderContext
from solvent_spec.vocabulary import commands
from solvent_spec.vocabulary.indices import Constituent
from solvent_spec.vocabulary.instruments import Payoff
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import PRICE_SCALE, price_of, price_text

_RATES: Final = {"Rate", "Fraction"}
_ENUMS: Final[dict[str, type[Enum]]] = {
    kind.__name__: kind
    for kind in (
        Admission,
        Payoff,
        commands.ExecInst,
        commands.OrdStatus,
        commands.OrdType,
        commands.Side,
        commands.TimeInForce,
        commands.TriggerPrice,
        Reject,
    )
}
_RECORDS: Final[dict[str, type[Any]]] = {
    "Constituent": Constituent,
    "OrderContext": OrderContext,
    "PlaceOrder": commands.PlaceOrder,
    "AmendOrder": commands.AmendOrder,
    "CancelOrder": commands.CancelOrder,
    "CancelAllOrders": commands.CancelAllOrders,
    "SetLeverage": commands.SetLeverage,
}
_REQUESTS: Final = frozenset(_RECORDS) - {"Constituent", "OrderContext"}


@dataclass(frozen=True, slots=True)
class RuleValues:
    """Reads and writes the values of rules under one rulebook."""

    catalogue: Catalogue
    book: Rulebook

    def arguments(self, rule: Any, given: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - any rule
        """The arguments of a rule by name.

        Raises:
            Unreadable: an argument is unknown, is missing, or is not of its type.
        """
        parameters = signature(rule).parameters
        unknown = sorted(set(given) - set(parameters))
        missing = sorted(
            n for n, p in parameters.items() if n not in given and p.default is p.empty
        )
        if unknown or missing:
            raise Unreadable(f"unknown arguments {unknown}, missing arguments {missing}")
        return {n: self.read(str(parameters[n].annotation), v) for n, v in given.items()}

    def read(self, annotation: str, value: Any) -> Any:  # noqa: ANN401 - any type a rule declares
        """The value that JSON stands for, in the type of an annotation.

        Raises:
            Unreadable: it is not of that type.
        """
        try:
            return self._read(parsed_type(annotation), value)
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            raise Unreadable(f"{value!r} is no {annotation}: {fault}") from None

    def _read(self, node: ast.expr, value: Any) -> Any:  # noqa: ANN401 - as `read`
        match node:
            case ast.BinOp():
                return None if value is None else self._read(optional_type(node), value)
            case ast.Subscript(value=ast.Name(id="Mapping" | "dict")):
                key, of = type_parts(node)
                return {self._read(key, k): self._read(of, v) for k, v in value.items()}
            case ast.Subscript(value=ast.Name(id="frozenset")):
                return frozenset(self._read(type_parts(node)[0], v) for v in value)
            case ast.Subscript():
                return tuple(self._read(of, v) for of, v in typed_elements(node, value))
            case ast.Name(id=name):
                return self._read_name(name, value)
            case ast.Constant(value=None) if value is None:
                return None
        raise Unreadable(f"no way to read {ast.unparse(node)}")

    def _read_name(self, name: str, value: Any) -> Any:  # noqa: ANN401 - as `read`
        if isinstance(value, Number):
            return value.as_type(name)
        if name in _SCALARS:
            return _SCALARS[name](value)
        if name == "Instrument":
            return self.catalogue.instrument(_text(value), self.book)
        if name == "Index":
            return self.catalogue.index(_text(value), self.book)
        if name in _ENUMS:
            return _ENUMS[name](value)
        if name == "Request":
            ((kind, record),) = value.items()
            return self._record(_RECORDS[kind], record)
        if name in _RECORDS:
            return self._record(_RECORDS[name], value)
        raise Unreadable(f"a {type(value).__name__} does not stand for it")

    def _record(self, kind: type[Any], value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - as `read`
        declared = {f.name: str(f.type) for f in fields(kind)}
        unknown = sorted(set(value) - set(declared))
        if unknown:
            raise Unreadable(f"{kind.__name__} has no {unknown}")
        return kind(**{n: self._read(parsed_type(declared[n]), v) for n, v in value.items()})


@dataclass(frozen=True, slots=True)
class Number:
    """A number in its natural unit: minor units, contracts, quote units, or none."""

    value: Fraction

    def as_type(self, name: str) -> int | Fraction:
        """The number as an argument of a rule.

        Raises:
            Unreadable: a whole number is wanted and this is none.
        """
        if name in _RATES:
            return self.value
        scaled = self.value * (PRICE_SCALE if name == "Price" else 1)
        if scaled.denominator != 1:
            raise Unreadable(f"{self.value} is no whole {name}")
        return scaled.numerator


def natural(annotation: str, value: Any) -> Number:  # noqa: ANN401 - a result of any rule
    """A result as a number in its natural unit: a price in quote units, all else as it is."""
    is_price = "Price" in annotation
    return Number(Fraction(value, PRICE_SCALE) if is_price else Fraction(value))


def written(annotation: str, value: Any) -> Any:  # noqa: ANN401 - any result, any JSON
    """The JSON that stands for a result of a rule, in the type of an annotation."""
    return _written(parsed_type(annotation), value)


def _written(node: ast.expr, value: Any) -> Any:  # noqa: ANN401 - as `written`
    match node:
        case ast.BinOp():
            return None if value is None else _written(optional_type(node), value)
        case ast.Subscript(value=ast.Name(id="Mapping" | "dict")):
            return {key: _written(type_parts(node)[1], v) for key, v in value.items()}
        case ast.Subscript():
            return [_written(of, v) for of, v in typed_elements(node, value)]
        case ast.Name(id="Price"):
            return price_text(value)
        case ast.Name() if isinstance(value, Fraction):
            return rate_text(value)
    return value.value if isinstance(value, Enum) else value


def rate_text(value: Fraction) -> str:
    """A decimal string when the fraction has one, else numerator and denominator.

    >>> rate_text(Fraction(3, 200)), rate_text(Fraction(-1, 3)), rate_text(Fraction(7))
    ('0.015', '-1/3', '7')
    """
    rest = value.denominator
    places = 0
    while rest % 10 in {0, 2, 4, 5, 6, 8} and rest > 1:
        rest //= 10 if rest % 10 == 0 else (5 if rest % 5 == 0 else 2)
        places += 1
    if rest > 1:
        return str(value)
    digits = f"{abs(value * 10**places).numerator:0{places + 1}d}"
    whole, decimals = digits[: len(digits) - places], digits[len(digits) - places :].rstrip("0")
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{decimals}" if decimals else f"{sign}{whole}"


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("a number here is a decimal string")
    return value


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unreadable("a whole number belongs here")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Unreadable("true or false belongs here")
    return value


def _instant(value: object) -> int:
    return value if isinstance(value, int) else instant(_text(value))


_SCALARS: Final[dict[str, Callable[[object], Any]]] = {
    "bool": _truth,
    "Millis": _instant,
    "Price": lambda value: price_of(_text(value)),
    **dict.fromkeys(("Rate", "Fraction"), lambda value: Fraction(_text(value))),
    **dict.fromkeys(("int", "Money", "Contracts"), _whole),
    **dict.fromkeys(("str", "Symbol", "Currency", "AccountId"), _text),
}
