"""Malformed requests: one for each text that answers what is not in the language of the API."""

from __future__ import annotations

from typing import Final

from solvent_spec.vocabulary.messages import Row

_ORDER: Final[Row] = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 10, "price": "99.5"}
_NAMED: Final[Row] = {"origClOrdID": "first"}
_MARGINED: Final[Row] = {"symbol": "XBTTOY"}

MALFORMED_REQUESTS: Final[tuple[tuple[str, Row], ...]] = (
    ("POST /order", {"orderQty": 10}),
    ("POST /order", {**_ORDER, "symbol": 5}),
    ("POST /order", {**_ORDER, "side": "Sideways"}),
    ("POST /order", {**_ORDER, "orderQty": "1.5"}),
    ("POST /order", {**_ORDER, "price": "dear"}),
    ("POST /order", {**_ORDER, "price": "99.50000000001"}),
    ("POST /order", {**_ORDER, "stopPx": "dear"}),
    ("POST /order", {**_ORDER, "stopPx": "99.50000000001"}),
    ("POST /order", {**_ORDER, "displayQty": "some"}),
    ("POST /order", {**_ORDER, "ordType": "Pegged"}),
    ("POST /order", {**_ORDER, "timeInForce": "Day"}),
    ("POST /order", {**_ORDER, "execInst": "AllOrNone"}),
    ("POST /order", {**_ORDER, "clOrdID": ["one"]}),
    ("POST /order", {**_ORDER, "text": 5}),
    ("PUT /order", {"orderQty": 5}),
    ("PUT /order", {"orderID": "first"}),
    ("PUT /order", {"origClOrdID": 5}),
    ("PUT /order", {**_NAMED, "leavesQty": "some"}),
    ("DELETE /order", {}),
    ("POST /position/leverage", _MARGINED),
    ("POST /position/leverage", {**_MARGINED, "leverage": "high"}),
    ("POST /position/isolate", {**_MARGINED, "enabled": "yes"}),
    ("POST /position/riskLimit", _MARGINED),
    ("POST /position/riskLimit", {**_MARGINED, "riskLimit": "high"}),
    ("POST /position/transferMargin", _MARGINED),
    ("POST /position/transferMargin", {**_MARGINED, "amount": "some"}),
)
"""Requests and bodies; in one whose only fault is its body, the refusal is about that."""
