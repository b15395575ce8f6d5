"""Messages: the one protocol by which any venue is driven and observed.

A venue is seven methods. The same messages travel as Python values in process, as one JSON
object a line over standard input and output, and as the API itself over HTTP.

Values are JSON values without floats: money and quantities are integers, prices and rates are
canonical decimal strings (`"10000.5"`), instants are ISO strings in UTC with milliseconds
(`"2019-06-03T12:00:00.000Z"`), unknown values are null.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeAlias

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
Row: TypeAlias = dict[str, Any]
"""One row of a table: column to JSON value."""

Status = Literal["ok", "rejected", "shed", "unsupported", "errored", "queued"]
"""How a request went. `rejected` is behaviour and is judged, `shed` is refused by a full queue,
`queued` waits behind a frozen engine, `unsupported` excuses only what the venue declared
absent, `errored` never passes."""

CODES: Final = {
    "ok": 200,
    "queued": 202,
    "rejected": 400,
    "errored": 500,
    "unsupported": 501,
    "shed": 503,
}
"""The status code of an answer that gives none, by its status."""

TABLES = (
    "order",
    "execution",
    "position",
    "margin",
    "wallet",
    "instrument",
    "orderBookL2",
    "trade",
    "funding",
    "insurance",
    "liquidation",
    "ledger",
)
"""What can be read. `ledger` is the audit's own view: every internal account with its balance."""

PUBLIC_TABLES = frozenset(
    {"instrument", "orderBookL2", "trade", "funding", "insurance", "liquidation", "ledger"}
)

KEYS = {
    "order": ("orderID",),
    "execution": ("execID",),
    "position": ("account", "symbol"),
    "margin": ("account", "currency"),
    "wallet": ("account", "currency"),
    "instrument": ("symbol",),
    "orderBookL2": ("symbol", "side", "price"),
    "trade": ("trdMatchID",),
    "funding": ("timestamp", "symbol"),
    "insurance": ("symbol", "currency"),
    "liquidation": ("orderID",),
    "ledger": ("account", "currency"),
}
"""The columns that identify a row."""


@dataclass(slots=True, frozen=True)
class Request:
    """One request of one account: the method, path and body of the API.

    Paths are those of the API without its base: `POST /order`, `PUT /order`, `DELETE /order`,
    `DELETE /order/all`, `POST /position/leverage`, `/position/isolate`,
    `/position/riskLimit`, `/position/transferMargin`.
    """

    account: str
    method: str
    path: str
    body: Row = field(default_factory=dict)


@dataclass(slots=True, frozen=True)
class Answer:
    """What a venue answers. `rows` for ok, `error` for the rest, `code` the status over HTTP.

    `error` has `message` and `name`. For `queued` the `ticket` names the request; its answer
    comes in the rows of the `thaw` control, each with `ticket`, `status`, `rows` and `error`.
    """

    status: Status
    rows: list[Row] = field(default_factory=list)
    error: Row | None = None
    code: int = 200
    ticket: int | None = None


class Venue(Protocol):
    """What is certified. Nothing that it returns is trusted."""

    def hello(self) -> Row:
        """Identity and capabilities.

        `{"protocol": 1, "name": str, "version": str, "profiles": [...], "tables": [...],
        "requests": ["POST /order", ...], "ordTypes": [...], "timeInForce": [...],
        "execInst": [...], "controls": [...], "payoffs": [...], "columns": {table: [...]} or {}}`.
        A missing list means everything; `columns` limits what is compared in a table, and under the
        name of a request in the rows that answer it, where that is not as in the table. Besides,
        `"instruments"` and `"rulebooks"` name those that there are, and `"refusals"` those of
        tickSize, lotSize, maxOrderQty, maxPrice, openOrders, clOrdID, markPrice, riskLimit and
        owner that there are; without `owner` anybody may cancel an order whose id they know.
        """
        ...

    def reset(self, setup: Row) -> Answer:
        """Forget everything and start anew.

        `setup`: `{"rulebook": name, "instruments": [symbols], "accounts": [names],
        "clock": instant, "policies": {clause: choice}}`. The answer's one row repeats the
        effective setup.
        """
        ...

    def do(self, request: Request) -> Answer:
        """Serve one request of one account."""
        ...

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve one control verb of the harness.

        `advance {"to": instant}`; `spot {"index": symbol, "reference": name, "price": decimal}`;
        `deposit` and `withdraw {"account", "currency", "amount"}`; `freeze {}`; `thaw {}`;
        `depth {"depth": int}`; `audit {}`: from scratch, rows as the `ledger` table.
        """
        ...

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows of a table, of one account and symbol when given.

        `execution`, `trade` and `funding` come oldest first, `orderBookL2` offers before bids and
        the best of each first, other tables in any order that stays the same.
        """
        ...

    def events(self, cursor: int = 0) -> Answer:
        """Changes since a cursor: rows `{"seq", "table", "action", "data"}`.

        Actions are insert, update and delete; `data` holds the keys and the changed columns.
        """
        ...

    def bye(self) -> None:
        """Stop."""
        ...


VERBS = ("hello", "reset", "do", "ctl", "read", "events", "bye")
CONTROLS = ("advance", "spot", "deposit", "withdraw", "freeze", "thaw", "depth", "audit")
REQUESTS = (
    "POST /order",
    "PUT /order",
    "DELETE /order",
    "DELETE /order/all",
    "POST /position/leverage",
    "POST /position/isolate",
    "POST /position/riskLimit",
    "POST /position/transferMargin",
)
PROTOCOL = 1
