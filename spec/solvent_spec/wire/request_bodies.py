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


_SYMBOL = "symbol of a contract of the setup"
_CONTRACTS = "contracts, a whole number of lots (INST-006)"
_TEXT = "an annotation, at most 500 characters; it becomes part of the order's `text`"


class PlaceOrderBody(WireFields):
    """`POST /order`. Without a side the sign of the quantity decides."""

    symbol: str = Field(description=_SYMBOL)
    side: Side | None = Field(None, description="left out, the sign of `orderQty` tells (ORDR-030)")
    orderQty: Whole | None = Field(
        None,
        description=f"{_CONTRACTS}, above zero where `side` is given (ORDR-004); may be left out by"
        " a Close alone, which is then for the position (ORDR-024)",
    )
    price: PositiveNumber | None = Field(
        None,
        description="the limit, in quote currency on the tick (ORDR-005); Limit and StopLimit have"
        " one, Market and Stop must not",
    )
    displayQty: Whole | None = Field(
        None, ge=0, description="contracts; zero hides the order, the whole shows it (ORDR-007)"
    )
    stopPx: PositiveNumber | None = Field(
        None,
        description="the trigger, in quote currency on the tick (ORDR-006); Stop and StopLimit"
        " have one, Market and Limit must not",
    )
    clOrdID: str | None = Field(
        None, description="an id of the account's own choice, at most 36 characters (ORDR-040)"
    )
    ordType: OrdType | None = Field(
        None, description="left out, `price` and `stopPx` tell (ORDR-001)"
    )
    timeInForce: TimeInForce | None = Field(
        None,
        description="left out, GoodTillCancel with a price, ImmediateOrCancel without (ORDR-002)",
    )
    execInst: str | None = Field(
        None,
        description=f"comma separated: {', '.join(EXEC_INST)}",
        pattern=f"^({_ONE_INST}(,{_ONE_INST})*)?$",
    )
    text: str | None = Field(None, description=_TEXT)


class AmendOrderBody(WireFields):
    """`PUT /order`: by `orderID`, or by `origClOrdID`.

    What is left out stays as it is. `orderQty` and `leavesQty` exclude each other.
    """

    orderID: Identity | None = Field(
        None, description="the order; goes before `origClOrdID`, one of the two is given"
    )
    origClOrdID: str | None = Field(
        None, description="a client order id of the order, an earlier one too (ORDR-049)"
    )
    clOrdID: str | None = Field(
        None, description="a new client order id, at most 36 characters and never used (ORDR-009)"
    )
    orderQty: Whole | None = Field(
        None,
        description=f"{_CONTRACTS}: the whole order, what has traded included (ORDR-048); no more"
        " than has traded cancels it (ORDR-038)",
    )
    leavesQty: Whole | None = Field(
        None,
        ge=0,
        description=f"{_CONTRACTS}: what is open (ORDR-048); zero cancels the order (ORDR-038)",
    )
    price: PositiveNumber | None = Field(None, description="the new limit (ORDR-005)")
    stopPx: PositiveNumber | None = Field(None, description="the new trigger (ORDR-006)")
    text: str | None = Field(
        None,
        description="the reason, at most 500 characters; part of the order's `text` (ORDR-032)",
    )


class CancelOrderBody(WireFields):
    """`DELETE /order`: one or more orders, by `orderID` or by `clOrdID`.

    It is never refused for an order: each has a row, of one that is unknown or finished with an
    `error` (ORDR-028, ORDR-042). Those by `orderID` come first.
    """

    orderID: Identity | list[Identity] | None = Field(
        None, description="ids as a list, or as one text with commas between them"
    )
    clOrdID: str | list[str] | None = Field(
        None, description="client order ids, likewise; one of the two fields is given"
    )
    text: str | None = Field(
        None,
        description="the reason, at most 500 characters; part of the order's `text` (ORDR-033)",
    )


class CancelAllBody(WireFields):
    """`DELETE /order/all`: of one instrument, or of all.

    The rows are those of the orders that it canceled, the oldest first, and none where none was
    open.
    """

    symbol: str | None = Field(None, description=f"{_SYMBOL}; left out, of all contracts")
    text: str | None = Field(
        None,
        description="the reason, at most 500 characters; part of the orders' `text` (ORDR-033)",
    )


class IsolateBody(WireFields):
    """`POST /position/isolate`. A position that is isolated already keeps its leverage."""

    symbol: str = Field(description=_SYMBOL)
    enabled: bool | None = Field(
        None,
        description="true, as where it is left out, isolates at the highest leverage of the tier;"
        " false is cross margin",
    )


class LeverageBody(WireFields):
    """`POST /position/leverage`. Zero is cross margin."""

    symbol: str = Field(description=_SYMBOL)
    leverage: Number = Field(
        description="zero, or a multiple from 0.01 to that of the tier (MARG-020)",
        json_schema_extra={"minimum": 0},
    )


class RiskLimitBody(WireFields):
    """`POST /position/riskLimit`, in minor units of the settlement currency."""

    symbol: str = Field(description=_SYMBOL)
    riskLimit: Whole = Field(ge=0, description="minor units: one of the tiers (RISK-005)")


class TransferMarginBody(WireFields):
    """`POST /position/transferMargin`: into the position above zero, out of it below."""

    symbol: str = Field(description=_SYMBOL)
    amount: Whole = Field(description="minor units, not zero (MARG-021, MARG-034)")


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
