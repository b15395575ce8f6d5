"""Venues that are right, in another way than the reference."""

from __future__ import annotations

import hashlib
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Final

from solvent_conformance.specimens.alterations import AlteredRows
from solvent_conformance.specimens.registry import benign
from solvent_reference.decisions.orders import endings
from solvent_spec.rules.funding.executions import NO_ORDER
from solvent_spec.vocabulary.messages import KEYS, Answer, Request, Row

_IDS: Final = ("orderID", "execID", "trdMatchID")
_BY_TIME: Final = frozenset({"execution", "trade", "funding"})


def _uuid(text: str) -> str:
    digits = hashlib.sha256(text.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


@benign
class OtherIds(AlteredRows):
    """Identifiers that count nothing and stand in no order."""

    def __init__(self) -> None:
        super().__init__()
        self.meant: dict[str, str] = {}

    def alter(self, table: str, row: Row) -> Row:
        """Each identifier is replaced by its hash; no order stays no order."""
        named = {c: row[c] for c in _IDS if isinstance(row.get(c), str) and row[c] != NO_ORDER}
        hashed = {column: _uuid(identity) for column, identity in named.items()}
        self.meant.update({hashed[column]: identity for column, identity in named.items()})
        nested = row.get("rows")
        rows = {"rows": [self.alter(table, r) for r in nested]} if isinstance(nested, list) else {}
        return row | hashed | rows

    def do(self, request: Request) -> Answer:
        """The identifiers of a request are translated back."""
        body = {key: self._meant(value) for key, value in request.body.items()}
        return super().do(Request(request.account, request.method, request.path, body))

    def ctl(self, verb: str, body: Row) -> Answer:
        """The rows of a thaw name orders too."""
        answer = super().ctl(verb, body)
        return self._altered("order", answer) if verb == "thaw" else answer

    def _meant(self, value: object) -> object:
        if isinstance(value, list):
            return [self._meant(part) for part in value]
        return self.meant.get(value, value) if isinstance(value, str) else value


@benign
class OtherColumns(AlteredRows):
    """Rows whose columns stand in another order, among columns that nobody knows."""

    def alter(self, table: str, row: Row) -> Row:
        """Backwards, with more."""
        return {"zone": "here", **dict(reversed(row.items())), "weight": 3, "note": None}


@benign
class LaterTimestamps(AlteredRows):
    """Rows are stamped when they are written, two milliseconds after what they tell."""

    def alter(self, table: str, row: Row) -> Row:
        """All but the instants of trades and of funding."""
        stamp = row.get("timestamp")
        if table in {"trade", "funding"} or not isinstance(stamp, str):
            return row
        later = datetime.fromisoformat(stamp) + timedelta(milliseconds=2)
        return row | {"timestamp": f"{later:%Y-%m-%dT%H:%M:%S}.{later.microsecond // 1000:03d}Z"}


@benign
class OtherRowOrder(AlteredRows):
    """Tables that are not ordered by time come in the order of their keys as texts, backwards."""

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """The rows, ordered anew."""
        answer = super().read(table, account, symbol)
        if table in _BY_TIME or answer.status != "ok":
            return answer
        keys = KEYS[table]
        rows = sorted(answer.rows, key=lambda row: [str(row.get(k)) for k in keys], reverse=True)
        return Answer("ok", rows)


@benign
class CopiesOfRows(AlteredRows):
    """Every row is a copy, and nothing that is sent is kept."""

    def alter(self, table: str, row: Row) -> Row:
        """A deep copy."""
        return deepcopy(row)

    def do(self, request: Request) -> Answer:
        """The request is copied as well."""
        return super().do(deepcopy(request))


@benign
class OtherTickets(AlteredRows):
    """Tickets count down from a million, and the queue is served in batches of two."""

    def do(self, request: Request) -> Answer:
        """A ticket of another kind."""
        answer = super().do(request)
        ticket = None if answer.ticket is None else 10**6 - answer.ticket
        return Answer(answer.status, answer.rows, answer.error, answer.code, ticket)

    def ctl(self, verb: str, body: Row) -> Answer:
        """Two are served, then the next two, until none waits."""
        if verb != "thaw":
            return super().ctl(verb, body)
        rows: list[Row] = []
        waiting = self.queue.waiting
        while waiting:
            later = waiting[2:]
            del waiting[2:]
            rows += super().ctl("thaw", {}).rows
            waiting.extend(later)
        self.queue.frozen = False
        for row in rows:
            row["ticket"] = 10**6 - row["ticket"]
        return Answer("ok", rows)


@benign
class OtherWords(AlteredRows):
    """Where no clause fixes the words of a reason, the venue has its own."""

    def alter(self, table: str, row: Row) -> Row:
        """The reasons of the venue's own cancellations."""
        text = row.get("text")
        if not isinstance(text, str):
            return row
        for number, reason in enumerate(_OWN_REASONS):
            text = text.replace(f"Canceled: {reason}\n", f"Canceled: for reason {number}\n")
        return row | {"text": text}


_OWN_REASONS: Final = (
    endings.NO_LIQUIDITY,
    endings.STOPPED_OUT,
    endings.KILLED,
    endings.UNCOVERED,
    endings.CLOSED_OVER,
    endings.SELF_MATCH,
)
