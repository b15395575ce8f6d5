"""How values are written in rows: prices and rates as decimal strings, instants as ISO text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from solvent_spec import rulebook
from solvent_spec.vocabulary.units import Millis, Price, Rate, decimal_text, price_text


def price(value: Price | None) -> str | None:
    """A price as a canonical decimal string; unknown stays unknown."""
    return None if value is None else price_text(value)


def rate(value: Rate | Fraction, places: int = 12) -> str:
    """A fraction as a canonical decimal string, to at most `places` decimals."""
    return decimal_text(value, places)


def instant_text(value: Millis | None) -> str | None:
    """An instant as ISO text in UTC with milliseconds."""
    return None if value is None else rulebook.iso_instant(value)


def interval_text(value: Millis) -> str:
    """A span as the exchange writes it: the instant that long after 2000-01-01."""
    moment = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def match_uuid(number: int) -> str:
    """The printed form of a trade's match id."""
    return f"00000000-0000-4000-9000-{number:012x}"


def execution_uuid(number: int) -> str:
    """The printed form of an execution id."""
    return f"00000000-0000-4000-a000-{number:012x}"
