"""Reasons: why a request is refused, in the exchange's own words."""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import Final, Self


class Reject(Enum):
    """Why a request was refused, in order of precedence; the value is the exchange's own text.

    Beside the text stand the clauses that decide whether the reason holds, the nearest first.
    """

    clauses: tuple[str, ...]

    def __new__(cls, text: str, clauses: str = "") -> Self:
        """A reason of that text, with the ids of its clauses in one string."""
        reason = object.__new__(cls)
        reason._value_ = text
        reason.clauses = tuple(clauses.split())
        return reason

    INVALID_SYMBOL = "Invalid symbol"
    NOT_LISTED = ("Instrument not listed for trading yet", "ORDR-003 INST-013")
    EXPIRED = ("Instrument expired", "ORDR-003 INST-013")
    INVALID_ORDER_QTY = ("Invalid orderQty", "ORDR-004")
    INVALID_LOT = ("Invalid leavesQty for lotSize", "INST-006 ORDR-004")
    INVALID_PRICE = ("Invalid price", "ORDR-005")
    INVALID_TICK = ("Invalid price tickSize", "INST-005 ORDR-005")
    INVALID_STOP_PX = ("Invalid stopPx for ordType", "ORDR-006 ORDR-001")
    INVALID_STOP_TICK = ("Invalid stopPx tickSize", "INST-005 ORDR-006")
    INVALID_DISPLAY_QTY = ("Invalid displayQty", "ORDR-007")
    INVALID_EXEC_INST = (
        "Invalid ordType or timeInForce for execInst",
        "ORDR-008 ORDR-001 ORDR-002",
    )
    INVALID_CL_ORD_ID = ("Invalid clOrdID", "ORDR-040")
    DUPLICATE_CL_ORD_ID = ("Duplicate clOrdID", "ORDR-009")
    NO_MARK_PRICE = "Instrument has no mark price"
    TOO_MANY_OPEN_ORDERS = ("Too many open orders", "ORDR-010")
    TOO_MANY_STOP_ORDERS = ("Too many stop orders", "ORDR-010")
    POSITION_RISK_LIMIT = (
        "Value of position and orders exceeds position Risk Limit",
        "ORDR-015 RISK-007 RISK-004 ORDR-052 MARG-007",
    )
    ACCOUNT_RISK_LIMIT = (
        "Value of positions and orders exceeds account Risk Limit",
        "ORDR-015 RISK-004 ORDR-052 MARG-007",
    )
    BELOW_LIQUIDATION = (
        "Order price is below the liquidation price of current long position",
        "ORDR-011 MARG-017",
    )
    ABOVE_LIQUIDATION = (
        "Order price is above the liquidation price of current short position",
        "ORDR-011 MARG-017",
    )
    IMMEDIATE_LIQUIDATION = (
        "Executing at order price would lead to immediate liquidation",
        "ORDR-012 LIQD-001 MARG-009",
    )
    INSUFFICIENT_BALANCE = (
        "Account has insufficient Available Balance, {required} {currency} required",
        (
            "ORDR-013 ORDR-052 MARG-008 MARG-009 MARG-012 MARG-007 MARG-010 MARG-011"
            " MARG-019 MARG-030 UNIT-001 INST-001 INST-002"
        ),
    )
    # Requests other than a new order.
    INVALID_ORDER_ID = ("Invalid orderID", "ORDR-028")
    INVALID_ORIG_CL_ORD_ID = ("Invalid origClOrdID", "ORDR-028")
    INVALID_ORD_STATUS = ("Invalid ordStatus", "ORDR-026")
    INVALID_AMEND = ("Invalid amend: orderQty, leavesQty, price, stopPx unchanged", "ORDR-038")
    INVALID_LEVERAGE = ("Invalid leverage", "MARG-020")
    EXCEEDS_ENTRY_LEVERAGE = (
        "Cannot exceed the maximum entry leverage",
        "MARG-020 RISK-002 RISK-001",
    )
    EXCEEDS_EFFECTIVE_LEVERAGE = (
        "Cannot exceed the maximum effective leverage",
        "LIQD-001 MARG-004 MARG-019",
    )
    INVALID_RISK_LIMIT = ("Invalid riskLimit", "RISK-005 RISK-007 RISK-004")
    CROSS_MARGIN_ENABLED = "Position has cross margin enabled"
    INVALID_TRANSFER = ("Invalid amount for isolated margin transfer", "MARG-021 MARG-034")
    INSUFFICIENT_ISOLATED = ("Position has insufficient isolated margin", "MARG-021 MARG-034")
    INVALID_DEPOSIT = "Invalid deposit amount"
    INVALID_WITHDRAWAL = "Invalid withdrawal amount"
    INSUFFICIENT_WITHDRAWABLE = (
        "Account has insufficient Withdrawable Balance",
        "MARG-013 MARG-012 MARG-006",
    )


POSITION_REFUSALS: Final = MappingProxyType[str, tuple[Reject, ...]](
    {
        "POST /position/leverage": (
            Reject.INVALID_SYMBOL,
            Reject.EXCEEDS_ENTRY_LEVERAGE,
            Reject.INVALID_LEVERAGE,
            Reject.INSUFFICIENT_BALANCE,
            Reject.EXCEEDS_EFFECTIVE_LEVERAGE,
        ),
        "POST /position/isolate": (
            Reject.INVALID_SYMBOL,
            Reject.INSUFFICIENT_BALANCE,
            Reject.EXCEEDS_EFFECTIVE_LEVERAGE,
        ),
        "POST /position/riskLimit": (
            Reject.INVALID_SYMBOL,
            Reject.INVALID_RISK_LIMIT,
            Reject.INSUFFICIENT_BALANCE,
            Reject.EXCEEDS_EFFECTIVE_LEVERAGE,
        ),
        "POST /position/transferMargin": (
            Reject.INVALID_SYMBOL,
            Reject.INVALID_TRANSFER,
            Reject.CROSS_MARGIN_ENABLED,
            Reject.INSUFFICIENT_ISOLATED,
        ),
    }
)
"""Why a request about a position is refused, in order of precedence."""
