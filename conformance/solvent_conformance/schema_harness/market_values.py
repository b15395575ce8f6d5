"""Market values: what the cases should often say, so that they reach a market and not a typo.

A field of a body that takes any text or number takes one of these too. Since that says nothing
new about what is valid, what Schemathesis believes to be wrong stays wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any

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
                schema["properties"][field] = either(values[field], property_schema)
    for path in widened["paths"].values():
        for operation in path.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "symbol":
                    parameter["schema"] = either(INSTRUMENTS, parameter["schema"])
    return widened


def either(values: Iterable[Any], schema: dict[str, Any]) -> dict[str, Any]:
    """One of the values, or what the schema takes."""
    return {"anyOf": [{"enum": list(values)}, schema]}
