"""Sessions: a venue as the suite speaks to it, with every identifier made symbolic.

Two venues give the same order two different identifiers. A session replaces the identifiers
of its venue by labels of steps and by order of appearance, in both directions.
"""

from __future__ import annotations

from typing import Final

from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import LABEL, JsonValue, Step
from solvent_conformance.protocol.market import with_definitions
from solvent_spec.vocabulary.messages import PUBLIC_TABLES, Answer, Request, Row, Venue

UNKNOWN_ORDER: Final = "00000000-0000-4000-8000-{:012d}"
"""Stands in a request for an order that the venue never made."""

_ORDER_COLUMNS: Final = ("orderID",)


class Session:
    """One conversation with one venue. Mutable: it learns the venue's identifiers.

    With capabilities nobody is shown a column that they declare absent, whoever shows it; of a row
    that was read for an account it is known whose it is.
    """

    def __init__(self, venue: Venue, capabilities: Capabilities | None = None) -> None:
        self.venue = venue
        # A table whose columns are all declared is handed on as it is.
        self._learns = capabilities is None or capabilities.identifies_orders
        self._cut = None if capabilities is None or not capabilities.columns else capabilities.cut
        self._order_ids: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._matches: dict[str, str] = {}
        self._executions: dict[str, str] = {}
        self._strangers = 0
        self._tickets: dict[int, str] = {}
        self._queued = 0

    def send(self, step: Step) -> Answer:
        """Serve a step; the answer's identifiers are symbolic."""
        message = step.message
        if step.kind == "reset":
            self._forget()
            return self._symbolic(self.venue.reset(with_definitions(message)))
        if step.kind == "read":
            rows = self.venue.read(message["table"], message.get("account"), message.get("symbol"))
            return self._symbolic(rows, message["table"], message.get("account"))
        if step.kind == "ctl":
            answer = self.venue.ctl(message["verb"], message.get("body", {}))
            if message["verb"] == "thaw":
                self._learn_queued(answer)
            return self._symbolic(answer, "order" if message["verb"] == "thaw" else "ledger")
        body = self._concrete(message.get("body", {}))
        request = Request(message["account"], message["method"], message["path"], body)
        answer = self.venue.do(request)
        if step.label and answer.status == "ok" and answer.rows:
            self._learn(step.label, answer.rows[0])
        if answer.ticket is not None:
            self._tickets[answer.ticket] = step.label
        return self._symbolic(answer, table_of(request.path), request.account, step.request)

    def read(self, table: str, account: str | None = None) -> list[Row] | None:
        """The rows of a table with symbolic identifiers; none when the venue does not answer ok."""
        answer = self.venue.read(table, account, None)
        if answer.status != "ok":
            return None
        return [self.symbolic_row(self._shown(row, table, account)) for row in answer.rows]

    def _shown(self, row: Row, table: str, account: str | None, request: str = "") -> Row:
        """The declared columns of a row."""
        if self._cut is None:
            return row
        shown = self._cut(table, row, request)
        if account is not None and table not in PUBLIC_TABLES and "account" not in shown:
            return {**shown, "account": account}
        return shown

    def label_of(self, identifier: object) -> str | None:
        """The label of the step that placed an order of the venue's; none of anybody else's."""
        known = self._labels.get(identifier) if isinstance(identifier, str) else None
        return known.removeprefix(LABEL) if known is not None and known.startswith(LABEL) else None

    def symbolic_row(self, row: Row) -> Row:
        """The row with labels instead of identifiers, of executions in order of appearance."""
        result = dict(row)
        for column in _ORDER_COLUMNS:
            if isinstance(result.get(column), str):
                result[column] = self._label_of(result[column])
        execution = result.get("execID")
        if isinstance(execution, str):
            label = f"execution {len(self._executions)}"
            result["execID"] = self._executions.setdefault(execution, label)
        match = result.get("trdMatchID")
        if isinstance(match, str):
            result["trdMatchID"] = self._matches.setdefault(match, f"match {len(self._matches)}")
        return result

    def _symbolic(
        self, answer: Answer, table: str = "", account: str | None = None, request: str = ""
    ) -> Answer:
        rows = [self.symbolic_row(self._shown(r, table, account, request)) for r in answer.rows]
        for row in rows:
            if isinstance(row.get("rows"), list):
                row["rows"] = [
                    self.symbolic_row(self._shown(r, "order", None))
                    for r in row["rows"]
                    if isinstance(r, dict)
                ]
            if isinstance(row.get("ticket"), int):
                row["ticket"] = self._tickets.get(row["ticket"]) or "unlabelled"
        ticket = None if answer.ticket is None else 0
        return Answer(answer.status, rows, answer.error, answer.code, ticket)

    def _concrete(self, body: Row) -> Row:
        return {key: self._identifier(value) for key, value in body.items()}

    def _identifier(self, value: JsonValue) -> JsonValue:
        if isinstance(value, list):
            return [self._identifier(part) for part in value]
        if not isinstance(value, str) or not value.startswith(LABEL):
            return value
        label = value.removeprefix(LABEL)
        digits = int(label) if label.isdecimal() and len(label) <= 9 else 0
        return self._order_ids.get(label, UNKNOWN_ORDER.format(digits))

    def _learn(self, label: str, row: Row) -> None:
        identifier = row.get("orderID")
        # One side must not know an order by its step that the other side cannot know.
        if self._learns and isinstance(identifier, str):
            self._order_ids[label] = identifier
            self._labels[identifier] = LABEL + label

    def _learn_queued(self, answer: Answer) -> None:
        for row in answer.rows:
            label = self._tickets.get(row.get("ticket", -1), "")
            rows = row.get("rows")
            if label and row.get("status") == "ok" and rows:
                self._learn(label, rows[0])

    def _label_of(self, identifier: str) -> str:
        if identifier not in self._labels:
            self._labels[identifier] = f"order {self._strangers}"
            self._strangers += 1
        return self._labels[identifier]

    def _forget(self) -> None:
        self._executions.clear()
        for table in (self._order_ids, self._labels, self._matches, self._tickets):
            table.clear()
        self._strangers = 0


def table_of(path: str) -> str:
    """The table whose rows answer a request."""
    return "position" if path.startswith("/position") else "order"


def answer_row(answer: Answer) -> Row:
    """An answer as the JSON object that a transcript keeps."""
    row: Row = {"status": answer.status, "rows": answer.rows, "code": answer.code}
    if answer.error is not None:
        row["error"] = answer.error
    return row
