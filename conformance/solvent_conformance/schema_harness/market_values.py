"""Market values: what the cases should often say, so that they reach a market and not a typo.

A field of a body that takes any text or number takes one of these too. Since that says nothing
new about what is valid, what Schemathesis believes to be wrong stays wrong.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Iterable
from copy import deepcopy
from typing import Any

import schemathesis
from schemathesis import GenerationMode, HookContext

from solvent_conformance.schema_harness.clause_checks import Case, FloorWatch
from solvent_conformance.schema_harness.trading_floor import INSTRUMENTS, TradingFloor

CL_ORD_IDS = ("a", "b", "c")
EXEC_INST = ("ParticipateDoNotInitiate", "ReduceOnly", "Close", "Close,LastPrice", "MarkPrice")
QUANTITIES = (1, 10, 500, -10, 10_000_000)
PRICES = (1, 8000, 8500, 8550, 8600, 9000, 260, 270, 8550.25, 265.05, 1_000_000)
LEVERAGES = (0, 1, 2.5, 10, 100, 101)
RISK_LIMITS = (20_000_000_000, 30_000_000_000, 1)
MARGINS = (1, 1000, -1000, 10**12)


def with_market_values(document: dict[str, Any], floor: TradingFloor) -> dict[str, Any]:
    """The document with values of this floor beside the general ones."""
    values: dict[str, Iterable[Any]] = {
        "symbol": INSTRUMENTS,
        "orderID": floor.resting,
        "clOrdID": CL_ORD_IDS,
        "origClOrdID": CL_ORD_IDS,
        "execInst": EXEC_INST,
        "orderQty": QUANTITIES,
        "leavesQty": (0, 1, 10),
        "displayQty": (0, 10),
        "price": PRICES,
        "stopPx": PRICES,
        "leverage": LEVERAGES,
        "riskLimit": RISK_LIMITS,
        "amount": MARGINS,
    }
    widened = deepcopy(document)
    for name, schema in widened["components"]["schemas"].items():
        if not name.endswith("Body"):
            continue
        for field, property_schema in schema.get("properties", {}).items():
            if field in values:
                schema["properties"][field] = one_of(values[field], property_schema)
    for path in widened["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "symbol":
                    parameter["schema"] = one_of(INSTRUMENTS, parameter["schema"])
    return widened


@schemathesis.hook("before_call")
def to_market(context: HookContext, case: Case, kwargs: dict[str, Any]) -> None:
    """Turn three in four of the valid bodies into what this market may well grant.

    Runs before a request is sent, in every run of Schemathesis in this process, and does nothing
    unless a floor is watched. The choice hangs on the body alone, and on which orders rest;
    the same history sends the same cases.
    """
    body = case.body
    is_valid = case.meta is None or case.meta.generation.mode is GenerationMode.POSITIVE
    if FloorWatch.sight is None or not is_valid or not isinstance(body, dict) or not body:
        return
    chance = random.Random(zlib.crc32(json.dumps(body, sort_keys=True, default=str).encode()))
    if chance.random() < 0.25:
        return
    request = f"{case.method.upper()} {case.operation.path}"
    if request == "POST /order":
        case.body = market_order(body, chance)
    elif request == "PUT /order":
        case.body = amendment(body, FloorWatch.sight.open_orders, chance)
    elif "symbol" in body:
        case.body = body | {"symbol": chance.choice(INSTRUMENTS)}


def market_order(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """An order near the market: most are plain, some keep what makes them special."""
    symbol = chance.choice(INSTRUMENTS)
    usual = {
        "symbol": symbol,
        "side": chance.choice(("Buy", "Sell")),
        "orderQty": chance.choice((1, 10, 100, 500)),
        "price": near(symbol, chance),
    }
    special = {"clOrdID", "text", "execInst", "timeInForce", "displayQty"} & body.keys()
    kept = {name: body[name] for name in sorted(special) if chance.random() < 0.3}
    if chance.random() < 0.2:
        return {"symbol": symbol, "orderQty": chance.choice((10, -10)), "ordType": "Market"}
    if chance.random() < 0.1:
        return usual | {"stopPx": near(symbol, chance), "ordType": "StopLimit"}
    return usual | kept


def amendment(
    body: dict[str, Any], resting: dict[str, str], chance: random.Random
) -> dict[str, Any]:
    """One change to an order that rests; the body itself when none does."""
    if not resting:
        return body
    identity = body.get("orderID")
    known = identity if identity in resting else chance.choice(sorted(resting))
    change = chance.choice(("price", "orderQty", "leavesQty"))
    value = near(resting[known], chance) if change == "price" else chance.choice((1, 20, 300))
    return {"orderID": known, change: value}


def near(symbol: str, chance: random.Random) -> float:
    """A price on the tick, not far from where the market is."""
    if symbol == "XBTUSD":
        return chance.randrange(2 * 8450, 2 * 8650) / 2
    return chance.randrange(20 * 255, 20 * 275) / 20


def one_of(values: Iterable[Any], schema: dict[str, Any]) -> dict[str, Any]:
    """One of the values, or what the schema takes."""
    return {"anyOf": [{"enum": list(values)}, schema]}
