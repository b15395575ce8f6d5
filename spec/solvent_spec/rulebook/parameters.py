"""Rulebooks: the dated parameters and switches of the exchange, as one frozen value.

Rules changed over the years; the functions did not need to be copied for it. A rulebook says
what was in force at a date, `Rulebook.at` builds it from the dated changes, each of
which names where its date and its value come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Literal

from solvent_spec.rulebook.changes import CHANGES, OPENING
from solvent_spec.vocabulary.units import DAY, HOUR, MINUTE, Millis, Rate, Symbol, floor_div

Rounding = Literal["truncate", "nearest"]
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


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What was in force at `date`. Rates are exact fractions, spans are milliseconds."""

    name: str
    date: Millis
    # Index: how far a constituent may stray, how old its price may be.
    index_deviation_fiat: Rate = Fraction("0.25")
    index_deviation_altcoin: Rate = Fraction("0.50")
    index_deviation_inclusive: bool = False
    index_stale_after: Millis = Millis(15 * MINUTE)
    index_reintroduction: bool = False
    index_reintroduction_band: Rate = Fraction("0.02")
    index_reintroduction_after: Millis = Millis(15 * MINUTE)
    # Mark and impact prices.
    mark_interval: Millis = Millis(MINUTE)
    impact_notional_factor: Rate = Fraction("0.1")
    impact_mid_rounding: MidRounding = "nearest"
    # Funding.
    funding_interval: Millis = Millis(8 * HOUR)
    funding_offset: Millis = Millis(4 * HOUR)
    interest_quote_daily: Rate = Fraction("0.0006")
    interest_base_daily: Rate = Fraction("0.0003")
    funding_clamp: Rate = Fraction("0.0005")
    funding_cap_of_margin_gap: Rate = Fraction("0.75")
    funding_change_cap_of_maintenance: Rate = Fraction("0.75")
    rate_resolution: Rate = Fraction("0.000001")
    # Fees.
    commission_rounding: Rounding = "truncate"
    # Orders.
    max_open_orders: int = 200
    max_stop_orders: int = 10
    fat_finger_band: Rate | None = None
    amend_error_names_status: bool = False
    post_only_single_message: bool = False
    # Margin and risk limits.
    max_leverage: Rate = Fraction(100)
    account_risk_limit: int = 10_000 * 10**8
    exhausted_price_is_cap: bool = False
    # Liquidation.
    takeover_grid: TakeoverGrid = "tick"
    # Admission.
    queue_depth: int = 300
    sheds: bool = True
    exempt_cancel: bool = True
    exempt_close: bool = True
    exempt_close_with_quantity: bool = False
    exempt_position_requests: bool = False
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


_TOY_CHANGES: Final[dict[str, Any]] = {
    "funding_interval": Millis(8 * MINUTE),
    "funding_offset": Millis(4 * MINUTE),
    "index_stale_after": Millis(2 * MINUTE),
    "max_open_orders": 6,
    "max_stop_orders": 2,
    "queue_depth": 3,
    "account_risk_limit": 10**9,
}

PRESETS: Final[dict[str, Rulebook]] = {
    "2019-06": replace(Rulebook.at("2019-06-01"), name="2019-06"),
    "2026": replace(Rulebook.at("2026-01-01"), name="2026"),
    "TOY": replace(Rulebook.at("2019-06-01"), name="TOY", **_TOY_CHANGES),
}
"""`2019-06` is the month of the newest engineering post in the seeds, and the default.
`TOY` keeps its rules and shrinks its numbers, so that edges are cheap to reach."""

DEFAULT: Final = PRESETS["2019-06"]

PARAMETERS: Final = tuple(f.name for f in fields(Rulebook))
