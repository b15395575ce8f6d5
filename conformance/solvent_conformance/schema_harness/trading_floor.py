"""The trading floor: the venue under test, two accounts on it, and what can be seen of them.

The first account sends the cases. The second has resting orders and never asks for anything:
whatever happens to them beside a trade, somebody else did.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import requests

from solvent_conformance.schema_harness.findings import HarnessError
from solvent_conformance.schema_harness.guard import Guard
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Row
from solvent_spec.wire.operations import BASE

SENDER, BYSTANDER = "sender", "bystander"
INSTRUMENTS = ("XBTUSD", "ETHUSD")
CLOCK = "2019-06-03T12:00:00.000Z"
SPOTS = {".BXBT": "8550", ".BETH": "265"}
REFERENCES = ("BSTP", "GDAX", "KRKN")
DEPOSIT = 10_000_000_000
"""A hundred XBT."""
RESTING = (
    ("XBTUSD", "Buy", 100_000, "8500"),
    ("XBTUSD", "Sell", 100_000, "8600"),
    ("ETHUSD", "Buy", 10_000, "260"),
    ("ETHUSD", "Sell", 10_000, "270"),
    ("XBTUSD", "Buy", 7, "1000"),
)
RESTING_STATES = frozenset({"New", "PartiallyFilled"})
SIGNED_FOR_SECONDS = 60
"""There are exchanges that take no expiry which lies further ahead."""
NEWEST = 20

SIGNED_PARTS = ("secret", "verb", "path", "expires", "body")
"""What a signature is made of."""

TOO_LATE = "time"
"""Not a part of a signature: a right one, whose time is over."""

_RULES = Rules(DEFAULT)


class Signature(requests.auth.AuthBase):
    """Signs a request as it leaves: clause APIC-004."""

    def __init__(self, identity: str, secret: str) -> None:
        self.identity = identity
        self.secret = secret

    def __call__(self, prepared: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the three headers."""
        return self._signed(prepared, "")

    def forged(self, prepared: requests.PreparedRequest, part: str) -> requests.PreparedRequest:
        """The request once more, signed as if one part of it were another, or too late."""
        return self._signed(prepared.copy(), part)

    def _signed(self, prepared: requests.PreparedRequest, altered: str) -> requests.PreparedRequest:
        body = prepared.body or b""
        raw = body if isinstance(body, bytes) else str(body).encode()
        valid_for = -SIGNED_FOR_SECONDS if altered == TOO_LATE else SIGNED_FOR_SECONDS
        expires = str(int(time.time()) + valid_for)
        parts = {
            "secret": self.secret,
            "verb": str(prepared.method),
            "path": prepared.path_url,
            "expires": expires,
            "body": raw.decode("utf-8", "replace"),
        }
        if altered in parts:
            parts[altered] += "0"
        prepared.headers["api-key"] = self.identity
        prepared.headers["api-expires"] = expires
        prepared.headers["api-signature"] = _RULES.signature(**parts)
        return prepared


@dataclass(frozen=True, slots=True)
class Sight:
    """What can be seen at one moment.

    `text` is each table of each account as it was sent, `bystanding` the bystander's orders by
    id, `open_orders` the sender's by id with their symbol, `sums` the sum of all balances of a
    currency.
    """

    text: dict[str, str]
    bystanding: dict[str, Row]
    open_orders: dict[str, str]
    sums: dict[str, int]


