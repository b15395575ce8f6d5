"""Tables: two venues' rows of one table, paired by key and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from marshal import dumps
from typing import Any, Final

from solvent_conformance.judges.violations import Difference
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import LABEL, JsonValue
from solvent_conformance.protocol.lists import PROFILES
from solvent_conformance.protocol.normative import normative_columns
from solvent_reference.decisions.orders import endings
from solvent_spec.vocabulary.messages import KEYS, Row

_CANCELED: Final = "Canceled: "
_FREE: Final = frozenset(
    {
        endings.NO_LIQUIDITY,
        endings.STOPPED_OUT,
        endings.KILLED,
        endings.UNCOVERED,
        endings.CLOSED_OVER,
        endings.MADE_ROOM,
        endings.SELF_MATCH,
    }
)
"""The reference's own words for why an order ended, where no clause prescribes any."""

_PLAIN: Final = 2
"""The form of bytes without references: equal values are equal bytes, and a flag is no number."""

MISSING: Final = "no row"
_BY_ORDER: Final = frozenset({"execution", "trade"})
"""Tables whose rows come oldest first and are known by their place."""

_RELATED: Final = {"execution": frozenset({"execID"})}
"""Columns that only a relation judges: two sides of one trade may be named in either order."""

_BLANK: Final[dict[str, tuple[str, ...]]] = {
    "position": ("currentQty", "realisedPnl", "initMargin", "posMargin"),
    "margin": ("walletBalance", "marginBalance"),
    "wallet": ("amount", "deposited", "withdrawn"),
    "insurance": ("walletBalance",),
    "ledger": ("balance",),
}
"""A venue may leave out a row in which all of these are zero."""


_TELLING: Final[dict[str, tuple[str, ...]]] = {
    "order": ("ordStatus",),
    "execution": ("execType", "text", "lastQty", "trdMatchID"),
    "trade": ("price", "size"),
    "liquidation": ("price", "leavesQty", "side"),
    "funding": ("timestamp",),
}
"""Where a row is missing or too many, the columns whose clauses decide that it is there."""

_FOREIGN: Final = ("order.account",)
"""What a row of another account is known by."""


@cache
def compared_columns(table: str, profiles: tuple[str, ...] = PROFILES) -> frozenset[str]:
    """The columns of a table that some clause of the profiles determines."""
    columns = normative_columns(profiles).get(table, frozenset())
    return columns - _RELATED.get(table, frozenset())


def differences(
    table: str, expected: list[Row], observed: list[Row], capabilities: Capabilities
) -> Iterator[Difference]:
    """The cells in which two lists of rows of one table differ."""
    if expected == observed and dumps(expected, _PLAIN) == dumps(observed, _PLAIN):
        return
    columns = [
        c
        for c in sorted(compared_columns(table, capabilities.judged))
        if capabilities.compares(table, c)
    ]
    # Rows that nobody can tell apart are not paired by luck.
    if not columns or not capabilities.tells_apart(table):
        return
    wanted = rows_by_key(table, expected)
    shown = rows_by_key(table, observed)
    for key, row in wanted.items():
        other = shown.get(key)
        if other is not None:
            yield from _cells(table, key, row, other, columns)
        elif not is_blank(table, row):
            yield _missing(table, key, columns, row, is_expected=True)
    owners = {row.get("account") for row in expected}
    for key, row in shown.items():
        if key in wanted:
            continue
        if owners and row.get("account") not in owners:
            yield Difference(table, key, "account", MISSING, row.get("account"), _FOREIGN)
        elif not is_blank(table, row):
            yield _missing(table, key, columns, row, is_expected=False)


def _cells(
    table: str, key: tuple[Any, ...], row: Row, other: Row, columns: list[str]
) -> Iterator[Difference]:
    for column in columns:
        if column in row and not agree(column, row[column], other.get(column)):
            names = observables(table, column, row[column], other.get(column))
            cells = (row[column], other.get(column))
            expected, observed = map(_order_told, cells) if column == "orderID" else cells
            yield Difference(table, key, column, expected, observed, names)


