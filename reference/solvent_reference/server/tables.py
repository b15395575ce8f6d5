"""Tables: how the rows of a venue are chosen, ordered and cut to what a query asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from solvent_reference.server.book_ids import with_id
from solvent_reference.server.exact_json import number_text
from solvent_reference.server.failures import malformed_request
from solvent_spec.vocabulary.messages import KEYS, Row
from solvent_spec.wire.query_parameters import COUNT_DEFAULT, COUNT_MAX, DEPTH_DEFAULT
from solvent_spec.wire.rows import ROWS

FINISHED = frozenset({"Filled", "Canceled", "Rejected"})
"""The states in which an order has ended."""


def rows_of_query(table: str, rows: list[Row], query: Row, fixed: Row) -> list[Row]:
    """The rows of a table that a query asks for.

    `fixed` restricts a column to a comma separated list of values before anything else. Then
    come symbol, filter, times, order, start and count, and columns last.

    Raises:
        HttpRefusal: a parameter is out of range or no instant.
    """
    count = in_range("count", query.get("count", COUNT_DEFAULT), COUNT_MAX)
    start = in_range("start", query.get("start", 0))
    wanted = [(name, values.split(",")) for name, values in fixed.items()]
    chosen = [row for row in rows if all(row.get(name) in values for name, values in wanted)]
    if "symbol" in query:
        symbol = query["symbol"].upper()
        chosen = [row for row in chosen if row.get("symbol") == symbol]
    chosen = rows_by_conditions(chosen, query.get("filter", {}))
    chosen = rows_between(chosen, query.get("startTime"), query.get("endTime"))
    if query.get("reverse"):
        chosen.reverse()
    return with_columns(table, chosen[start : start + count], query.get("columns"))


def rows_by_conditions(rows: list[Row], conditions: Row) -> list[Row]:
    """The rows that meet all conditions: column to a value, or to a list of values.

    `open` and `ordStatus.isTerminated` ask whether an order has ended; `startTime` and
    `endTime` work as the parameters do. A column that a row lacks equals null.

    Raises:
        HttpRefusal: a value is neither plain nor a list of plain ones.
    """
    conditions = dict(conditions)
    times = [conditions.pop(name, None) for name in ("startTime", "endTime")]
    if any(time is not None and not isinstance(time, str) for time in times):
        raise malformed_request("'filter' must hold instants as texts.")
    for name, value in conditions.items():
        if name in {"open", "ordStatus.isTerminated"}:
            if not isinstance(value, bool):
                raise malformed_request(f"'{name}' in 'filter' must be true or false.")
            ended = value is (name != "open")
            rows = [row for row in rows if (row.get("ordStatus") in FINISHED) is ended]
            continue
        allowed = {comparable(item) for item in (value if isinstance(value, list) else [value])}
        rows = [row for row in rows if comparable(row.get(name)) in allowed]
    return rows_between(rows, *times)


def comparable(value: Any) -> str | bool | None:  # noqa: ANN401 - any JSON value may come
    """A value as a filter compares it: 9000.50, "9000.5" and 9000.5 are the same.

    Raises:
        HttpRefusal: it is a list or an object.
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return number_text(value)
    if value is None or isinstance(value, bool | str):
        return value
    raise malformed_request("'filter' must hold plain values or lists of them.")


def rows_between(rows: list[Row], start: str | None, end: str | None) -> list[Row]:
    """The rows from `start` to `end`, both included.

    Raises:
        HttpRefusal: an end is no instant.
    """
    first = None if start is None else instant_parameter("startTime", start)
    last = None if end is None else instant_parameter("endTime", end)
    return [
        row
        for row in rows
        if (first is None or (row.get("timestamp") or "") >= first)
        and (last is None or "" < (row.get("timestamp") or "") <= last)
    ]


def instant_parameter(name: str, text: str) -> str:
    """An instant as rows show it, `2019-06-03T12:00:00.000Z`; without a zone it is UTC.

    Raises:
        HttpRefusal: the text is no instant.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise malformed_request(
            f"'{name}' must be a date and time, such as 2019-06-03T12:00Z."
        ) from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def with_columns(table: str, rows: list[Row], columns: list[str] | None) -> list[Row]:
    """The rows with these columns and those that no row is without; all columns for none."""
    if columns is None:
        return rows
    fields = ROWS[table].model_fields.items()
    shown = {*columns, *KEYS[table], *(name for name, field in fields if field.is_required())}
    return [{name: value for name, value in row.items() if name in shown} for row in rows]


def book(rows: Iterable[Row], query: Row) -> list[Row]:
    """The book, highest price first, at most `depth` prices a side nearest to the spread.

    Raises:
        HttpRefusal: the depth is out of range.
    """
    depth = in_range("depth", query.get("depth", DEPTH_DEFAULT))
    falling = sorted(map(with_id, rows), key=lambda row: Decimal(row["price"]), reverse=True)
    asks = [row for row in falling if row["side"] == "Sell"]
    bids = [row for row in falling if row["side"] == "Buy"]
    return (asks[-depth:] + bids[:depth]) if depth else asks + bids


def in_range(name: str, value: int, largest: int | None = None) -> int:
    """The value itself.

    Raises:
        HttpRefusal: it is below zero or above `largest`.
    """
    if value < 0 or (largest is not None and value > largest):
        bound = "" if largest is None else f" to {largest}"
        raise malformed_request(f"'{name}' must be a whole number from 0{bound}.")
    return value
