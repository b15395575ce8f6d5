"""Parts: a venue that declares a part of another one and neither serves nor shows the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from solvent_conformance.protocol.market import book_of
from solvent_conformance.protocol.session import table_of
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue

_TERMS: Final = {"ordType": "ordTypes", "timeInForce": "timeInForce"}


PLENTY: Final = 10**17
"""Minor units that nobody can run out of."""


class PartOfVenue:
    """What it declares it has from another venue; everything else is answered `unsupported`."""

    def __init__(self, whole: Venue, declared: Mapping[str, object]) -> None:
        self.whole = whole
        self.introduction: Row = {**whole.hello(), **declared}
        self.catalogue = Catalogue.load()

    def hello(self) -> Row:
        """What is declared, over what the other venue says of itself."""
        return self.introduction

    def reset(self, setup: Row) -> Answer:
        """Start anew, if the rulebook and the contracts are declared."""
        if not self._has("rulebooks", setup.get("rulebook")):
            return _unsupported(f"rulebook {setup.get('rulebook')}")
        for symbol in setup.get("instruments", ()):
            if not self._has("instruments", symbol):
                return _unsupported(f"contract {symbol}")
        answer = self.whole.reset(setup)
        if answer.status == "ok" and not self._has_money:
            self._endow(setup)
        return answer

    @property
    def _has_money(self) -> bool:
        declared = self.introduction.get("profiles") or ()
        return "margin" in declared or "arithmetic" in declared

    def _endow(self, setup: Row) -> None:
        """Where nobody can run out of money everybody has some, and every contract a price."""
        book = book_of(setup["rulebook"])
        terms = [self.catalogue.instrument(symbol, book) for symbol in setup["instruments"]]
        if not self._has("controls", "spot"):
            for name in dict.fromkeys(t.index_symbol for t in terms):
                index = self.catalogue.index(name, book)
                for reference, _ in index.weights:
                    body = {"index": str(index.symbol), "reference": reference, "price": "100"}
                    self.whole.ctl("spot", body)
        if not self._has("controls", "deposit"):
            for account in setup["accounts"]:
                for currency in dict.fromkeys(str(t.settl_currency) for t in terms):
                    money = {"account": account, "currency": currency, "amount": PLENTY}
                    self.whole.ctl("deposit", money)

    def do(self, request: Request) -> Answer:
        """Serve a request whose path and terms are declared."""
        if not self._has("requests", f"{request.method} {request.path}"):
            return _unsupported(f"request {request.method} {request.path}")
        for column, declared in _TERMS.items():
            if column in request.body and not self._has(declared, request.body[column]):
                return _unsupported(f"{column} {request.body[column]}")
        for part in filter(None, str(request.body.get("execInst", "")).split(",")):
            if not self._has("execInst", part):
                return _unsupported(f"execInst {part}")
        name, columns = f"{request.method} {request.path}", self.introduction.get("columns") or {}
        return self._shown(
            name if name in columns else table_of(request.path), self.whole.do(request)
        )

    def ctl(self, verb: str, body: Row) -> Answer:
        """Serve a control verb that is declared."""
        if not self._has("controls", verb):
            return _unsupported(f"control {verb}")
        answer = self.whole.ctl(verb, body)
        if verb != "thaw":
            return self._shown("ledger" if verb == "audit" else "", answer)
        rows = [{**row, "rows": self._cut("order", row.get("rows") or [])} for row in answer.rows]
        return Answer(answer.status, rows, answer.error, answer.code, answer.ticket)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The declared columns of a table that is declared."""
        if not self._has("tables", table):
            return _unsupported(f"table {table}")
        return self._shown(table, self.whole.read(table, account, symbol))

    def events(self, cursor: int = 0) -> Answer:
        """The other venue's changes are not told: they would name what is not declared."""
        del cursor
        return _unsupported("feed")

    def bye(self) -> None:
        """Stop the other venue."""
        self.whole.bye()

    def _has(self, name: str, value: object) -> bool:
        declared = self.introduction.get(name)
        return (
            not isinstance(declared, list)
            or value in declared
            or (name == "instruments" and not declared)
        )

    def _shown(self, table: str, answer: Answer) -> Answer:
        rows = self._cut(table, answer.rows)
        return Answer(answer.status, rows, answer.error, answer.code, answer.ticket)

    def _cut(self, table: str, rows: list[Row]) -> list[Row]:
        columns = (self.introduction.get("columns") or {}).get(table)
        if columns is None:
            return rows
        # Why an item of an answer was refused is no column of the table.
        kept = {*columns, "error"}
        return [{c: v for c, v in row.items() if c in kept} for row in rows]


def _unsupported(what: str) -> Answer:
    error = {"message": f"this venue has no {what}", "name": "HTTPError"}
    return Answer("unsupported", error=error, code=404)
