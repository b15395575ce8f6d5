"""A venue that has a part of the protocol: what an adapter for one's own engine starts from.

Subclass `PartialVenue`, declare what the engine has, and write a method for each of it. What is
not declared is answered `unsupported`, also an order of a type, with a time in force or with an
instruction that is not, and what the engine refuses `rejected`. So is what names a contract that
the last reset did not: of that an engine is not told.

What every adapter needs stands beside it: which way an order trades, the rows of a cancel, the
rows that a read asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from solvent_adapter.setup import Setup, read_setup
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import do
from solvent_conformance.protocol.needs import has_needs
from solvent_spec.vocabulary.commands import (
    AmendOrder,
    CancelAllOrders,
    CancelOrder,
    PlaceOrder,
    SetIsolated,
    SetLeverage,
    SetRiskLimit,
    TransferMargin,
)
from solvent_spec.vocabulary.messages import PROTOCOL, Answer, Request, Row
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.requests import Malformed, Unsupported, command_of, order_uuid

METHODS: dict[type, str] = {
    PlaceOrder: "place_order",
    AmendOrder: "amend_order",
    CancelOrder: "cancel_order",
    CancelAllOrders: "cancel_all_orders",
    SetLeverage: "set_leverage",
    SetIsolated: "set_isolated",
    SetRiskLimit: "set_risk_limit",
    TransferMargin: "transfer_margin",
}
"""The method that serves each command; it gets the command and returns the rows of the answer."""


class Refusal(Exception):
    """Raise it with the text of a refusal; `name` goes into the error beside it."""

    def __init__(self, message: str, name: str = "HTTPError") -> None:
        super().__init__(message)
        self.name = name


def side_and_quantity(order: PlaceOrder) -> tuple[str, int]:
    """Which way an order trades, `"Buy"` or `"Sell"`, and how many contracts it asks for.

    Without a side the sign of the quantity is the side. With one the quantity is what was sent,
    which may be zero or less: that an order asks for nothing is for the engine to refuse. A
    quantity that is missing is zero.
    """
    qty = int(order.order_qty or 0)
    if order.side is not None:
        return order.side.value, qty
    return ("Sell" if qty < 0 else "Buy"), abs(qty)


def unknown_order(order_id: str, cl_ord_id: str = "") -> Row:
    """The row of a cancel that names none of the account's orders (ORDR-028)."""
    text = Reject.INVALID_ORDER_ID.value
    named = {"orderID": order_id or None, "clOrdID": cl_ord_id}
    return {**named, "ordStatus": "Rejected", "ordRejReason": text, "error": text}


def finished_order(row: Row, status: str) -> Row:
    """The row of a cancel that came too late, from the order's row and its status (ORDR-042)."""
    return {**row, "error": f"Unable to cancel order due to existing state: {status}"}


def rows_of(rows: Iterable[Row], account: str | None, symbol: str | None) -> list[Row]:
    """The rows that a read asks for; a row without an account or a symbol is everybody's.

    >>> rows_of([{"account": "anna"}, {"account": "bert"}], "anna", "XBTUSD")
    [{'account': 'anna'}]
    """
    mine = (row for row in rows if account in {None, row.get("account", account)})
    return [row for row in mine if symbol in {None, row.get("symbol", symbol)}]


class PartialVenue:
    """The protocol around an engine.

    `declares` is what `hello` says; `Venue.hello` in `solvent_spec.vocabulary.messages` lists the
    fields. Write `open(setup)`, a method of `METHODS` for each request declared (for
    `DELETE /order` it is there, and `cancel_one` is what to write), `control(verb, body)` and
    `table(name, account, symbol)`.
    """

    declares: ClassVar[Row] = {}
    _declared: Capabilities | None = None
    _symbols: tuple[str, ...] = ()

    def open(self, setup: Setup) -> None:
        """Start anew: `setup.accounts`, `setup.contracts` with their terms, `setup.indices` with
        their constituents, `setup.book` with the parameters of the rulebook, `setup.clock`.
        """
        raise NotImplementedError

    def control(self, verb: str, body: Row) -> None:
        """Serve a control verb that is declared; by default it changes nothing."""

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        """The rows of a table that is declared."""
        raise NotImplementedError

    def cancel_order(self, command: CancelOrder) -> list[Row]:
        """A row for each order that is named, whatever became of the others."""
        named = [(order_uuid(number or 0), "") for number in command.order_ids]
        named += [("", name) for name in command.cl_ord_ids]
        return [self.cancel_one(command.account, *names) for names in named]

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        """Cancel one order by its id or, where that is empty, by its account's name for it.

        The row of the order as it stands then; `unknown_order` or `finished_order` where there
        is nothing to cancel.
        """
        raise NotImplementedError

    # The protocol.

    def hello(self) -> Row:
        """What the engine is and has."""
        return {"protocol": PROTOCOL, "version": "0", "columns": {}, **self.declares}

    def reset(self, setup: Row) -> Answer:
        """Start anew."""
        try:
            opened = read_setup(setup)
        except ValueError as error:
            return _rejected(str(error), "SetupError")
        self._symbols = opened.instruments
        return self._answer(lambda: self.open(opened), [opened.row()])

    def do(self, request: Request) -> Answer:
        """Read a request and hand it to its method."""
        if f"{request.method} {request.path}" not in self.declares.get("requests", ()):
            return _unsupported(f"request {request.method} {request.path}")
        try:
            command = command_of(request.account, request.method, request.path, request.body)
        except Malformed as error:
            return _rejected(error.message, code=error.code)
        except Unsupported as error:
            return _unsupported(str(error))
        step = do(request.account, f"{request.method} {request.path}", request.body)
        if not has_needs(step, self._capabilities()):
            return _unsupported("such order")
        symbol = getattr(command, "symbol", None)
        if symbol is not None and symbol not in self._symbols:
            return _rejected(Reject.INVALID_SYMBOL.value)
        method: Callable[[Any], Iterable[Row]] = getattr(self, METHODS[type(command)])
        return self._answer(lambda: method(command))

    def ctl(self, verb: str, body: Row) -> Answer:
        """Hand on a control verb."""
        if verb not in self.declares.get("controls", ()):
            return _unsupported(f"control {verb}")
        return self._answer(lambda: self.control(verb, body), [])

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """Hand on a read."""
        if table not in self.declares.get("tables", ()):
            return _unsupported(f"table {table}")
        return self._answer(lambda: self.table(table, account, symbol))

    def events(self, cursor: int = 0) -> Answer:
        """There is no feed."""
        del cursor
        return _unsupported("feed")

    def bye(self) -> None:
        """Stop; by default there is nothing to release."""

    def _capabilities(self) -> Capabilities:
        if self._declared is None:
            self._declared = Capabilities.of(self.hello())
        return self._declared

    def _answer(self, serve: Callable[[], object], rows: list[Row] | None = None) -> Answer:
        try:
            served = serve()
        except Refusal as error:
            return _rejected(str(error), error.name)
        return Answer("ok", list(served) if rows is None else rows)  # type: ignore[call-overload] # rows of a table or of an answer


def _error(message: str, name: str) -> Row:
    return {"message": message, "name": name}


def _rejected(message: str, name: str = "HTTPError", code: int = 400) -> Answer:
    return Answer("rejected", error=_error(message, name), code=code)


def _unsupported(what: str) -> Answer:
    return Answer("unsupported", error=_error(f"this venue has no {what}", "HTTPError"), code=404)
