"""Rulebooks: the dated parameters and switches of the exchange, as one frozen value.

Rules changed over the years; the functions did not need to be copied for it. A rulebook says
what was in force at a date, `Rulebook.at` builds it from the dated changes, each of
which names where its date and its value come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

from solvent_spec.rulebook.changes import CHANGES, OPENING
from solvent_spec.vocabulary.units import DAY, HOUR, MINUTE, Millis, Rate, Symbol, floor_div

Rounding = Literal["truncate", "nearest", "even", "up"]
MidRounding = Literal["nearest", "floor"]
TakeoverGrid = Literal["legacy", "tick"]
_FIRST_YEAR: Final = 1970
_LAST_YEAR: Final = 2199


def instant(text: str) -> Millis:
    """Milliseconds of an ISO date or date-time in UTC.

    An instant is from 1970 to 2199: every one that is printed has a year of four digits, and a
    schedule never runs past the end of the calendar.

    Raises:
        ValueError: the text is no instant, or one outside of those years.

    >>> instant("1970-01-02")
    86400000
    """
    moment = datetime.fromisoformat(text)
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        message = f"{text[:40]!r} is not between {_FIRST_YEAR} and {_LAST_YEAR}"
        raise ValueError(message)
    delta = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return Millis(delta.days * DAY + delta.seconds * 1000 + floor_div(delta.microseconds, 1000))


def iso_instant(moment: int) -> str:
    """An instant, in milliseconds, as ISO text in UTC.

    >>> iso_instant(instant("2019-06-03T12:00"))
    '2019-06-03T12:00:00.000Z'
    """
    date = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=moment)
    return f"{date:%Y-%m-%dT%H:%M:%S}.{floor_div(date.microsecond, 1000):03d}Z"


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What was in force at `date`. Rates are exact fractions, spans are milliseconds.

    What a parameter means is said beside its type; `solvent rulebook show` prints it.
    """

    name: str
    date: Millis
    # Index.
    index_deviation_fiat: Annotated[Rate, "how far a price may stray from the median: fiat"] = (
        Fraction("0.25")
    )
    index_deviation_altcoin: Annotated[Rate, "how far it may stray: a coin in coins"] = Fraction(
        "0.50"
    )
    index_deviation_inclusive: Annotated[bool, "whether a price exactly that far strays"] = False
    index_stale_after: Annotated[Millis, "after which a silent constituent is left out"] = Millis(
        15 * MINUTE
    )
    index_reintroduction: Annotated[bool, "whether one that strayed has to wait"] = False
    index_reintroduction_band: Annotated[Rate, "how near the median it has to stay meanwhile"] = (
        Fraction("0.02")
    )
    index_reintroduction_after: Annotated[Millis, "how long it has to stay there"] = Millis(
        15 * MINUTE
    )
    # Mark and impact prices.
    mark_interval: Annotated[Millis, "between two marks"] = Millis(MINUTE)
    impact_notional_factor: Annotated[Rate, "impact notional as a share of initial margin"] = (
        Fraction("0.1")
    )
    impact_mid_rounding: Annotated[MidRounding, "of the impact mid price to min_tick"] = "nearest"
    # Funding.
    funding_interval: Annotated[Millis, "between two exchanges of funding"] = Millis(8 * HOUR)
    funding_offset: Annotated[Millis, "from a whole number of intervals since 1970"] = Millis(
        4 * HOUR
    )
    interest_quote_daily: Annotated[Rate, "interest on the quote currency"] = Fraction("0.0006")
    interest_base_daily: Annotated[Rate, "interest on the base currency"] = Fraction("0.0003")
    funding_clamp: Annotated[Rate, "how far interest may move the rate off the premium"] = Fraction(
        "0.0005"
    )
    funding_cap_of_margin_gap: Annotated[
        Rate, "largest rate, as a share of initial less maintenance margin"
    ] = Fraction("0.75")
    funding_change_cap_of_maintenance: Annotated[
        Rate, "largest change of the rate, as a share of maintenance margin"
    ] = Fraction("0.75")
    rate_resolution: Annotated[Rate, "grid of funding rates"] = Fraction("0.000001")
    # Fees.
    commission_rounding: Annotated[Rounding, "of a commission to whole minor units"] = "truncate"
    # Orders.
    max_open_orders: Annotated[int, "open orders of an account in a contract"] = 200
    max_stop_orders: Annotated[int, "untriggered stops of an account in a contract"] = 10
    fat_finger_band: Annotated[
        Rate | None, "how far beyond touch and mark a market order trades; null for any distance"
    ] = None
    amend_error_names_status: Annotated[bool, "whether a refused amendment names the status"] = (
        False
    )
    post_only_single_message: Annotated[bool, "whether a crossing post-only order shows once"] = (
        False
    )
    # Margin and risk limits.
    max_leverage: Annotated[Rate, "largest leverage that can be chosen"] = Fraction(100)
    account_risk_limit: Annotated[int, "satoshi that an account in XBT may risk in all"] = (
        10_000 * 10**8
    )
    exhausted_price_is_cap: Annotated[
        bool, "whether prices that nothing reaches show max_price at most"
    ] = False
    # Liquidation.
    takeover_grid: Annotated[TakeoverGrid, "of takeovers: the tick, or the older rounding"] = "tick"
    # Admission.
    queue_depth: Annotated[int, "requests that wait before the next one is shed"] = 300
    sheds: Annotated[bool, "whether a full queue sheds at all"] = True
    exempt_cancel: Annotated[bool, "whether cancels are never shed"] = True
    exempt_close: Annotated[bool, "whether Close orders are never shed"] = True
    exempt_close_with_quantity: Annotated[bool, "also those with a quantity"] = False
    exempt_position_requests: Annotated[bool, "whether requests on positions are never shed"] = (
        False
    )
    # Terms of single instruments that differ from the catalogue at this date.
    terms: MappingProxyType[Symbol, MappingProxyType[str, Any]] = field(
        default_factory=lambda: MappingProxyType({})
    )

    @classmethod
    def at(cls, date: str) -> Rulebook:
        """The rulebook in force at the start of an ISO date, or at an ISO date-time.

        >>> Rulebook.at("2019-06-01").commission_rounding
        'truncate'
        >>> Rulebook.at("2017-04-04").commission_rounding
        'nearest'
        """
        moment = instant(date)
        values: dict[str, Any] = dict(OPENING)
        terms: dict[Symbol, dict[str, Any]] = {}
        for change in CHANGES:
            if instant(change.since) > moment:
                continue
            if change.symbol:
                terms.setdefault(Symbol(change.symbol), {})[change.parameter] = change.value
            else:
                values[change.parameter] = change.value
        frozen = MappingProxyType({s: MappingProxyType(t) for s, t in terms.items()})
        return cls(name=date, date=moment, terms=frozen, **values)

    @classmethod
    def named(cls, name: str) -> Rulebook:
        """A preset (`2019-06`, `2026`, `TOY`) or the rulebook at an ISO date.

        Raises:
            ValueError: when the name is neither.
        """
        if name in PRESETS:
            return PRESETS[name]
        try:
            return replace(cls.at(name), name=name)
        except ValueError:
            message = (
                f"rulebook {name!r} is neither a preset ({', '.join(PRESETS)}) nor an ISO date"
                f" from {_FIRST_YEAR} to {_LAST_YEAR}"
            )
            raise ValueError(message) from None


