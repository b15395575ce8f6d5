"""Features: what a step asks for beside a plain limit order, its numbers and names left out."""

from __future__ import annotations

from typing import Final, TypeAlias

from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Row

Features: TypeAlias = frozenset[str]
"""Such as `{"POST /order", "timeInForce: ImmediateOrCancel"}`."""

_SIGNED: Final = ("orderQty", "price", "stopPx")
_AMENDED: Final = ("orderQty", "leavesQty", "price", "stopPx", "clOrdID")


def features_of(step: Step) -> Features:
    """The features of a step; none of what every history needs: plain limit orders and controls."""
    if step.kind != "do":
        return frozenset()
    body = step.message.get("body", {})
    if step.request == "POST /order":
        found = _of_new(body)
    elif step.request == "PUT /order":
        found = {f"amends {column}" for column in _AMENDED if column in body}
    else:
        found = {"asked"}
    found |= {f"{c} {size}" for c in _SIGNED if (size := _size(c, body))}
    return frozenset({step.request, *found}) if found else frozenset()


def _of_new(body: Row) -> set[str]:
    """What a new order is, where it is no plain limit order."""
    found = {f"execInst: {part}" for part in str(body.get("execInst") or "").split(",") if part}
    if body.get("price") is None:
        found.add("no price")
    found |= {column for column in ("stopPx", "displayQty") if body.get(column) is not None}
    if body.get("timeInForce") not in {None, "GoodTillCancel"}:
        found.add(f"timeInForce: {body['timeInForce']}")
    return found


def _size(column: str, body: Row) -> str:
    """Whether a number is zero or less. Without a side the sign of a quantity tells it."""
    value = body.get(column)
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else "1"
    if text.startswith("-"):
        return "below zero" if column != "orderQty" or body.get("side") else ""
    return "" if text.strip("0.") else "zero"