class TradingFloor:
    """A venue behind HTTP, set up through its control verbs."""

    def __init__(self, base_url: str, guard: Guard | None = None) -> None:
        self.base = base_url.rstrip("/")
        self.guard = guard or Guard(self.base)
        self._http = requests.Session()
        self._http.trust_env = False
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, self.guard)
        self.signatures: dict[str, Signature] = {}
        self.numbers: dict[str, int] = {}
        self.resting: list[str] = []

    def open(self) -> None:
        """Reset the venue, pay deposits, quote prices, and let both accounts place orders.

        Raises:
            HarnessError: the venue does not answer, or refuses a part of it.
        """
        setup = {
            "rulebook": "2019-06",
            "instruments": list(INSTRUMENTS),
            "accounts": [SENDER, BYSTANDER],
            "clock": CLOCK,
            "policies": {},
        }
        row = self._control("reset", setup)[0]
        for name, key in row["keys"].items():
            self.signatures[name] = Signature(key["id"], key["secret"])
            self.numbers[name] = key["number"]
        for name in (SENDER, BYSTANDER):
            money = {"account": name, "currency": "XBt", "amount": DEPOSIT}
            self._control("ctl/deposit", money)
        for index, price in SPOTS.items():
            for reference in REFERENCES:
                quote = {"index": index, "reference": reference, "price": price}
                self._control("ctl/spot", quote)
        self._control("ctl/advance", {"to": CLOCK.replace("12:00", "12:01")})
        self.resting = [self._rest(BYSTANDER, *order) for order in RESTING]
        self._rest(SENDER, "XBTUSD", "Buy", 10, "8000")

    def document(self) -> dict[str, Any]:
        """The OpenAPI document that the venue serves.

        Raises:
            HarnessError: it serves none.
        """
        answer = self._get(f"{BASE}/openapi.json", None)
        if answer.status_code != requests.codes.ok:
            message = f"{self.base}{BASE}/openapi.json answers {answer.status_code}"
            raise HarnessError(message)
        try:
            document = answer.json()
        except ValueError:
            document = None
        if not isinstance(document, dict) or "paths" not in document:
            message = f"{self.base}{BASE}/openapi.json is no OpenAPI document"
            raise HarnessError(message)
        return document

    def forge(self, request: requests.PreparedRequest, part: str) -> int:
        """Send a request of the sender once more with a signature of something else.

        Returns the status of the answer, zero when there is none.
        """
        try:
            forged = self.signatures[SENDER].forged(request, part)
            return self._http.send(forged).status_code
        except requests.RequestException:
            return 0

    def look(self) -> Sight:
        """Read positions, margins, the newest orders and executions, the market and the ledger."""
        text = {}
        newest = f"?count={NEWEST}&reverse=true"
        mine = ("/position", f"/order{newest}", f"/execution{newest}", "/user/margin?currency=all")
        for name in (SENDER, BYSTANDER):
            for path in mine:
                text[f"{name} {path}"] = self._text(path, name)
        books = [f"/orderBook/L2?depth=0&symbol={symbol}" for symbol in INSTRUMENTS]
        for path in (*books, f"/trade{newest}"):
            text[path] = self._text(path, None)
        orders = {
            name: json.loads(text[f"{name} /order{newest}"], parse_float=Decimal)
            for name in (SENDER, BYSTANDER)
        }
        for name, rows in orders.items():
            # A refused order may be kept as a row (APIC-006); what it changed besides may not.
            text[f"{name} /order{newest}"] = repr(
                [row for row in rows if row.get("ordStatus") != "Rejected"]
            )
        other = self.numbers[BYSTANDER]
        bystanding = {r["orderID"]: r for r in orders[BYSTANDER] if r.get("account") == other}
        resting = [row for row in orders[SENDER] if row.get("ordStatus") in RESTING_STATES]
        open_orders = {row["orderID"]: row["symbol"] for row in resting}
        sums: dict[str, int] = {}
        for row in self._control_rows("ledger"):
            sums[row["currency"]] = sums.get(row["currency"], 0) + int(row["balance"])
        return Sight(text, bystanding, open_orders, sums)

    def _rest(self, account: str, symbol: str, side: str, qty: int, price: str) -> str:
        body = f'{{"symbol":"{symbol}","side":"{side}","orderQty":{qty},"price":{price}}}'
        answer = self._http.post(
            f"{self.base}{BASE}/order",
            data=body,
            headers={"content-type": "application/json"},
            auth=self.signatures[account],
        )
        if answer.status_code != requests.codes.ok:
            message = f"the venue refuses the order {body}: {answer.text[:300]}"
            raise HarnessError(message)
        identity: str = answer.json()["orderID"]
        return identity

    def _text(self, path: str, account: str | None) -> str:
        auth = None if account is None else self.signatures[account]
        answer = self._get(BASE + path, auth)
        if answer.status_code != requests.codes.ok:
            message = f"GET {path} answers {answer.status_code}: {answer.text[:300]}"
            raise HarnessError(message)
        return answer.text

    def _get(self, path: str, auth: Signature | None) -> requests.Response:
        try:
            return self._http.get(self.base + path, auth=auth)
        except requests.RequestException as error:
            message = f"{self.base} does not answer: {type(error).__name__}"
            raise HarnessError(message) from None

    def _control(self, path: str, body: Row) -> list[Row]:
        url = f"{self.base}/conformance/{path}"
        try:
            answer = self._http.post(url, json=body)
            told = answer.json()
        except requests.JSONDecodeError:
            raise HarnessError(f"{url} answers no JSON: {answer.text[:300]}") from None
        except requests.RequestException as error:
            raise HarnessError(f"{url} does not answer: {type(error).__name__}") from None
        if answer.status_code != requests.codes.ok or told.get("status") != "ok":
            message = f"{url} answers {answer.status_code}: {answer.text[:300]}"
            raise HarnessError(message)
        rows: list[Row] = told.get("rows", [])
        return rows

    def _control_rows(self, path: str) -> list[Row]:
        told = self._get(f"/conformance/{path}", None).json()
        rows: list[Row] = told.get("rows", [])
        return rows
