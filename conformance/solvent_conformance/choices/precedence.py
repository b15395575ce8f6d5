"""Precedence: in which order a venue checks what can be wrong with an order (ORDR-014).

Each order of the scene is refused by two checks or three. Which of the reasons the venue gives
tells which check comes first, and all the orders together tell the whole order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from solvent_conformance.histories.generators.worlds import (
    contract_of,
    rulebook_symbols,
    spot_steps,
)
from solvent_conformance.histories.scenes.steps import EXPIRY
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_conformance.protocol.lists import REFUSALS
from solvent_conformance.protocol.needs import has_needs, is_asked, is_playable
from solvent_conformance.protocol.session import Session
from solvent_spec.rules.orders.refusals import CHECKS
from solvent_spec.vocabulary.messages import Row, Venue
from solvent_spec.vocabulary.units import price_of

_CLOCK: Final = "2019-06-07T11:59:00.000Z"  # a minute before ADATOY expires

_MONEY: Final = {
    "alice": 10**9,
    "bob": 10**9,
    "carol": 113_000,  # all of it in one open order
    "dave": 10**9,
    "erin": 10**9,
    "frank": 678_000,  # all of it in six
    "gina": 1_140_000,  # all of it in an order and a position
    "hank": 10**9,
}
_PRICES: Final = {
    "XBTTOY": ("90", "90.3"),
    "ADATOY": ("0.0001", "0.00010005"),
    "ETHTOY": ("20", "20.03"),
}
"""A price of each contract, and one off its tick."""

_OFF_TICK: Final = {"80": "80.3", "130": "130.3"}
_OF_MARGIN: Final = frozenset(CHECKS[CHECKS.index("risk limit") :])
_FLAWS: Final[dict[str, Row]] = {
    "trading": {"symbol": "ADATOY"},
    "quantity": {"orderQty": 0},
    "price": {},
    "stop price": {"stopPx": "95"},
    "display quantity": {"displayQty": 3},
    "instructions": {"execInst": "MarkPrice"},
    "client order id": {"clOrdID": "n" * 37},
    "repeated client order id": {"clOrdID": "one"},
    "mark": {"symbol": "ETHTOY"},
    "open orders": {"account": "bob"},
    "risk limit": {"orderQty": 300},
    "liquidation price": {"account": "dave", "side": "Sell", "price": "80"},
    "immediate liquidation": {"price": "130"},
    "balance": {"account": "carol"},
}
"""What refuses an otherwise good order, check by check. A `price` is moved off the tick."""

_SELLS: Final[Row] = {"account": "dave", "side": "Sell", "price": "94"}
_TOGETHER: Final[dict[tuple[str, ...], Row]] = {
    ("trading", "liquidation price"): {**_SELLS, "symbol": "ADATOY", "price": "0.00008"},
    ("trading", "immediate liquidation"): {"symbol": "ADATOY", "price": "0.00013"},
    ("quantity", "risk limit"): {"orderQty": 1001},
    ("quantity", "risk limit", "liquidation price"): {**_SELLS, "orderQty": 1001},
    ("quantity", "risk limit", "immediate liquidation"): {"orderQty": 1001, "price": "130"},
    ("quantity", "risk limit", "balance"): {"account": "carol", "orderQty": 1001},
    ("open orders", "liquidation price"): {**_SELLS, "account": "hank", "price": "80"},
    ("open orders", "balance"): {"account": "frank"},
    ("risk limit", "liquidation price"): {**_SELLS, "orderQty": 300},
    ("liquidation price", "immediate liquidation"): {**_SELLS, "orderQty": 40, "price": "85"},
    ("liquidation price", "balance"): {**_SELLS, "account": "gina", "orderQty": 12},
}
"""Flaws that cannot be had by putting two plain ones together."""

_APART: Final = {
    *(("quantity", check) for check in _OF_MARGIN),  # of nothing no margin is known
    *(("mark", check) for check in ("open orders", *_OF_MARGIN)),
    ("trading", "open orders"),
}
"""Plain flaws that, put together, are not seen both."""


@dataclass(frozen=True, slots=True)
class FlawedOrder:
    """An order that each of some checks refuses."""

    checks: tuple[str, ...]
    step: Step


def chosen_precedence(lockstep: Lockstep, policies: Mapping[str, str]) -> str | None:
    """The order of the venue's checks, as a choice under ORDR-014; none where it cannot be asked,
    or gives now one reason and now another.
    """
    flawed = flawed_orders(lockstep.capabilities)
    if not flawed:
        return None
    reasons = {
        check: answers_of(
            lockstep.reference(None),
            flawed,
            lockstep.capabilities,
            {**policies, "ORDR-014": ", ".join((check, *(c for c in CHECKS if c != check)))},
        )
        for check in CHECKS
    }
    before: dict[str, set[str]] = {check: set() for check in CHECKS}
    for _ in range(1 if lockstep.memory is None else 2):  # a single lie looks like freedom
        answers = answers_of(lockstep.session(), flawed, lockstep.capabilities)
    for number, answer in enumerate(answers):
        checks = flawed[number].checks
        first = [check for check in checks if reasons[check][number] == answer]
        for check in checks:
            before[check].update(c for c in first if c != check)
    found = _sorted(before)
    if found is None:
        return None
    return "this order" if found == CHECKS else ", ".join(found)


def refused_twice(capabilities: Capabilities) -> list[Step]:
    """The whole scene."""
    flawed = flawed_orders(capabilities)
    return [*_opening(capabilities), *(order.step for order in flawed)] if flawed else []


def flawed_orders(capabilities: Capabilities) -> list[FlawedOrder]:
    """Orders that two or three checks refuse, as far as the venue has what they are about."""
    listed = rulebook_symbols("TOY", capabilities)
    whole = set(REFUSALS) <= set(capabilities.refusals)
    if "trading" not in capabilities.judged or "XBTTOY" not in listed or not whole:
        return []
    if not is_playable(_opening(capabilities), capabilities):
        return []
    found = []
    for checks in dict.fromkeys((*combinations(CHECKS, 2), *_TOGETHER)):
        body = _body(checks)
        if body is not None and body["symbol"] in listed and _has(capabilities, checks):
            account = str(body.pop("account"))
            step = do(account, "POST /order", body)
            if has_needs(step, capabilities):
                found.append(FlawedOrder(checks, step))
    return found


def _body(checks: tuple[str, ...]) -> Row | None:
    """The order that all of them refuse; none if one hides another."""
    mine: Row = dict(_TOGETHER.get(checks, {}))
    if not mine:
        if checks in _APART:
            return None
        for flaw in map(_FLAWS.__getitem__, checks):
            if any(mine.get(key, value) != value for key, value in flaw.items()):
                return None
            mine |= flaw
    symbol = mine.get("symbol", "XBTTOY")
    price = mine.get("price", _PRICES[symbol][0])
    if "price" in checks:
        price = _OFF_TICK.get(price, _PRICES[symbol][1])
    plain = {"account": "alice", "symbol": symbol, "side": "Buy", "orderQty": 4, "ordType": "Limit"}
    return {**plain, **mine, "price": price}


def _has(capabilities: Capabilities, checks: tuple[str, ...]) -> bool:
    """Whether the venue knows what the checks are about."""
    knows = {
        "trading": "advance" in capabilities.controls,
        "stop price": "Stop" in capabilities.ord_types,
        "display quantity": capabilities.hides,
        "instructions": "MarkPrice" in capabilities.exec_inst,
        "client order id": capabilities.names_orders,
        "repeated client order id": capabilities.names_orders,
    }
    has_margin = "margin" in capabilities.profiles
    return all(knows.get(c, has_margin or c not in _OF_MARGIN) for c in checks)


def _opening(capabilities: Capabilities) -> list[Step]:
    """A world in which every check can refuse: one contract expired, one without a mark."""
    symbols = [s for s in _PRICES if s in rulebook_symbols("TOY", capabilities)]
    setup = {"rulebook": "TOY", "instruments": symbols, "accounts": list(_MONEY), "clock": _CLOCK}
    steps = [Step("reset", setup)]
    for symbol in symbols:
        if symbol != "ETHTOY":
            contract = contract_of("TOY", symbol)
            steps += spot_steps(contract, int(contract.opening))
    for account, money in _MONEY.items():
        steps.append(ctl("deposit", {"account": account, "currency": "XBt", "amount": money}))
    if "POST /position/leverage" in capabilities.requests:
        steps += [_leverage(account, "XBTTOY", 10) for account in _MONEY]
        both = ("alice", "dave") if "ADATOY" in symbols else ()
        steps += [_leverage(account, "ADATOY", 5) for account in both]
    long = ("dave", "gina", "hank")
    steps += [_placed("erin", "Sell", 10 * len(long), "100")]
    steps += [_placed(account, "Buy", 10, "100") for account in long]
    steps += [_placed(account, "Buy", 1, "90", clOrdID="one") for account in _MONEY]
    six = ("bob", "frank", "hank")
    steps += [_placed(account, "Buy", 1, "90") for account in six for _ in range(5)]
    steps += spot_steps(contract_of("TOY", "XBTTOY"), int(price_of("97")))
    if "ADATOY" in symbols:
        steps += [
            _placed(a, s, 10, "0.0001", "ADATOY") for a, s in (("erin", "Sell"), ("dave", "Buy"))
        ]
    if "advance" in capabilities.controls:
        steps.append(ctl("advance", {"to": EXPIRY}))
    return steps


def _leverage(account: str, symbol: str, leverage: int) -> Step:
    return do(account, "POST /position/leverage", {"symbol": symbol, "leverage": leverage})


def _placed(
    account: str, side: str, qty: int, price: str, symbol: str = "XBTTOY", **more: str
) -> Step:
    body = {"symbol": symbol, "side": side, "orderQty": qty, "price": price, **more}
    return do(account, "POST /order", body)


def answers_of(
    venue: Venue | Session,
    flawed: Iterable[FlawedOrder],
    capabilities: Capabilities,
    policies: Mapping[str, str] | None = None,
) -> list[str]:
    """What a venue answers to each of the flawed orders: the message of its refusal."""
    session = venue if isinstance(venue, Session) else Session(venue, capabilities)
    for step in _opening(capabilities):
        if not is_asked(step, capabilities):
            continue
        if step.kind == "reset" and policies:
            session.send(Step("reset", {**step.message, "policies": dict(policies)}))
        else:
            session.send(step)
    answers = [session.send(order.step) for order in flawed]
    return [str((answer.error or {}).get("message", answer.status)) for answer in answers]


def _sorted(before: Mapping[str, set[str]]) -> tuple[str, ...] | None:
    """The checks with all that must come before each; none if that goes in a circle."""
    order: list[str] = []
    left = list(CHECKS)
    while left:
        ready = next((check for check in left if not before[check] & set(left)), None)
        if ready is None:
            return None
        order.append(ready)
        left.remove(ready)
    return tuple(order)
