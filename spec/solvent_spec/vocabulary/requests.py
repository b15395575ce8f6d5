"""Requests: from the body of an API request to a command, or to why it is none.

A body is not trusted. What is not in the language of the API is malformed and answered with
the exchange's words; whether a well-formed command is granted is for the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, Final, TypeVar

from solvent_spec.vocabulary.commands import (
    AmendOrder,
    CancelAllOrders,
    CancelOrder,
    ExecInst,
    OrdType,
    PlaceOrder,
    Request,
    SetIsolated,
    SetLeverage,
    SetRiskLimit,
    Side,
    TimeInForce,
    TransferMargin,
)
from solvent_spec.vocabulary.units import (
    AccountId,
    Contracts,
    Money,
    OrderId,
    Price,
    Symbol,
    price_of,
)

DIGITS_MAX: Final = 30
"""A number with more digits is refused before it is computed with."""

TEXT_MAX: Final = 500

_DECIMAL = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?")
_INTEGER = re.compile(r"-?[0-9]{1,30}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_ORDER_PREFIX: Final = "00000000-0000-4000-8000-"

E = TypeVar("E", bound=Enum)
Body = Mapping[str, Any]


class Malformed(Exception):
    """A request that is not in the language of the API. `message` is the exchange's text."""

    def __init__(self, message: str, code: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


class Unsupported(Exception):
    """A request that the venue does not know."""


def order_uuid(order_id: int) -> str:
    """The printed form of an order id.

    >>> order_uuid(255)
    '00000000-0000-4000-8000-0000000000ff'
    """
    return f"{_ORDER_PREFIX}{order_id:012x}"


def order_id_of(text: str) -> OrderId | None:
    """The order id that a UUID stands for; none for a UUID of nothing here."""
    lowered = text.lower()
    if not _UUID.fullmatch(lowered):
        raise Malformed("Invalid orderID")
    return OrderId(int(lowered[-12:], 16)) if lowered.startswith(_ORDER_PREFIX) else OrderId(0)


def command_of(account: str, method: str, path: str, body: Body) -> Request:
    """The command that a request of an account stands for.

    Raises:
        Malformed: when the body is not in the language of the API.
        Unsupported: when there is no such request.
    """
    reader = _READERS.get(f"{method.upper()} {path}")
    if reader is None:
        message = f"there is no request {method} {path}"
        raise Unsupported(message)
    if not isinstance(body, Mapping):
        raise Malformed("Request body must be an object")
    return reader(AccountId(account), body)


def _place(account: AccountId, body: Body) -> PlaceOrder:
    side = _choice(body, "side", Side, "Invalid side")
    return PlaceOrder(
        account=account,
        symbol=_symbol(body),
        side=side,
        order_qty=_qty(body, "orderQty"),
        price=_price(body, "price", "Invalid price"),
        stop_px=_price(body, "stopPx", "Invalid stopPx"),
        display_qty=_qty(body, "displayQty"),
        ord_type=_choice(body, "ordType", OrdType, "Unsupported ordType"),
        time_in_force=_choice(body, "timeInForce", TimeInForce, "Unsupported timeInForce"),
        exec_inst=_exec_inst(body),
        cl_ord_id=_text(body, "clOrdID"),
        text=_text(body, "text"),
    )


def _amend(account: AccountId, body: Body) -> AmendOrder:
    order_id = _text(body, "orderID")
    original = _text(body, "origClOrdID")
    if not order_id and not original:
        raise Malformed("'orderID' or 'origClOrdID' is a required arg.")
    return AmendOrder(
        account=account,
        order_id=order_id_of(order_id) if order_id else None,
        orig_cl_ord_id=original,
        cl_ord_id=_text(body, "clOrdID"),
        order_qty=_qty(body, "orderQty"),
        leaves_qty=_qty(body, "leavesQty"),
        price=_price(body, "price", "Invalid price"),
        stop_px=_price(body, "stopPx", "Invalid stopPx"),
        text=_text(body, "text"),
    )


def _cancel(account: AccountId, body: Body) -> CancelOrder:
    order_ids = _texts(body, "orderID")
    cl_ord_ids = _texts(body, "clOrdID")
    if not order_ids and not cl_ord_ids:
        raise Malformed("'orderID' or 'clOrdID' is a required arg.")
    return CancelOrder(
        account=account,
        order_ids=tuple(order_id_of(text) for text in order_ids),
        cl_ord_ids=cl_ord_ids,
        text=_text(body, "text"),
    )


def _cancel_all(account: AccountId, body: Body) -> CancelAllOrders:
    symbol = _symbol(body) if body.get("symbol") is not None else None
    return CancelAllOrders(account=account, symbol=symbol, text=_text(body, "text"))


def _leverage(account: AccountId, body: Body) -> SetLeverage:
    leverage = _decimal(_required(body, "leverage"), "Invalid leverage")
    return SetLeverage(account, _symbol(body), leverage)


def _isolate(account: AccountId, body: Body) -> SetIsolated:
    enabled = body.get("enabled")
    enabled = True if enabled is None else enabled
    if not isinstance(enabled, bool):
        raise Malformed("Invalid enabled")
    return SetIsolated(account, _symbol(body), enabled)


def _risk_limit(account: AccountId, body: Body) -> SetRiskLimit:
    limit = _integer(_required(body, "riskLimit"), "Invalid riskLimit")
    return SetRiskLimit(account, _symbol(body), Money(limit))


def _transfer(account: AccountId, body: Body) -> TransferMargin:
    money = _integer(_required(body, "amount"), "Invalid amount")
    return TransferMargin(account, _symbol(body), Money(money))


_READERS: Final[dict[str, Callable[[AccountId, Body], Request]]] = {
    "POST /order": _place,
    "PUT /order": _amend,
    "DELETE /order": _cancel,
    "DELETE /order/all": _cancel_all,
    "POST /position/leverage": _leverage,
    "POST /position/isolate": _isolate,
    "POST /position/riskLimit": _risk_limit,
    "POST /position/transferMargin": _transfer,
}


def _required(body: Body, name: str) -> object:
    value = body.get(name)
    if value is None or value == "":
        message = f"'{name}' is a required arg."
        raise Malformed(message)
    return value


def _symbol(body: Body) -> Symbol:
    value = _required(body, "symbol")
    if not isinstance(value, str) or len(value) > DIGITS_MAX:
        raise Malformed("Invalid symbol")
    return Symbol(value)


def _text(body: Body, name: str) -> str:
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > TEXT_MAX or not value.isprintable():
        message = f"Invalid {name}"
        raise Malformed(message)
    return value


def _texts(body: Body, name: str) -> tuple[str, ...]:
    value = body.get(name)
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value) or len(value) > TEXT_MAX:
            message = f"Invalid {name}"
            raise Malformed(message)
        return tuple(value)
    text = _text(body, name)
    return tuple(part for part in text.split(",") if part)


def _integer(value: object, message: str) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 10**DIGITS_MAX:
        raise Malformed(message)
    return value


def _decimal(value: object, message: str) -> Fraction:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**DIGITS_MAX:
        return Fraction(value)
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return Fraction(value)
    raise Malformed(message)


def _qty(body: Body, name: str) -> Contracts | None:
    value = body.get(name)
    return None if value is None else Contracts(_integer(value, f"Invalid {name}"))


def _price(body: Body, name: str, message: str) -> Price | None:
    value = body.get(name)
    if value is None:
        return None
    _decimal(value, message)
    try:
        return price_of(str(value))
    except ValueError:
        tick = f"Invalid {name} tickSize"
        raise Malformed(tick) from None


def _choice(body: Body, name: str, kind: type[E], message: str) -> E | None:
    value = body.get(name)
    if value is None or value == "":
        return None
    try:
        return kind(value)
    except ValueError:
        raise Malformed(message) from None


def _exec_inst(body: Body) -> frozenset[ExecInst]:
    text = _text(body, "execInst")
    try:
        return frozenset(ExecInst(part.strip()) for part in text.split(",") if part.strip())
    except ValueError:
        raise Malformed("Unsupported execInst") from None
