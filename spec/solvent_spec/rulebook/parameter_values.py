"""Parameter values: the parameters of a rulebook as JSON, and back, each of them checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from types import MappingProxyType, NoneType
from typing import Annotated, Any, Final, Literal, get_args, get_origin, get_type_hints

from solvent_spec.rulebook.parameters import Rulebook, instant, iso_instant
from solvent_spec.vocabulary.units import rate_text

_NO_PARAMETERS: Final = frozenset({"name", "date", "terms"})
_MAY_BE_ZERO: Final = frozenset({"funding_offset", "queue_depth"})
_MOST: Final = 10**18
_LONGEST: Final = 60


Value = Fraction | int | str
"""What a parameter is: a rate, a span or a count or a switch, or a word."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rulebook: what it means, and what it may be.

    `kind` is `rate`, `span` (milliseconds), `count`, `switch` or `choice`; `choices` are the
    words of a choice; with `is_optional` there may be none.
    """

    name: str
    meaning: str
    kind: Literal["rate", "span", "count", "switch", "choice"]
    choices: tuple[str, ...] = ()
    is_optional: bool = False


@cache
def rulebook_parameters() -> Mapping[str, Parameter]:
    """Every parameter by its name, in the order of the rulebook."""
    hints = get_type_hints(Rulebook, include_extras=True)
    # A span is an integer when a program runs: only the annotation as it is written tells it.
    spans = {n for n, text in Rulebook.__annotations__.items() if "[Millis" in text}
    return {
        name: _parameter(name, hint, is_span=name in spans)
        for name, hint in hints.items()
        if name not in _NO_PARAMETERS
    }


def _parameter(name: str, hint: object, *, is_span: bool) -> Parameter:
    declared, meaning = get_args(hint) if get_origin(hint) is Annotated else (hint, "")
    options = [t for t in get_args(declared) if t is not NoneType]
    is_optional = NoneType in get_args(declared)
    if get_origin(declared) is Literal:
        return Parameter(name, meaning, "choice", get_args(declared))
    plain = options[0] if is_optional else declared
    kinds: dict[object, Literal["rate", "span", "count", "switch"]] = {
        Fraction: "rate",
        int: "span" if is_span else "count",
        bool: "switch",
    }
    return Parameter(name, meaning, kinds[plain], (), is_optional)


def parameter_json(book: Rulebook) -> dict[str, Any]:
    """A rulebook as JSON: rates are decimal strings or fractions, spans whole milliseconds."""
    row: dict[str, Any] = {"name": book.name, "date": iso_instant(book.date)}
    for name in rulebook_parameters():
        value = getattr(book, name)
        row[name] = rate_text(value) if isinstance(value, Fraction) else value
    return row


def parameters_of(row: Mapping[str, Any]) -> Rulebook:
    """The rulebook in the words of a setup; what it leaves out is as in June 2019.

    Raises:
        ValueError: a name is no parameter, or a value is none of its kind.
    """
    name = row.get("name")
    if not isinstance(name, str) or not name or len(name) > _LONGEST:
        raise ValueError("rulebook: name is a short text")
    values: dict[str, Any] = {
        k: parameter_value(k, v) for k, v in row.items() if k not in _NO_PARAMETERS
    }
    base = Rulebook.at("2019-06-01")
    date = row.get("date")
    moment = base.date if date is None else instant(str(date))
    # Contracts are defined beside it: no date changes their terms.
    return replace(base, name=name, date=moment, terms=MappingProxyType({}), **values)


def parameter_value(name: str, value: object) -> Value | None:
    """The value of a parameter, in the type that the rules use.

    Raises:
        ValueError: says what it may be, and of a wrong name the nearest right one.
    """
    parameter = rulebook_parameters().get(name)
    if parameter is None:
        near = get_close_matches(name, rulebook_parameters(), 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        message = f"{name[:60]!r} is no parameter of a rulebook{hint}"
        raise ValueError(message)
    if value is None and parameter.is_optional:
        return None
    read = _read(parameter, value)
    if read is None:
        wanted = {
            "rate": "a decimal string or a fraction from zero, such as '0.0005' or '1/3'",
            "span": "a whole number of milliseconds above zero",
            "count": "a whole number above zero",
            "switch": "true or false",
            "choice": "one of " + ", ".join(parameter.choices),
        }[parameter.kind]
        message = f"{name} is {str(value)[:40]!r}; it is {wanted}"
        raise ValueError(message)
    return read


def _read(parameter: Parameter, value: object) -> Value | None:
    if parameter.kind == "switch":
        return value if isinstance(value, bool) else None
    if parameter.kind == "choice":
        return str(value) if value in parameter.choices else None
    if parameter.kind == "rate":
        return _rate(value)
    least = 0 if parameter.name in _MAY_BE_ZERO else 1
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if least <= value <= _MOST else None


def _rate(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, str | int) or len(str(value)) > _LONGEST:
        return None
    try:
        rate = Fraction(value)
    except (ValueError, ZeroDivisionError):
        return None
    return rate if 0 <= rate <= _MOST else None
