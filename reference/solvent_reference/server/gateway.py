"""The gateway: one venue behind the API, one sequence of requests.

Everything here runs in one event loop and nothing waits inside a venue, so requests are served
one at a time in the order in which they arrived whole. Reads never wait behind a frozen engine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from solvent_reference.server.credentials import Keyring
from solvent_reference.server.exact_json import write_row, write_rows
from solvent_reference.server.failures import HttpRefusal, malformed_request
from solvent_reference.server.tables import book, rows_of_query
from solvent_spec.rules.admission.queue import OVERLOADED
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue
from solvent_spec.wire.operations import Operation
from solvent_spec.wire.query_parameters import COUNT_MAX
from solvent_spec.wire.rows import ROWS, number_columns

log = logging.getLogger("solvent.server")

ALL_CURRENCIES = "all"
OK = 200
FAILED = 500


class Gateway:
    """A venue, the keys of its accounts, and the requests that wait behind a frozen engine.

    `before_request` is called before each request; a clock that runs sets the venue's there.
    `keyring` makes the keys of a list of accounts.
    """

    def __init__(
        self,
        venue: Venue,
        before_request: Callable[[], None] = lambda: None,
        *,
        keyring: type[Keyring] = Keyring,
    ) -> None:
        self.venue = venue
        self.keyring = keyring
        self.keys = keyring([])
        self.before_request = before_request
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._numbers = {table: number_columns(table) for table in ROWS}

    def reset(self, setup: Row) -> Answer:
        """Forget everything, requests that wait included, and make new keys."""
        answer = self.venue.reset(setup)
        if answer.status == "ok":
            self._release({}, shed=True)
            accounts = answer.rows[0].get("accounts", []) if answer.rows else []
            self.keys = self.keyring([str(account) for account in accounts])
        return answer

    def control(self, verb: str, body: Row) -> Answer:
        """Serve a control verb. A thaw answers the requests that wait."""
        answer = self.venue.ctl(verb, body)
        if verb == "thaw" and answer.status == "ok":
            self._release({row["ticket"]: row for row in answer.rows if "ticket" in row})
        return answer

    async def wait(self, ticket: int) -> Answer:
        """The answer to a request that was queued, when the engine thaws."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[ticket] = future
        try:
            return await future
        finally:
            self._waiting.pop(ticket, None)

    def perform(self, operation: Operation, account: str, body: Row) -> Answer:
        """Serve one request of one account."""
        self.before_request()
        return self.venue.do(Request(account, operation.method, operation.path, body))

    def look_up(self, operation: Operation, account: str | None, query: Row) -> Answer:
        """Read the table that an operation is about."""
        self.before_request()
        symbol = query["symbol"].upper() if "symbol" in query else None
        return self.venue.read(operation.table, account, symbol)

    def chosen(self, operation: Operation, answer: Answer, query: Row) -> str:
        """The rows of a read that a query asks for, as JSON.

        Raises:
            HttpRefusal: the query is wrong.
        """
        symbol = query["symbol"].upper() if "symbol" in query else None
        table, rows = operation.table, answer.rows
        if table == "orderBookL2":
            rows = book([row for row in rows if row["symbol"] == symbol], query)
        elif not operation.many:
            return self._of_currency(operation, rows, query.get("currency", "XBt"))
        else:
            query = {"count": COUNT_MAX, **query} if table == "position" else query
            rows = rows_of_query(table, rows, query, dict(operation.fixed))
        return write_rows(self.shown(rows), self._numbers[table])

    def shown(self, rows: list[Row]) -> list[Row]:
        """Rows as the API shows them: an account is a number."""
        numbers = self.keys.numbers
        return [
            {**row, "account": numbers.get(row["account"], row["account"])}
            if row.get("account") is not None
            else row
            for row in rows
        ]

    def written(self, operation: Operation, answer: Answer) -> str:
        """The rows of a request that was granted, as JSON."""
        numbers = self._numbers[operation.table]
        rows = self.shown(answer.rows)
        if operation.many:
            return write_rows(rows, numbers)
        return write_row(rows[0] if rows else {}, numbers)

    def _of_currency(self, operation: Operation, rows: list[Row], currency: str) -> str:
        numbers = self._numbers[operation.table]
        if currency.lower() == ALL_CURRENCIES:
            return write_rows(self.shown(rows), numbers)
        for row in self.shown(rows):
            if row.get("currency") == currency:
                return write_row(row, numbers)
        raise malformed_request("Invalid currency")

    def _release(self, rows: dict[int, Row], *, shed: bool = False) -> None:
        for ticket, future in list(self._waiting.items()):
            if future.done():
                continue
            if ticket in rows:
                future.set_result(thawed_answer(rows[ticket]))
            elif shed:
                error = {"message": OVERLOADED, "name": "HTTPError"}
                future.set_result(Answer("shed", [], error, 503))


def thawed_answer(row: Row) -> Answer:
    """The answer in a row of a thaw."""
    status: Any = row.get("status", "errored")
    default = {"ok": OK, "rejected": 400, "shed": 503}.get(status, FAILED)
    return Answer(status, row.get("rows") or [], row.get("error"), row.get("code") or default)


def refusal_of(answer: Answer) -> HttpRefusal:
    """What a venue's answer that is no success is over HTTP.

    The code is the venue's own: a venue that refuses with 200 is to be seen doing so.
    """
    error: dict[str, Any] = answer.error or {}
    message = str(error.get("message", answer.status))
    name = str(error.get("name", "HTTPError"))
    if answer.status == "errored":
        log.error("the venue failed: %s", message)
        return HttpRefusal(answer.code if answer.code != OK else FAILED, message, name)
    return HttpRefusal(answer.code, message, name)
