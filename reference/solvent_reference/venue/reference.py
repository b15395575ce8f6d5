"""The reference as a venue: the seven methods of the protocol around the engine."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from solvent_adapter.setup import Setup, read_setup
from solvent_reference import tables
from solvent_reference.decisions import decide
from solvent_reference.decisions.orders.endings import UNCOVERED
from solvent_reference.reckoning.orders import find_order
from solvent_reference.venue.admission import AdmittedRequest, Queue
from solvent_reference.venue.answers import bare_error
from solvent_reference.venue.controls import controls_of
from solvent_reference.venue.engine import Engine
from solvent_reference.venue.feed import ChangeFeed
from solvent_reference.venue.opening import open_exchange
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import AmendOrder, CancelOrder, PlaceOrder
from solvent_spec.vocabulary.commands import Request as RequestCommand
from solvent_spec.vocabulary.events import (
    Event,
    OrderAccepted,
    OrderAmended,
    OrderEnded,
    RequestRejected,
)
from solvent_spec.vocabulary.messages import (
    CONTROLS,
    PROTOCOL,
    REQUESTS,
    TABLES,
    Answer,
    Request,
    Row,
)
from solvent_spec.vocabulary.requests import Malformed, Unsupported, command_of, order_uuid
from solvent_spec.vocabulary.units import AccountId, OrderId, Symbol

VERSION: Final = "0.1.0"


PROFILES: Final = ["arithmetic", "trading", "margin", "overload", "api"]


class ReferenceVenue:
    """The reference behind the protocol. A wrong venue is made by giving it other rules."""

    def __init__(
        self, rules: type[Rules] = Rules, *, name: str = "solvent-reference", journal: bool = False
    ) -> None:
        self.rules_type = rules
        self.name = name
        self.keeps_journal = journal
        self._start(read_setup({}))

    def _start(self, setup: Setup) -> None:
        self.setup = setup
        self.rules = self.rules_type(setup.book, setup.policies)
        exchange = open_exchange(setup, self.rules)
        self.engine = Engine(exchange, self.rules, [] if self.keeps_journal else None)
        self.queue = Queue()
        self.feed = ChangeFeed()

    # The seven methods.

    def hello(self) -> Row:
        """Identity and capabilities: everything the protocol knows."""
        return {
            "protocol": PROTOCOL,
            "name": self.name,
            "version": VERSION,
            "profiles": list(PROFILES),
            "tables": list(TABLES),
            "requests": list(REQUESTS),
            "controls": list(CONTROLS),
            "columns": {},
            "definitions": True,
        }

    def reset(self, setup: Row) -> Answer:
        """Forget everything and start anew."""
        try:
            self._start(read_setup(setup))
        except ValueError as error:
            return bare_error("rejected", str(error), "SetupError", 400)
        return Answer("ok", [self.setup.row()])

    def do(self, request: Request) -> Answer:
        """Serve one request, or queue it while the engine is frozen, or shed it."""
        if self.engine.exchange.stopped:
            return self._stopped()
        if request.account not in self.engine.exchange.accounts or request.account.startswith("#"):
            return bare_error("rejected", "Invalid API Key.", "HTTPError", 401)
        try:
            command = command_of(request.account, request.method, request.path, request.body)
        except Malformed as error:
            return bare_error("rejected", error.message, "HTTPError", error.code)
        except Unsupported as error:
            return bare_error("unsupported", str(error), "HTTPError", 404)
        if isinstance(command, PlaceOrder) and self.rules.refuses_on_arrival():
            refusal = self._hopeless(command)
            if refusal is not None:
                return refusal
        entry = self.queue.arrive(self.rules, request, command)
        if entry is None:
            code, message, name = self.rules.overload_answer()
            return bare_error("shed", message, name, code)
        if self.queue.frozen:
            return Answer("queued", code=202, ticket=entry.ticket)
        answer = self.serve_next()[1]
        while self.queue.waiting:
            self.serve_next()
        return answer

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve a control verb; one that is unknown is unsupported, a bad body is rejected."""
        control = controls_of(self).get(verb)
        if control is None:
            return bare_error("unsupported", f"there is no control {verb!r}", "HTTPError", 404)
        if self.engine.exchange.stopped:
            return self._stopped()
        try:
            return control(body)
        except ValueError as error:
            problem = f"control {verb}: {error}"
            return bare_error("rejected", problem, "HTTPError", 400)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows of a table."""
        if self.engine.exchange.stopped:
            return self._stopped()
        if self.queue.frozen and self.rules.reads_wait(len(self.queue.waiting)):
            return Answer("queued", code=202, ticket=0)
        reader = self._tables(
            None if account is None else AccountId(account),
            None if symbol is None else Symbol(symbol),
        ).get(table)
        if reader is None:
            return bare_error("unsupported", f"there is no table {table!r}", "HTTPError", 404)
        return Answer("ok", reader())

    def events(self, cursor: int = 0) -> Answer:
        """Changes of the tables since a cursor."""
        self.feed.refresh(self._tables(None, None))
        return Answer("ok", self.feed.since(cursor))

    def bye(self) -> None:
        """Nothing is held that would have to be released."""

    # How they are served.
    def serve_next(self) -> tuple[AdmittedRequest, Answer]:
        """Serve the request whose turn it is; the queue must not be empty."""
        entry = self.queue.serve(self.rules)
        return entry, self._execute(entry.message, entry.command)

    def _execute(self, request: Request, command: RequestCommand) -> Answer:
        engine = self.engine
        events = engine.execute(command)
        if engine.exchange.stopped:
            return self._stopped()
        if events and isinstance(events[0], RequestRejected):
            return self._refused(events[0])
        return Answer("ok", self._result(request, command, events))

    def _refused(self, refusal: RequestRejected) -> Answer:
        error = self.rules.error_body(refusal.message, refusal.name)["error"]
        return Answer("rejected", error=dict(error), code=refusal.code)

    def _hopeless(self, order: PlaceOrder) -> Answer | None:
        """The refusal of an order that the balance cannot pay at this moment."""
        first = next(decide(self.engine.exchange, self.rules, order), None)
        unpaid = isinstance(first, RequestRejected) and first.message.startswith(UNCOVERED)
        return self._refused(first) if unpaid and isinstance(first, RequestRejected) else None

    def _stopped(self) -> Answer:
        """All that a stopped venue answers."""
        reason = f"venue stopped: {self.engine.exchange.stopped}"
        return bare_error("errored", reason, "VenueStopped", 503)

    def _result(self, request: Request, command: RequestCommand, events: list[Event]) -> list[Row]:
        """The rows that answer a granted request."""
        exchange = self.engine.exchange
        if isinstance(command, PlaceOrder):
            accepted = next(e for e in events if isinstance(e, OrderAccepted))
            return [self._order(accepted.order_id)]
        if isinstance(command, AmendOrder):
            changed = next(e for e in events if isinstance(e, OrderAmended | OrderEnded))
            return [self._order(changed.order_id)]
        if isinstance(command, CancelOrder):
            return self._canceled(command, events)
        if request.path == "/order/all":
            return [self._order(e.order_id) for e in events if isinstance(e, OrderEnded)]
        position = exchange.position(AccountId(request.account), Symbol(request.body["symbol"]))
        return [tables.position_row(exchange, self.rules, position)]

    def _canceled(self, command: CancelOrder, events: list[Event]) -> list[Row]:
        exchange = self.engine.exchange
        ended = {e.order_id for e in events if isinstance(e, OrderEnded)}
        named = [(i, "") for i in command.order_ids] + [(None, c) for c in command.cl_ord_ids]
        rows: list[Row] = []
        for order_id, cl_ord_id in named:
            order = find_order(exchange, self.rules, command.account, order_id, cl_ord_id)
            if order is None:
                unknown = "Invalid orderID"
                rows.append(
                    {
                        "orderID": None if order_id is None else order_uuid(order_id),
                        "clOrdID": cl_ord_id,
                        "ordStatus": "Rejected",
                        "ordRejReason": unknown,
                        "error": unknown,
                    }
                )
                continue
            row = self._order(order.order_id)
            if order.order_id not in ended:
                row["error"] = self.rules.cancel_of_finished(order.status)
            rows.append(row)
        return rows

    def _order(self, order_id: OrderId) -> Row:
        exchange = self.engine.exchange
        return tables.order_row(exchange, self.rules, exchange.orders[order_id])

    def _tables(
        self, account: AccountId | None, symbol: Symbol | None
    ) -> dict[str, Callable[[], list[Row]]]:
        exchange, rules = self.engine.exchange, self.rules
        return {
            "order": partial(tables.order_rows, exchange, rules, account, symbol),
            "execution": partial(tables.execution_rows, exchange, rules, account, symbol),
            "position": partial(tables.position_rows, exchange, rules, account, symbol),
            "margin": partial(tables.margin_rows, exchange, rules, account),
            "wallet": partial(tables.wallet_rows, exchange, rules, account),
            "instrument": partial(tables.instrument_rows, exchange, rules, symbol),
            "orderBookL2": partial(tables.order_book_rows, exchange, rules, symbol),
            "trade": partial(tables.trade_rows, exchange, rules, symbol),
            "funding": partial(tables.funding_rows, exchange, symbol),
            "insurance": partial(tables.insurance_rows, exchange),
            "liquidation": partial(tables.liquidation_rows, exchange, symbol),
            "ledger": partial(tables.ledger_rows, exchange),
        }
