"""What every example of the specification may name without importing it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from solvent_spec.rulebook import DEFAULT, Rulebook, instant
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.rules import Rules
from solvent_spec.rules.orders.context import OrderContext, OrderCover
from solvent_spec.vocabulary.commands import (
    CancelAllOrders,
    ExecInst,
    OrdStatus,
    OrdType,
    PlaceOrder,
    SetLeverage,
    Side,
    TimeInForce,
)
from solvent_spec.vocabulary.indices import Constituent
from solvent_spec.vocabulary.reasons import Reject
from solvent_spec.vocabulary.units import DAY, HOUR, MINUTE, Contracts, Money, price_of, price_text

_CATALOGUE = Catalogue.load()
_COVER = OrderCover(
    required=Money(0),
    increases=False,
    available_after=Money(0),
    risk_after=Money(0),
    risk_limit=Money(0),
    account_risk_after=Money(0),
    account_risk_limit=None,
    liquidation_price=None,
    liquidates=False,
)
_HARMLESS = OrderContext(
    now=instant("2019-06-03T12:00"),
    mark=price_of("100"),
    position_qty=Contracts(0),
    open_orders=0,
    stop_orders=0,
    duplicate=False,
    cover=_COVER,
)
_SYMBOLS = ("XBTUSD", "XBTM19", "ETHUSD", "ADAM19", "XBTUSDT")

DOCTEST_NAMES: Final[dict[str, object]] = {
    "BXBT": _CATALOGUE.index(".BXBT", DEFAULT),
    "CancelAllOrders": CancelAllOrders,
    "Constituent": Constituent,
    "DAY": DAY,
    "DEFAULT": DEFAULT,
    "ExecInst": ExecInst,
    "OrdStatus": OrdStatus,
    "PlaceOrder": PlaceOrder,
    "OrdType": OrdType,
    "TimeInForce": TimeInForce,
    "Fraction": Fraction,
    "HOUR": HOUR,
    "MINUTE": MINUTE,
    "Reject": Reject,
    "Rulebook": Rulebook,
    "SetLeverage": SetLeverage,
    "Rules": Rules,
    "Side": Side,
    "context": _HARMLESS,
    "cover": _COVER,
    "instant": instant,
    "replace": replace,
    "price_of": price_of,
    "price_text": price_text,
    "rules": Rules(DEFAULT),
    **{symbol: _CATALOGUE.instrument(symbol, DEFAULT) for symbol in _SYMBOLS},
}
