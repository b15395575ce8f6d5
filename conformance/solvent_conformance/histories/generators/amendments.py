"""Amendments and cancellations of orders: to all that an order can be, and to what none may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.orders import Character
from solvent_conformance.histories.generators.worlds import Contract
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_of, price_text

_CHANGES: Final = (
    "more", "less", "less", "alike", "leaves", "leaves",
    "price", "price", "touch", "touch", "through", "both", "both",
    "stop", "name", "name", "quantities", "bounds", "much",
)  # fmt: skip # how often each of them comes is read off the lines
_AWAY: Final = (0, 1, -1, 2, -2, 3)


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order that the history placed: the label of its step and what is known of it.

    `qty` and `price` are those of the last known terms; of an order that is looked up, `cum` is
    what has traded and `touch` the best price on the other side of its book.
    """

    label: str
    account: str
    symbol: str
    cl_ord_id: str
    qty: int
    price: int | None
    side: str = "Buy"
    cum: int = 0
    stop_px: int | None = None
    touch: int | None = None

    @classmethod
    def of(cls, label: str, account: str, row: Row, touch: int | None = None) -> PlacedOrder:
        """From the body of its request, or from its row."""
        return cls(
            label=label,
            account=account,
            symbol=str(row["symbol"]),
            cl_ord_id=str(row.get("clOrdID") or ""),
            qty=int(row.get("orderQty") or 0),
            price=_price(row.get("price")),
            side=str(row.get("side", "Buy")),
            cum=int(row.get("cumQty", 0)),
            stop_px=_price(row.get("stopPx")),
            touch=touch,
        )

    @property
    def toward(self) -> int:
        """The sign of a price that is worse for the order, and nearer to a trade."""
        return -1 if self.side == "Sell" else 1


@st.composite
def amendments(
    draw: st.DrawFn,
    contract: Contract,
    placed: PlacedOrder,
    character: Character,
    number: int,
    names: tuple[str, ...] = (),
) -> Row:
    """Bodies of `PUT /order`: everything that a new order can be, and now and then more.

    `names` are client order ids that somebody has used, `number` makes a new one.
    """
    body = draw(_named(placed, character))
    change = draw(st.sampled_from(_CHANGES))
    if change in {"bounds", "quantities"} and not character.errs:
        change = "both"
    if change == "much" and not (character.errs and character.has_money):
        change = "more"
    body.update(draw(amended_terms(contract, placed, change)))
    if character.names_orders and (change == "name" or draw(st.integers(0, 3)) == 0):
        body["clOrdID"] = draw(st.sampled_from((f"c{number}", f"c{number}", *names)))
    return body


@st.composite
def _named(draw: st.DrawFn, placed: PlacedOrder, character: Character) -> Row:
    """How an order is told: by its id, or by a name that it has."""
    if placed.cl_ord_id and draw(st.booleans()):
        return {"origClOrdID": placed.cl_ord_id}
    body: Row = {"orderID": LABEL + placed.label}
    if character.errs and placed.cl_ord_id and draw(st.integers(0, 5)) == 0:
        body["origClOrdID"] = placed.cl_ord_id
    return body


@st.composite
def amended_terms(draw: st.DrawFn, contract: Contract, placed: PlacedOrder, change: str) -> Row:
    """The new terms of one kind of change. What asks for `much` is refused for money, or for a
    limit of risk: a venue without margin is not asked for it.
    """
    instrument = contract.instrument
    lot, tick = int(instrument.lot_size), int(instrument.tick_size)
    qty, cum = placed.qty, placed.cum
    price = placed.price if placed.price is not None else int(contract.opening)
    touch = placed.touch if placed.touch is not None else price + tick * placed.toward
    largest = int(instrument.max_order_qty)
    few = draw(st.sampled_from((1, 1, 2, 3))) * lot
    bodies: dict[str, tuple[Row, ...]] = {
        "more": ({"orderQty": qty + few}, {"orderQty": qty + contract.unit}),
        "less": ({"orderQty": max(0, qty - few)}, {"orderQty": cum + few}, {"orderQty": cum}),
        "alike": ({"orderQty": qty}, {"price": price_text(price)}, {}),
        "leaves": tuple({"leavesQty": n} for n in (few, few, max(0, qty - cum - lot), qty, 0)),
        "price": ({"price": _text(tick, price + tick * draw(st.sampled_from(_AWAY)))},),
        "touch": ({"price": _text(tick, touch)},),
        "through": ({"price": _text(tick, touch + tick * placed.toward)},),
        "both": (
            {"orderQty": qty + few, "price": _text(tick, touch)},
            {"leavesQty": few, "price": _text(tick, touch)},
            {"orderQty": max(lot, qty - few), "price": _text(tick, price - tick * placed.toward)},
            {"orderQty": qty, "price": _text(tick, price + tick * draw(st.sampled_from(_AWAY)))},
        ),
        "stop": ({"stopPx": _text(tick, _beside(contract, placed, draw(st.sampled_from(_AWAY))))},),
        "name": ({}, {"orderQty": qty + few}, {"price": _text(tick, touch)}),
        "quantities": (
            {"orderQty": qty + lot, "leavesQty": lot},
            {"orderQty": -lot},
            {"leavesQty": qty + lot + 1},
        ),
        "bounds": (
            {"orderQty": largest + lot},
            {"orderQty": qty + lot + 1},
            {"price": price_text(price + 1)},
            {"price": price_text(0)},
            {"price": price_text(int(instrument.max_price) + tick)},
        ),
        "much": (
            {"orderQty": 50 * contract.unit},
            {"orderQty": largest},
            {"price": price_text(int(instrument.max_price))},
        ),
    }
    return dict(draw(st.sampled_from(bodies[change])))


def _beside(contract: Contract, placed: PlacedOrder, ticks: int) -> int:
    """A stop price beside the one that the order has, or beside the opening price."""
    tick = int(contract.instrument.tick_size)
    stop = placed.stop_px if placed.stop_px is not None else int(contract.opening)
    return contract.on_tick(stop) + tick * ticks


def _price(text: object) -> int | None:
    return int(price_of(text)) if isinstance(text, str) else None


def _text(tick: int, price: int) -> str:
    return price_text(max(tick, price))


@st.composite
def cancellations(draw: st.DrawFn, placed: PlacedOrder) -> Row:
    """Bodies of `DELETE /order`: by order id or by client order id."""
    if placed.cl_ord_id and draw(st.booleans()):
        return {"clOrdID": placed.cl_ord_id}
    return {"orderID": LABEL + placed.label}