def _order_told(label: JsonValue) -> JsonValue:
    """An order as a reader knows it: by the step that placed it, if one did."""
    if not isinstance(label, str):
        return label
    if label.startswith(LABEL):
        return f"the order that step {label.removeprefix(LABEL)} placed"
    return "an order that no step placed"


def rows_by_key(table: str, rows: list[Row]) -> dict[tuple[Any, ...], Row]:
    """Rows by what identifies them in any venue."""
    if table in _BY_ORDER:
        return {(str(row.get("account", "")), n): row for n, row in _numbered(_paired(rows))}
    if table == "liquidation":
        return {
            (str(row.get("symbol")), n): row
            for n, row in enumerate(sorted_rows(rows, "symbol", "side", "price", "leavesQty"))
        }
    columns = KEYS[table]
    return {tuple(str(row.get(c)) for c in columns): row for row in rows}


def _paired(rows: list[Row]) -> list[Row]:
    """Rows in their order; where one account has both executions of a match, by side."""
    result = list(rows)
    for n in range(len(result) - 1):
        first, second = result[n], result[n + 1]
        match = first.get("trdMatchID")
        if match is not None and match == second.get("trdMatchID"):
            result[n : n + 2] = sorted_rows((first, second), "side")
    return result


def _numbered(rows: list[Row]) -> Iterator[tuple[int, Row]]:
    count: dict[str, int] = {}
    for row in rows:
        account = str(row.get("account", ""))
        count[account] = count.get(account, -1) + 1
        yield count[account], row


def same(expected: JsonValue, observed: JsonValue) -> bool:
    """Whether two cells hold the same value: true is not one, and a text is not a number."""
    if isinstance(expected, bool) or isinstance(observed, bool):
        return expected is observed
    return type(expected) is type(observed) and bool(expected == observed)


def observables(
    table: str, column: str, expected: JsonValue, observed: JsonValue
) -> tuple[str, ...]:
    """The names of a cell; one of another type than it should have has one name more."""
    name = f"{table}.{column}"
    if expected is None or observed is None or type(expected) is type(observed):
        return (name,)
    return (name, "row.types")


def agree(column: str, expected: JsonValue, observed: JsonValue) -> bool:
    """Whether a cell is as it should be. Some reasons of cancellation have no prescribed words."""
    if same(expected, observed):
        return True
    if column != "text" or not isinstance(expected, str) or not isinstance(observed, str):
        return False
    reason, _, rest = expected.removeprefix(_CANCELED).partition("\n")
    given, _, other = observed.removeprefix(_CANCELED).partition("\n")
    form = expected.startswith(_CANCELED) and observed.startswith(_CANCELED)
    return form and reason in _FREE and bool(given) and rest == other


def is_blank(table: str, row: Row) -> bool:
    """Whether a row says nothing that its absence would not say."""
    columns = _BLANK.get(table)
    return columns is not None and all(not row.get(column) for column in columns)


def _missing(
    table: str, key: tuple[Any, ...], columns: list[str], row: Row, *, is_expected: bool
) -> Difference:
    """A row that only one of the two has."""
    shown: JsonValue = {column: row.get(column) for column in columns}
    expected, observed = (shown, MISSING) if is_expected else (MISSING, shown)
    telling = _TELLING.get(table, columns)
    names = tuple(f"{table}.{column}" for column in telling if column in columns)
    return Difference(table, key, "(row)", expected, observed, names)


def sorted_rows(rows: Iterable[Row], *columns: str) -> list[Row]:
    """Rows in the order of some of their columns, whatever the types in them."""
    return sorted(rows, key=lambda row: tuple(_rank(row.get(c)) for c in columns))


def _rank(value: JsonValue) -> tuple[str, int, str]:
    if isinstance(value, int) and not isinstance(value, bool):
        return ("int", value, "")
    return (type(value).__name__, 0, str(value))
