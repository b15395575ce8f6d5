"""Precedence: in which order a venue checks what can be wrong with an order (ORDR-014).

Each order of the scene is refused by two checks. Which of the two reasons the venue gives tells
which check comes first, and all the pairs together tell the whole order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from solvent_conformance.capabilities import Capabilities
from solvent_conformance.generators.worlds import contract_of, rulebook_symbols, spot_steps
from solvent_conformance.hearing import Court
from solvent_conformance.history import Step, ctl, do
from solvent_conformance.session import Session
from solvent_spec.messages import Row, Venue
from solvent_spec.refusals import CHECKS

_CLOCK: Final = "2019-06-07T13:00:00.000Z"
"""An hour after the expiry of ADATOY."""

_MONEY: Final = {"alice": 10**9, "bob": 10**9, "carol": 113_000, "dave": 10**9, "erin": 10**9,
                 "frank": 678_000}  # fmt: skip # carol and frank have it all in open orders
_PRICES: Final = {"XBTTOY": ("90", "90.3"), "ADATOY": ("0.0001", "0.00010005"),
                  "ETHTOY": ("20", "20.03")}  # fmt: skip # a price and one off the tick
_OF_MARGIN: Final = CHECKS[CHECKS.index("risk limit") :]
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

_BOTH: Final[dict[tuple[str, str], Row]] = {
    ("quantity", "risk limit"): {"orderQty": 1001},
    ("open orders", "balance"): {"account": "frank"},
}
"""What two checks refuse that would hide each other, put together one by one."""

_OFF_TICK: Final = {"80": "80.3", "130": "130.3"}
_HIDING: Final = {
    *(("quantity", check) for check in _OF_MARGIN if check != "risk limit"),
    *(("mark", check) for check in ("open orders", *_OF_MARGIN)),
    *(
        ("trading", check)
        for check in ("open orders", "liquidation price", "immediate liquidation")
    ),
    ("risk limit", "liquidation price"),
    ("liquidation price", "immediate liquidation"),
    ("liquidation price", "balance"),
}
"""Pairs of checks of which only one can refuse an order, whatever the venue does."""


@dataclass(frozen=True, slots=True)
class Flawed:
    """An order that two checks refuse."""

    checks: tuple[str, str]
    step: Step


def chosen_precedence(court: Court, policies: Mapping[str, str]) -> str | None:
    """The order of the venue's checks, as a choice under ORDR-014.

    Returns:
        None where the venue cannot be asked, or gives now one reason and now another.
    """
    flawed = flawed_orders(court.capabilities)
    if not flawed:
        return None
    in_order, reversed_ = (
        {**policies, "ORDR-014": ", ".join(checks)} for checks in (CHECKS, CHECKS[::-1])
    )
    first = answers_of(court.reference(None), flawed, court.capabilities, in_order)
    last = answers_of(court.reference(None), flawed, court.capabilities, reversed_)
    mine = answers_of(court.venue, flawed, court.capabilities)
    before: dict[str, set[str]] = {check: set() for check in CHECKS}
    for order, answer, one, other in zip(flawed, mine, first, last, strict=True):
        earlier, later = order.checks
        if answer == one:
            before[later].add(earlier)
        elif answer == other:
            before[earlier].add(later)
    found = _sorted(before)
    if found is None:
        return None
    return "this order" if found == CHECKS else ", ".join(found)


def refused_twice(capabilities: Capabilities) -> list[Step]:
    """The whole scene."""
    flawed = flawed_orders(capabilities)
    return [*_opening(capabilities), *(order.step for order in flawed)] if flawed else []


def flawed_orders(capabilities: Capabilities) -> list[Flawed]:
    """An order for each pair of checks that can refuse one order, as far as the venue has them."""
    listed = rulebook_symbols("TOY", capabilities)
    if "trading" not in capabilities.profiles or "XBTTOY" not in listed:
        return []
    found = []
    for checks in combinations(CHECKS, 2):
        body = _body(checks)
        if body is not None and body["symbol"] in listed and _has(capabilities, checks):
            account = str(body.pop("account"))
            found.append(Flawed(checks, do(account, "POST /order", body)))
    return found


def _body(checks: tuple[str, str]) -> Row | None:
    """The order that both refuse; none if one of the two hides the other."""
    mine: Row = {}
    for flaw in (_BOTH[checks],) if checks in _BOTH else map(_FLAWS.__getitem__, checks):
        if any(mine.get(key, value) != value for key, value in flaw.items()):
            return None
        mine |= flaw
    if checks in _HIDING:
        return None
    symbol = mine.get("symbol", "XBTTOY")
    price = mine.get("price", _PRICES[symbol][0])
    if "price" in checks:
        price = _OFF_TICK.get(price, _PRICES[symbol][1])
    plain = {"account": "alice", "symbol": symbol, "side": "Buy", "orderQty": 4, "ordType": "Limit"}
    return {**plain, **mine, "price": price}


def _has(capabilities: Capabilities, checks: tuple[str, str]) -> bool:
    """Whether the venue knows what the two checks are about."""
    if "display quantity" in checks and not capabilities.hides:
        return False
    if "stop price" in checks and "Stop" not in capabilities.ord_types:
        return False
    if "instructions" in checks and "MarkPrice" not in capabilities.exec_inst:
        return False
    return "margin" in capabilities.profiles or not set(checks) & set(_OF_MARGIN)


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
        body = {"symbol": "XBTTOY", "leverage": 10}
        steps += [do(account, "POST /position/leverage", body) for account in _MONEY]
    steps += [_placed(account, "Buy", 1, "90", clOrdID="one") for account in _MONEY]
    steps += [_placed(account, "Buy", 1, "90") for account in ("bob", "frank") for _ in range(5)]
    steps += [_placed("erin", "Sell", 10, "100"), _placed("dave", "Buy", 10, "100")]
    return steps


def _placed(account: str, side: str, qty: int, price: str, **more: str) -> Step:
    body = {"symbol": "XBTTOY", "side": side, "orderQty": qty, "price": price, **more}
    return do(account, "POST /order", body)


def answers_of(
    venue: Venue,
    flawed: Iterable[Flawed],
    capabilities: Capabilities,
    policies: Mapping[str, str] | None = None,
) -> list[str]:
    """What a venue answers to each of the flawed orders: the message of its refusal."""
    session = Session(venue)
    for step in _opening(capabilities):
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
