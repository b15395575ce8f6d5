"""Operations: what the API serves, one entry for each method and path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from solvent_spec.wire.columns import WireFields
from solvent_spec.wire.query_parameters import (
    BookQuery,
    CurrencyQuery,
    NoQuery,
    PositionQuery,
    TableQuery,
)
from solvent_spec.wire.request_bodies import BODIES

BASE: Final = "/api/v1"
"""The base path of the API."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path.

    `table` names the rows of the answer, `many` says whether they come as an array. `private`
    operations are signed. `fixed` restricts the rows: column to value. `links` names, for a
    request that answers an order, what may be asked about it next.
    """

    method: str
    path: str
    identity: str
    summary: str
    table: str
    many: bool = True
    private: bool = True
    query: type[WireFields] = NoQuery
    body: type[WireFields] | None = None
    fixed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    example: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    links: tuple[str, ...] = ()

    @property
    def request(self) -> str:
        """Method and path, as the protocol names a request."""
        return f"{self.method} {self.path}"


def _table(path: str, table: str, summary: str, **more: Any) -> Operation:
    identity = "get" + "".join(part[:1].upper() + part[1:] for part in path.split("/"))
    more.setdefault("query", TableQuery)
    return Operation("GET", path, identity, summary, table, **more)


def _request(request: str, identity: str, summary: str, table: str, **more: Any) -> Operation:
    method, path = request.split()
    return Operation(method, path, identity, summary, table, body=BODIES[request], **more)


_RESTING = {"symbol": "XBTUSD", "side": "Buy", "orderQty": 10, "price": 1}

OPERATIONS: Final = (
    _table("/instrument", "instrument", "Contracts, their terms and their market", private=False),
    _table(
        "/instrument/active",
        "instrument",
        "Contracts that trade",
        private=False,
        query=NoQuery,
        fixed=MappingProxyType({"state": "Open"}),
    ),
    _table(
        "/orderBook/L2",
        "orderBookL2",
        "The book, price by price, highest first",
        private=False,
        query=BookQuery,
        example={"symbol": "XBTUSD"},
    ),
    _table("/trade", "trade", "Public trades", private=False, example={"symbol": "XBTUSD"}),
    _table("/funding", "funding", "Fundings exchanged", private=False),
    _table("/insurance", "insurance", "Insurance funds", private=False),
    _table("/liquidation", "liquidation", "Open orders of the engine", private=False),
    _table("/order", "order", "The account's orders", example={"filter": {"open": True}}),
    _request(
        "POST /order",
        "placeOrder",
        "Place an order",
        "order",
        many=False,
        example=_RESTING,
        links=("amendOrder", "cancelOrder"),
    ),
    _request(
        "PUT /order",
        "amendOrder",
        "Change a resting order",
        "order",
        many=False,
        example={"orderID": "00000000-0000-4000-8000-000000000001", "price": 2},
        links=("cancelOrder",),
    ),
    _request(
        "DELETE /order",
        "cancelOrder",
        "Cancel orders",
        "order",
        example={"orderID": "00000000-0000-4000-8000-000000000001"},
    ),
    _request(
        "DELETE /order/all",
        "cancelAllOrders",
        "Cancel every order of an instrument, or of all",
        "order",
        example={"symbol": "XBTUSD"},
    ),
    _table("/execution", "execution", "What happened to the account's orders and positions"),
    _table(
        "/execution/tradeHistory",
        "execution",
        "The account's fills and fundings",
        fixed=MappingProxyType({"execType": "Trade,Funding,Settlement"}),
    ),
    _table("/position", "position", "The account's positions", query=PositionQuery),
    _request(
        "POST /position/isolate",
        "isolatePosition",
        "Isolate the margin of a position, or share it",
        "position",
        many=False,
        example={"symbol": "XBTUSD", "enabled": True},
    ),
    _request(
        "POST /position/leverage",
        "choosePositionLeverage",
        "Choose the leverage of a position",
        "position",
        many=False,
        example={"symbol": "XBTUSD", "leverage": 10},
    ),
    _request(
        "POST /position/riskLimit",
        "choosePositionRiskLimit",
        "Choose the risk limit of a position",
        "position",
        many=False,
        example={"symbol": "XBTUSD", "riskLimit": 20_000_000_000},
    ),
    _request(
        "POST /position/transferMargin",
        "transferPositionMargin",
        "Move money into or out of an isolated position",
        "position",
        many=False,
        example={"symbol": "XBTUSD", "amount": 1000},
    ),
    _table("/user/margin", "margin", "The account's margin", many=False, query=CurrencyQuery),
    _table("/user/wallet", "wallet", "The account's wallet", many=False, query=CurrencyQuery),
)
"""Everything that the API serves."""
