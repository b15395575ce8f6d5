"""Precedence: in which order a venue checks what can be wrong with an order (ORDR-014).

Each order of the scene is refused by two checks or three. Which of the reasons the venue gives
tells which check comes first, and all the orders together tell the whole order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from solvent_conformance.choices.flawed_world import PRICES, opening
from solvent_conformance.histories.generators.worlds import rulebook_symbols
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, do
from solvent_conformance.protocol.lists import REFUSALS
from solvent_conformance.protocol.needs import has_needs, is_asked, is_playable
from solvent_conformance.protocol.session import Session
from solvent_spec.rules.orders.refusals import CHECKS
from solvent_spec.vocabulary.messages import Row, Venue

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
    matched = 0
    for _ in range(1 if lockstep.memory is None else 2):  # a single lie looks like freedom
        answers = answers_of(lockstep.session(), flawed, lockstep.capabilities)
    for number, answer in enumerate(answers):
        checks = flawed[number].checks
        first = [check for check in checks if reasons[check][number] == answer]
        for check in checks:
            before[check].update(c for c in first if c != check)
        matched += bool(first)
    # A venue of other words tells nothing by them.
    found = _sorted(before) if matched else None
    if found is None:
        return None
    return "this order" if found == CHECKS else ", ".join(found)


def refused_twice(capabilities: Capabilities) -> list[Step]:
    """The whole scene."""
    flawed = flawed_orders(capabilities)
    return [*opening(capabilities), *(order.step for order in flawed)] if flawed else []


def flawed_orders(capabilities: Capabilities) -> list[FlawedOrder]:
    """Orders that two or three checks refuse, as far as the venue has what they are about."""
    listed = rulebook_symbols("TOY", capabilities)
    whole = set(REFUSALS) <= set(capabilities.refusals)
    if "trading" not in capabilities.judged or "XBTTOY" not in listed or not whole:
        return []
    if not is_playable(opening(capabilities), capabilities):
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
    price = mine.get("price", PRICES[symbol][0])
    if "price" in checks:
        price = _OFF_TICK.get(price, PRICES[symbol][1])
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


def answers_of(
    venue: Venue | Session,
    flawed: Iterable[FlawedOrder],
    capabilities: Capabilities,
    policies: Mapping[str, str] | None = None,
) -> list[str]:
    """What a venue answers to each of the flawed orders: the message of its refusal."""
    session = venue if isinstance(venue, Session) else Session(venue, capabilities)
    for step in opening(capabilities):
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
