"""Reasons: why a request is refused, in the exchange's own words."""

from __future__ import annotations

from enum import Enum


class Reject(Enum):
    """Why a request was refused, in order of precedence; the value is the exchange's own text."""

    INVALID_SYMBOL = "Invalid symbol"
    NOT_LISTED = "Instrument not listed for trading yet"
    EXPIRED = "Instrument expired"
    INVALID_ORDER_QTY = "Invalid orderQty"
    INVALID_LOT = "Invalid leavesQty for lotSize"
    INVALID_PRICE = "Invalid price"
    INVALID_TICK = "Invalid price tickSize"
    INVALID_STOP_PX = "Invalid stopPx for ordType"
    INVALID_STOP_TICK = "Invalid stopPx tickSize"
    INVALID_DISPLAY_QTY = "Invalid displayQty"
    INVALID_EXEC_INST = "Invalid ordType or timeInForce for execInst"
    INVALID_CL_ORD_ID = "Invalid clOrdID"
    DUPLICATE_CL_ORD_ID = "Duplicate clOrdID"
    NO_MARK_PRICE = "Instrument has no mark price"
    TOO_MANY_OPEN_ORDERS = "Too many open orders"
    TOO_MANY_STOP_ORDERS = "Too many stop orders"
    POSITION_RISK_LIMIT = "Value of position and orders exceeds position Risk Limit"
    ACCOUNT_RISK_LIMIT = "Value of positions and orders exceeds account Risk Limit"
    BELOW_LIQUIDATION = "Order price is below the liquidation price of current long position"
    ABOVE_LIQUIDATION = "Order price is above the liquidation price of current short position"
    IMMEDIATE_LIQUIDATION = "Executing at order price would lead to immediate liquidation"
    INSUFFICIENT_BALANCE = (
        "Account has insufficient Available Balance, {required} {currency} required"
    )
    # Requests other than a new order.
    INVALID_ORDER_ID = "Invalid orderID"
    INVALID_ORIG_CL_ORD_ID = "Invalid origClOrdID"
    INVALID_ORD_STATUS = "Invalid ordStatus"
    INVALID_AMEND = "Invalid amend: orderQty, leavesQty, price, stopPx unchanged"
    INVALID_LEVERAGE = "Invalid leverage"
    EXCEEDS_ENTRY_LEVERAGE = "Cannot exceed the maximum entry leverage"
    EXCEEDS_EFFECTIVE_LEVERAGE = "Cannot exceed the maximum effective leverage"
    INVALID_RISK_LIMIT = "Invalid riskLimit"
    CROSS_MARGIN_ENABLED = "Position has cross margin enabled"
    INVALID_TRANSFER = "Invalid amount for isolated margin transfer"
    INSUFFICIENT_ISOLATED = "Position has insufficient isolated margin"
    INVALID_DEPOSIT = "Invalid deposit amount"
    INVALID_WITHDRAWAL = "Invalid withdrawal amount"
    INSUFFICIENT_WITHDRAWABLE = "Account has insufficient Withdrawable Balance"
