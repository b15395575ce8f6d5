"""Changes: every dated change of a parameter, with where its date and value come from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Change:
    """From `since` on, `parameter` (of one instrument, when `symbol` is set) has `value`."""

    since: str
    parameter: str
    value: Any
    source: str
    symbol: str = ""


OPENING: Final[dict[str, Any]] = {
    "commission_rounding": "nearest",
    "sheds": False,
    "exempt_cancel": False,
    "exempt_close": False,
    "max_open_orders": 10**9,
    "max_stop_orders": 10**9,
    "index_deviation_fiat": Fraction(10**9),
    "index_deviation_altcoin": Fraction(10**9),
    "takeover_grid": "legacy",
}
"""What held before the first dated change."""

CHANGES: Final[tuple[Change, ...]] = (
    Change("2016-05-13", "tick_size", "0.01", "trades of 2016 and 2017", symbol="XBTUSD"),
    Change(
        "2017-03-31T12:00", "tick_size", "0.1", "announcement of the tick sizes", symbol="XBTUSD"
    ),
    Change(
        "2017-11-01",
        "tick_size",
        "0.5",
        "in force before November 2017; day unknown",
        symbol="XBTUSD",
    ),
    Change(
        "2017-04-21", "index_deviation_fiat", Fraction("0.25"), "announcement of index protections"
    ),
    Change(
        "2017-04-21",
        "index_deviation_altcoin",
        Fraction("0.50"),
        "announcement of index protections",
    ),
    Change("2017-11-09", "sheds", True, "announcement of the queue cap"),
    Change("2017-12-03", "exempt_cancel", True, "update to the system overload policy"),
    Change("2017-12-03", "exempt_close", True, "update to the system overload policy"),
    Change(
        "2017-12-03", "exempt_close_with_quantity", True, "the same update did not yet except it"
    ),
    Change("2017-12-03", "exempt_position_requests", True, "Japanese text of the same update"),
    Change("2017-12-11T12:00", "max_open_orders", 200, "announcement of order limits"),
    Change("2017-12-11T12:00", "max_stop_orders", 10, "announcement of order limits"),
    Change(
        "2018-04-01", "exempt_position_requests", False, "announced before May 2018; day unknown"
    ),
    Change(
        "2018-05-14",
        "exempt_close_with_quantity",
        False,
        "announced before 2018-05-14; day unknown",
    ),
    Change(
        "2019-01-01",
        "commission_rounding",
        "truncate",
        "rows: nearest to 2018-03, truncated from 2019-01-19",
    ),
    Change(
        "2019-01-01",
        "takeover_grid",
        "tick",
        "rows of 2019 show bankruptcy prices on the tick; day unknown",
    ),
    Change(
        "2020-05-05T02:00",
        "maint_margin",
        Fraction("0.004"),
        "announcement of 2020-05-05",
        symbol="XBTUSD",
    ),
    Change(
        "2020-08-14T04:00",
        "index_reintroduction",
        True,
        "announcement of constituent reintroduction",
    ),
    Change("2019-03-15", "tick_size", "0.0001", "announcement: a tenth from May", symbol="BCHM19"),
    Change("2019-05-31T04:15", "tick_size", "0.00001", "announcement of May 2019", symbol="BCHM19"),
    Change("2019-03-15", "tick_size", "0.00001", "announcement: a half from May", symbol="LTCM19"),
    Change(
        "2019-05-31T04:15", "tick_size", "0.000005", "announcement of May 2019", symbol="LTCM19"
    ),
    Change("2019-12-16T04:30", "post_only_single_message", True, "announcement; row of 2020-05-09"),
    Change(
        "2020-12-16T01:00", "impact_notional_factor", Fraction("0.2"), "announcement of 2020-12-16"
    ),
    Change(
        "2020-12-16T01:00", "index_deviation_fiat", Fraction("0.10"), "announcement of 2020-12-16"
    ),
    Change(
        "2020-12-16T01:00",
        "index_deviation_altcoin",
        Fraction("0.10"),
        "announcement of 2020-12-16",
    ),
    Change("2020-12-16T01:00", "index_deviation_inclusive", True, "the new text says 10 % or more"),
    Change(
        "2021-02-16T08:00",
        "fat_finger_band",
        Fraction("0.05"),
        "announcement of the fat-finger bound",
    ),
    Change("2021-06-08T04:30", "lot_size", 100, "announcement of the lot size", symbol="XBTUSD"),
    Change(
        "2021-08-31T06:00", "risk_step", 150 * 10**8, "announcement of 2021-08-31", symbol="XBTUSD"
    ),
    Change(
        "2021-12-18",
        "maint_margin",
        Fraction("0.0035"),
        "position rows of 2021-12 and 2023-02",
        symbol="XBTUSD",
    ),
    Change("2021-12-21", "amend_error_names_status", True, "announcement of amendment responses"),
    Change("2023-09-29", "impact_mid_rounding", "floor", "150 discriminating rows"),
    Change(
        "2024-01-01", "maint_margin", Fraction("0.005"), "instrument rows of 2024", symbol="XBTUSD"
    ),
    Change(
        "2024-01-01", "maker_fee", Fraction("0.0005"), "fee rows of 2024 to 2026", symbol="XBTUSD"
    ),
    Change(
        "2024-01-01", "taker_fee", Fraction("0.0005"), "fee rows of 2024 to 2026", symbol="XBTUSD"
    ),
    Change(
        "2024-07-31T04:00", "tick_size", "0.1", "announcement of the tick sizes", symbol="XBTUSD"
    ),
    Change(
        "2024-07-31T04:00", "tick_size", "0.01", "announcement of the tick sizes", symbol="ETHUSD"
    ),
    Change(
        "2024-01-01",
        "init_margin",
        Fraction("0.01"),
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "maint_margin",
        Fraction("0.005"),
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "risk_limit",
        75 * 10**8,
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "risk_step",
        100 * 10**8,
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "maker_fee",
        Fraction("0.0005"),
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "taker_fee",
        Fraction("0.0005"),
        "instrument rows of 2026; day unknown",
        symbol="ETHUSD",
    ),
    Change(
        "2024-01-01",
        "exhausted_price_is_cap",
        True,
        "row of 2026: 1000000; rows of 2019: 100000000",
    ),
)
"""Every dated change, with where its date and value come from."""
