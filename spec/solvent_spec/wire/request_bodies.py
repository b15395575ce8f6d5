"""Request bodies: the fields of each request that changes something.

A field that is null or empty counts as absent. A field that is not named here is ignored, as
the exchange did: a recorded order with the unknown field `ordTypes` was accepted.
"""

# ruff: noqa: N815 - the fields are named by the exchange

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

from pydantic import Field

from solvent_spec.wire.columns import Identity, Number, PositiveNumber, Whole, WireFields

Side = Literal["Buy", "Sell"]
OrdType = Literal["Market", "Limit", "Stop", "StopLimit"]
TimeInForce = Literal["GoodTillCancel", "ImmediateOrCancel", "FillOrKill"]
EXEC_INST: Final = (
    "ParticipateDoNotInitiate",
    "ReduceOnly",
    "Close",
    "MarkPrice",
    "LastPrice",
    "IndexPrice",
)
_ONE_INST = f"({'|'.join(EXEC_INST)})"

UNSERVED: Final = frozenset(
    {
        "simpleOrderQty",
        "simpleLeavesQty",
        "pegOffsetValue",
        "pegPriceType",
        "clOrdLinkID",
        "contingencyType",
        "targetAccountId",
        "targetAccountIds",
    }
)
"""Fields of the exchange that change what is asked and are not specified yet. To ignore one
would do something else than was asked, so a request that gives it a value is refused."""


class PlaceOrderBody(WireFields):
    """`POST /order`. Without a side the sign of the quantity decides."""

    symbol: str = Field(description="Symbol of an instrument.")
    side: Side | None = None
    orderQty: Whole | None = Field(None, description="Contracts.")
    price: PositiveNumber | None = Field(None, description="For Limit and StopLimit.")
    displayQty: Whole | None = Field(None, ge=0, description="Zero hides the order.")
    stopPx: PositiveNumber | None = Field(None, description="For Stop and StopLimit.")
    clOrdID: str | None = Field(None, description="An id of the account's own choice.")
    ordType: OrdType | None = None
    timeInForce: TimeInForce | None = None
    execInst: str | None = Field(
        None,
        description=f"Comma separated: {', '.join(EXEC_INST)}.",
        pattern=f"^({_ONE_INST}(,{_ONE_INST})*)?$",
    )
    text: str | None = None


class AmendOrderBody(WireFields):
    """`PUT /order`: by `orderID`, or by `origClOrdID`."""

    orderID: Identity | None = None
    origClOrdID: str | None = None
    clOrdID: str | None = Field(None, description="A new one; needs `origClOrdID`.")
    orderQty: Whole | None = None
    leavesQty: Whole | None = Field(None, ge=0)
    price: PositiveNumber | None = None
    stopPx: PositiveNumber | None = None
    text: str | None = None


class CancelOrderBody(WireFields):
    """`DELETE /order`: one or more orders, by `orderID` or by `clOrdID`."""

    orderID: Identity | list[Identity] | None = None
    clOrdID: str | list[str] | None = None
    text: str | None = None


class CancelAllBody(WireFields):
    """`DELETE /order/all`: of one instrument, or of all."""

    symbol: str | None = None
    text: str | None = None


class IsolateBody(WireFields):
    """`POST /position/isolate`."""

    symbol: str
    enabled: bool | None = Field(None, description="True, the default, isolates; false crosses.")


class LeverageBody(WireFields):
    """`POST /position/leverage`. Zero is cross margin."""

    symbol: str
    leverage: Number = Field(json_schema_extra={"minimum": 0})


class RiskLimitBody(WireFields):
    """`POST /position/riskLimit`, in minor units of the settlement currency."""

    symbol: str
    riskLimit: Whole = Field(ge=0)


class TransferMarginBody(WireFields):
    """`POST /position/transferMargin`: into the position above zero, out of it below."""

    symbol: str
    amount: Whole


BODIES: Final = MappingProxyType[str, type[WireFields]](
    {
        "POST /order": PlaceOrderBody,
        "PUT /order": AmendOrderBody,
        "DELETE /order": CancelOrderBody,
        "DELETE /order/all": CancelAllBody,
        "POST /position/isolate": IsolateBody,
        "POST /position/leverage": LeverageBody,
        "POST /position/riskLimit": RiskLimitBody,
        "POST /position/transferMargin": TransferMarginBody,
    }
)
"""Each request that changes something, with its fields."""
