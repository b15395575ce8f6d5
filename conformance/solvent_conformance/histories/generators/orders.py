"""Orders: new ones of every kind, good and bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from solvent_conformance.histories.generators.worlds import Contract, World
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_text

_TRIGGERS: Final = ("MarkPrice", "LastPrice", "IndexPrice")
_PRICED: Final = frozenset({"Limit", "StopLimit"})
_STOPS: Final = frozenset({"Stop", "StopLimit"})
_QUANTITIES: Final = (1, 1, 2, 3, 5, 7, 10)
_UNITS: Final = (1, 1, 2, 5)
_BAD_VALUES: Final = (
    ("displayQty", 1),
    ("stopPx", "1"),
    ("execInst", "ParticipateDoNotInitiate"),
    ("clOrdID", "c" * 36),
    ("clOrdID", "c" * 37),
)
_NEAR: Final = (0, 0, 0, 0, 1, -1, 1, -1, 2, -2, 3, -3)
_FAR: Final = (0, 5, -5, 10, -10, 20, -20, 40)


@dataclass(frozen=True, slots=True)
class Character:
    """What one history does at all: the features that its example has switched on."""

    ord_types: tuple[str, ...]
    time_in_force: tuple[str, ...]
    exec_inst: tuple[str, ...]
    hides: bool
    names_orders: bool
    strays: bool
    errs: bool
    has_money: bool = True
    spoils: tuple[str, ...] = ("displayQty", "stopPx", "execInst", "clOrdID")


@dataclass(frozen=True, slots=True)
class MarketPrices:
    """The prices of a contract at this moment, from the reference; a missing one is none."""

    mark: int | None
    last: int | None


@st.composite
def characters(draw: st.DrawFn, capabilities: Capabilities) -> Character:
    """Characters: a subset of everything that the venue declares."""

    def some(values: tuple[str, ...], always: str) -> tuple[str, ...]:
        chosen = [v for v in values if v == always or draw(st.booleans())]
        # What the venue has not is drawn in vain: it is not asked.
        return tuple(chosen) or values[:1] or (always,)

    return Character(
        ord_types=some(capabilities.ord_types, "Limit"),
        time_in_force=some(capabilities.time_in_force, "GoodTillCancel"),
        exec_inst=tuple(i for i in capabilities.exec_inst if draw(st.booleans())),
        hides=draw(st.booleans()) and capabilities.hides,
        names_orders=draw(st.booleans()) and capabilities.names_orders,
        strays=draw(st.booleans()),
        errs=draw(st.booleans()),
        has_money=capabilities.has_money,
        spoils=_spoils(capabilities),
    )


def _spoils(capabilities: Capabilities) -> tuple[str, ...]:
    """The columns that a bad order may carry: a venue is not asked for what it says it lacks."""
    has = {
        "displayQty": capabilities.hides,
        "stopPx": bool(_STOPS & set(capabilities.ord_types)),
        "execInst": "ParticipateDoNotInitiate" in capabilities.exec_inst,
        "clOrdID": capabilities.names_orders,
    }
    return tuple(name for name, there in has.items() if there)


@st.composite
def quantities(draw: st.DrawFn, contract: Contract, character: Character) -> int:
    """Quantities: a few lots, a few units; now and then the largest, one beyond it, an odd lot.

    Where nobody can run out of anything they stay small, so that no risk limit is met.
    """
    instrument = contract.instrument
    lot, largest = int(instrument.lot_size), int(instrument.max_order_qty)
    if not character.has_money:
        beyond = (0, -lot, largest + lot) if character.errs else ()
        small: int = draw(st.sampled_from((lot, lot, 2 * lot, 3 * lot, *beyond)))
        return small
    if character.errs and draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from((0, -lot, lot + 1, lot - 1, largest, largest + lot)))
    if draw(st.booleans()):
        return lot * draw(st.sampled_from(_QUANTITIES))
    return contract.unit * draw(st.sampled_from(_UNITS))


@st.composite
def prices(draw: st.DrawFn, contract: Contract, market: MarketPrices, character: Character) -> int:
    """Prices: within three ticks of the opening price or the mark, so that orders meet."""
    tick = int(contract.instrument.tick_size)
    anchors = [int(contract.opening)]
    if market.mark is not None:
        anchors.append(market.mark)
    if market.last is not None:
        anchors.append(market.last)
    anchor = contract.on_tick(draw(st.sampled_from(anchors)))
    steps = draw(st.sampled_from(_FAR if character.strays and draw(st.booleans()) else _NEAR))
    price = max(tick, anchor + steps * tick)
    if character.errs and draw(st.integers(0, 5)) == 0:
        largest = int(contract.instrument.max_price)
        wrong = (price + 1, price + tick // 2, 0, -tick, largest + tick)
        price = draw(st.sampled_from((*wrong, largest) if character.has_money else wrong))
    return price


@st.composite
def orders(
    draw: st.DrawFn,
    world: World,
    character: Character,
    markets: dict[str, MarketPrices],
    names: tuple[str, ...],
    number: int,
) -> Row:
    """Bodies of `POST /order`. `names` are client order ids in use, `number` makes a new one."""
    contract = draw(st.sampled_from(world.contracts))
    market = markets.get(contract.symbol, MarketPrices(None, None))
    kind = draw(st.sampled_from(character.ord_types))
    body: Row = {"symbol": contract.symbol, "side": draw(st.sampled_from(("Buy", "Sell")))}
    instructions = _instructions(draw, character, kind)
    if "Close" not in instructions or draw(st.booleans()):
        body["orderQty"] = draw(quantities(contract, character))
    if kind in _PRICED:
        body["price"] = price_text(draw(prices(contract, market, character)))
    if kind in _STOPS:
        body["stopPx"] = price_text(draw(_stop_prices(contract, market, character)))
    if kind != "Limit" or draw(st.booleans()):
        body["ordType"] = kind
    if instructions:
        body["execInst"] = ",".join(instructions)
    _draw_terms(draw, character, kind, body)
    if character.names_orders and draw(st.booleans()):
        body["clOrdID"] = f"c{number}"
    if character.errs and draw(st.integers(0, 3)) == 0:
        _spoil(draw, body, names, character.spoils)
    return body


def _draw_terms(draw: st.DrawFn, character: Character, kind: str, body: Row) -> None:
    """Time in force, now and then no side, now and then hidden."""
    tif = draw(st.sampled_from(character.time_in_force))
    fits = kind in _PRICED or tif != "GoodTillCancel" or character.errs
    if fits and (tif != "GoodTillCancel" or draw(st.booleans())):
        body["timeInForce"] = tif
    if draw(st.integers(0, 9)) == 0:
        # Without a side the sign of the quantity tells it.
        sells = body.pop("side") == "Sell"
        if sells and body.get("orderQty", 0) > 0:
            body["orderQty"] = -body["orderQty"]
    if character.hides and kind in _PRICED and draw(st.integers(0, 2)) == 0:
        body["displayQty"] = 0


def _instructions(draw: st.DrawFn, character: Character, kind: str) -> list[str]:
    chosen: list[str] = []
    is_stop = kind in _STOPS
    for name in character.exec_inst:
        if name in _TRIGGERS and not is_stop and not character.errs:
            continue
        if name in _TRIGGERS and any(other in _TRIGGERS for other in chosen):
            continue
        if name == "ParticipateDoNotInitiate" and kind in {"Market", "Stop"} and not character.errs:
            continue
        if draw(st.integers(0, 3)) == 0:
            chosen.append(name)
    return chosen


@st.composite
def _stop_prices(
    draw: st.DrawFn, contract: Contract, market: MarketPrices, character: Character
) -> int:
    """Stop prices: at the mark, or a tick beside it."""
    if market.mark is None or draw(st.booleans()):
        return draw(prices(contract, market, character))
    tick = int(contract.instrument.tick_size)
    return contract.on_tick(market.mark) + tick * draw(st.sampled_from((0, 1, -1, 2)))


def _spoil(draw: st.DrawFn, body: Row, names: tuple[str, ...], columns: tuple[str, ...]) -> None:
    """Break one rule more, so that two refusals compete."""
    ways: list[tuple[str, Any]] = [
        ("symbol", "NOSUCH"),
        ("orderQty", 0),
    ]
    ways += [(name, value) for name, value in _BAD_VALUES if name in columns]
    if names and "clOrdID" in columns:
        ways += [("clOrdID", names[-1]), ("clOrdID", names[0])]
    column, value = draw(st.sampled_from(ways))
    body[column] = value
