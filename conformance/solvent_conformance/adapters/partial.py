"""A venue that has a part of the protocol: what an adapter for one's own engine starts from.

Subclass `PartialVenue`, declare what the engine has, and write a method for each of it. What is
not declared is answered `unsupported`, also an order of a type, with a time in force or with an
instruction that is not, and what the engine refuses `rejected`.
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
from solvent_spec.vocabulary.requests import Malformed, Unsupported, command_of

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


class PartialVenue:
    """The protocol around an engine.

    `declares` is what `hello` says; `Venue.hello` in `solvent_spec.vocabulary.messages` lists the
    fields. Write `open(setup)`, a method of `METHODS` for each request declared,
    `control(verb, body)` and `table(name, account, symbol)`.
    """

    declares: ClassVar[Row] = {}
    _declared: Capabilities | None = None

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

    # The protocol.

    def hello(self) -> Row:
        """What the engine is and has."""
        return {"protocol": PROTOCOL, "version": "0", "columns": {}, **self.declares}

    def reset(self, setup: Row) -> Answer:
        """Start anew."""
        try:
            opened = read_setup(setup)
        except ValueError as error:
            return Answer("rejected", error=_error(str(error), "SetupError"), code=400)
        return self._answer(lambda: self.open(opened), [opened.row()])

    def do(self, request: Request) -> Answer:
        """Read a request and hand it to its method."""
        if f"{request.method} {request.path}" not in self.declares.get("requests", ()):
            return _unsupported(f"request {request.method} {request.path}")
        try:
            command = command_of(request.account, request.method, request.path, request.body)
        except Malformed as error:
            return Answer("rejected", error=_error(error.message, "HTTPError"), code=error.code)
        except Unsupported as error:
            return _unsupported(str(error))
        step = do(request.account, f"{request.method} {request.path}", request.body)
        if not has_needs(step, self._capabilities()):
            return _unsupported("such order")
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
            return Answer("rejected", error=_error(str(error), error.name), code=400)
        return Answer("ok", list(served) if rows is None else rows)  # type: ignore[call-overload] # rows of a table or of an answer


def _error(message: str, name: str) -> Row:
    return {"message": message, "name": name}


def _unsupported(what: str) -> Answer:
    return Answer("unsupported", error=_error(f"this venue has no {what}", "HTTPError"), code=404)
