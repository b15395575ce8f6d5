"""HTTP: a venue that is a server, reached through the API and its control routes."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from solvent_conformance.adapters.api_keys import Keys, keys_of
from solvent_conformance.adapters.api_refusals import ABSENT, error_in, status_of
from solvent_conformance.adapters.api_rows import api_body, exact_json, protocol_rows
from solvent_conformance.adapters.channel import Command
from solvent_conformance.adapters.connection import HttpConnection, StaleConnection
from solvent_conformance.adapters.conversation import DEADLINE, Conversation
from solvent_conformance.adapters.failures import (
    AdapterInvalid,
    GarbageAnswer,
    VenueCrashed,
    VenueHung,
    excerpt,
)
from solvent_conformance.adapters.json_texts import Misshapen, WrongType, parse_json
from solvent_conformance.adapters.process import LINE_LIMIT, EndOfProcess, Late, Unreadable
from solvent_conformance.adapters.row_order import rows_in_order
from solvent_conformance.adapters.validation import answer_of, check_answer
from solvent_spec.vocabulary.messages import PUBLIC_TABLES, REQUESTS, Answer, Row

BASE: Final = "/api/v1"
CONTROL: Final = "/conformance"
PAGE: Final = 500
"""Rows of a page, the most that the API gives."""

_PAGED: Final = "count=500&reverse=false"
TARGETS: Final[Mapping[str, tuple[str, str]]] = {
    "order": ("/order", _PAGED),
    "execution": ("/execution", _PAGED),
    "position": ("/position", ""),
    "margin": ("/user/margin", "currency=all"),
    "wallet": ("/user/wallet", "currency=all"),
    "instrument": ("/instrument", _PAGED),
    "orderBookL2": ("/orderBook/L2", "depth=0"),
    "trade": ("/trade", _PAGED),
    "funding": ("/funding", _PAGED),
    "insurance": ("/insurance", _PAGED),
    "liquidation": ("/liquidation", _PAGED),
}
"""Table to the path that gives it, and the query that gives all of it."""

_WITHOUT_SYMBOL: Final = frozenset({"position", "margin", "wallet"})


class HttpChannel:
    """Commands as requests to a server."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self._prefix = parts.path.rstrip("/")
        self._connection = HttpConnection(parts)
        self._keys = Keys({})
        self._symbols: list[str] = []
        self._offered = frozenset(REQUESTS)
        self.received = 0
        self._exchange: tuple[bytes | str, bytes | str] = (b"", b"")
        self._end = 0.0
        self._most = 0

    def ask(self, command: Command, deadline: float) -> Answer:
        """Serve a command with one request, or with as many as its pages and accounts need.

        Raises:
            VenueCrashed, VenueHung, GarbageAnswer: there is no answer, or what came is none.
        """
        self._end = time.monotonic() + deadline
        self._most = self.received + LINE_LIMIT
        try:
            return check_answer(self._served(command), command.table)
        except EndOfProcess as ended:
            crashed = VenueCrashed(str(command), f"the venue {ended}")
            crashed.is_stale = isinstance(ended, StaleConnection)
            raise crashed from None
        except Late:
            raise VenueHung(str(command), f"no answer within {deadline:g} s") from None
        except (Misshapen, Unreadable) as problem:
            text = f"{problem}; the answer was: {excerpt(self._exchange[1])}"
            garbage = GarbageAnswer(str(command), text)
            garbage.is_of_type = isinstance(problem, WrongType)
            raise garbage from None

    def drop(self) -> None:
        """Close the connection; a server is not ours to end."""
        self._connection.close()

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def last_exchange(self) -> tuple[bytes | str, bytes | str]:
        """The request that was last sent, and the code and body that came back."""
        return self._exchange

    def stderr(self) -> str:
        """Nothing: a server's standard error is not seen from here."""
        return ""

    def _served(self, command: Command) -> Answer:
        fields = command.fields
        match command.verb:
            case "hello":
                return self._hello()
            case "reset":
                return self._reset(fields["setup"])
            case "do":
                return self._done(command)
            case "ctl":
                target = f"{CONTROL}/ctl/{quote(fields['verb'], safe='')}"
                return self._controlled("POST", target, fields["body"])
            case "read" if fields["table"] == "ledger":
                return self._controlled("GET", f"{CONTROL}/ledger")
            case "read":
                return self._read(command)
            case "events":
                return self._controlled("GET", f"{CONTROL}/events?cursor={fields['cursor']}")
        return Answer("ok")

    def _hello(self) -> Answer:
        answer = self._controlled("GET", f"{CONTROL}/hello")
        if answer.status == "ok" and answer.rows:
            requests = answer.rows[0].get("requests")
            if isinstance(requests, list):
                self._offered = frozenset(map(str, requests))
        return answer

    def _reset(self, setup: Row) -> Answer:
        answer = self._controlled("POST", f"{CONTROL}/reset", setup)
        if answer.status != "ok":
            return answer
        if len(answer.rows) != 1:
            raise Misshapen(f"rows: expected the one effective setup, got {len(answer.rows)}")
        effective = dict(answer.rows[0])
        self._keys = keys_of(effective.pop("keys", None))
        self._symbols = [str(symbol) for symbol in effective.get("instruments") or ()]
        return Answer("ok", [effective], None, answer.code)

    def _controlled(self, method: str, target: str, body: Row | None = None) -> Answer:
        payload = b"" if body is None else json.dumps(body, separators=(",", ":")).encode()
        code, raw = self._request(method, target, payload, {})
        answer = parse_json(raw)
        if isinstance(answer, dict) and "status" not in answer and code in ABSENT:
            return Answer("unsupported", [], error_in(answer, code), code)
        if isinstance(answer, dict):
            answer = {"code": code, **answer}
        return answer_of(answer)

    def _done(self, command: Command) -> Answer:
        fields = command.fields
        target = BASE + quote(fields["path"], safe="/")
        payload = api_body(fields["body"])
        code, raw = self._signed(fields["account"], fields["method"], target, payload)
        body = exact_json(raw)
        if 200 <= code < 300:
            if code == 202:
                ticket = body.get("ticket") if isinstance(body, dict) else None
                return Answer("queued", [], None, code, ticket)
            return Answer("ok", protocol_rows(body, command.table, self._keys.names), None, code)
        offered = f"{fields['method']} {fields['path']}" in self._offered
        return Answer(status_of(code, offered=offered), [], error_in(body, code), code)

    def _read(self, command: Command) -> Answer:
        table, account, symbol = (command.fields[name] for name in ("table", "account", "symbol"))
        if table not in TARGETS:
            error = {"message": f"the API has no table {table}", "name": "Unsupported"}
            return Answer("unsupported", [], error, 501)
        accounts = (
            [account] if account is not None or table in PUBLIC_TABLES else self._keys.accounts
        )
        symbols = self._symbols if table == "orderBookL2" and symbol is None else [symbol]
        rows: list[Row] = []
        for one in accounts:
            for each in symbols:
                refusal = self._pages(table, one, each, rows)
                if refusal is not None:
                    return refusal
        if symbol is not None and table == "position":
            rows = [row for row in rows if row.get("symbol") == symbol]
        return Answer("ok", rows_in_order(table, check_answer(Answer("ok", rows), table).rows))

    def _pages(
        self, table: str, account: str | None, symbol: str | None, rows: list[Row]
    ) -> Answer | None:
        """Add the rows of all pages; the answer that ends it when one is refused."""
        path, query = TARGETS[table]
        if symbol is not None and table not in _WITHOUT_SYMBOL:
            query = f"{urlencode({'symbol': symbol})}&{query}"
        start = 0
        while True:
            paged = f"{query}&start={start}" if query.endswith(_PAGED) else query
            target = f"{BASE}{path}?{paged}" if paged else f"{BASE}{path}"
            if table in PUBLIC_TABLES:
                code, raw = self._request("GET", target, b"", {})
            else:
                code, raw = self._signed(account or "", "GET", target, b"")
            body = exact_json(raw)
            if code != 200:
                return Answer(status_of(code, offered=False), [], error_in(body, code), code)
            page = protocol_rows(body, table, self._keys.names)
            if len(page) > PAGE and paged is not query:
                raise Misshapen(f"a page of {len(page)} rows, where {PAGE} were asked for")
            rows.extend(page)
            start += PAGE
            if len(page) < PAGE or paged is query:
                return None

    def _signed(self, account: str, method: str, target: str, body: bytes) -> tuple[int, bytes]:
        headers = self._keys.headers(account, method, self._prefix + target, body)
        return self._request(method, target, body, headers)

    def _request(
        self, method: str, target: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        self._exchange = (f"{method} {target} {body.decode()}".rstrip(), b"")
        if body:
            headers["content-type"] = "application/json"
        code, raw = self._connection.ask(method, self._prefix + target, body, headers, self._end)
        self._exchange = (self._exchange[0], f"{code} ".encode() + raw)
        self.received += len(raw)
        if self.received > self._most:  # the pages of one command are one answer
            raise Unreadable(f"answers of more than {LINE_LIMIT} bytes to one command")
        return (code, raw)


def http_venue(url: str, deadline: float = DEADLINE) -> Conversation:
    """The venue behind an address such as `http://127.0.0.1:8765`.

    Raises:
        AdapterInvalid: the address is none.
    """
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound:
        hint = "Write it as http://host:port, without query."
        raise AdapterInvalid("address", "an address of a server", repr(url), hint)
    return Conversation(HttpChannel(url), deadline)