_TOY: Final[dict[str, Any]] = {
    "funding_interval": Millis(8 * MINUTE),
    "funding_offset": Millis(4 * MINUTE),
    "index_stale_after": Millis(2 * MINUTE),
    "max_open_orders": 6,
    "max_stop_orders": 2,
    "queue_depth": 3,
    "account_risk_limit": 10**9,
}


def toy_version(book: Rulebook, name: str) -> Rulebook:
    """A rulebook with its rules and with small numbers, so that edges are cheap to reach.

    >>> toy_version(Rulebook.at("2019-06-01"), "small").max_open_orders
    6
    """
    small = {parameter: min(getattr(book, parameter), most) for parameter, most in _TOY.items()}
    # Where funding falls in its interval is no matter of size.
    small["funding_offset"] = Millis(
        min(_TOY["funding_offset"], floor_div(small["funding_interval"], 2))
    )
    return replace(book, name=name, **small)


PRESETS: Final[dict[str, Rulebook]] = {
    "2019-06": replace(Rulebook.at("2019-06-01"), name="2019-06"),
    "2026": replace(Rulebook.at("2026-01-01"), name="2026"),
    "TOY": toy_version(Rulebook.at("2019-06-01"), "TOY"),
}
"""`2019-06` is the month of the newest engineering post in the seeds, and the default.
`TOY` keeps its rules and shrinks its numbers."""

DEFAULT: Final = PRESETS["2019-06"]

PARAMETERS: Final = tuple(f.name for f in fields(Rulebook))
