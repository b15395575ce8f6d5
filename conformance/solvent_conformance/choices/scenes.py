"""Scenes that show what a venue does where a clause leaves it a choice, by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from solvent_conformance.choices.precedence import refused_twice
from solvent_conformance.histories.generators.worlds import (
    World,
    contract_of,
    iso,
    rulebook_symbols,
    spot_steps,
)
from solvent_conformance.histories.scenes import (
    api,
    liquidation,
)
from solvent_conformance.histories.scenes.margin import orders as margin_orders
from solvent_conformance.histories.scenes.orders import stops as orders_stops
from solvent_conformance.histories.scenes.registry import scenes_of_choices
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_conformance.protocol.needs import is_playable
from solvent_spec.rulebook import Rulebook, instant
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.units import MINUTE, price_of, price_text

_MOST: Final = {"account": "alice", "currency": "XBt", "amount": 10**9 - 10**6}
_CLOCK: Final = "2019-06-03T12:00"


def _opening(symbol: str, price: str, capabilities: Capabilities) -> tuple[World, list[Step]]:
    if symbol not in rulebook_symbols("TOY", capabilities):
        return World(Rulebook.named("TOY"), (), (), instant(_CLOCK)), []
    contract = contract_of("TOY", symbol)
    accounts = ("alice", "bob", "carol")
    world = World(Rulebook.named("TOY"), (contract,), accounts, instant(_CLOCK))
    steps = [Step("reset", world.setup()), *spot_steps(contract, int(price_of(price)))]
    for account in accounts:
        body = {"account": account, "currency": contract.currency, "amount": 10**9}
        steps.append(ctl("deposit", body))
    return world, steps


def _order(
    label: int, account: str, side: str, qty: int, price: str, symbol: str = "XBTTOY"
) -> Step:
    body = {"symbol": symbol, "side": side, "orderQty": qty, "price": price}
    return do(account, "POST /order", body, str(label))


def _tie(capabilities: Capabilities) -> list[Step]:
    """At 512 a contract of one dollar is worth 195,312.5 satoshi.

    The floor of such a tie is even at every price on the tick, so half to even and half down
    do the same; the first of them is named.
    """
    _, steps = _opening("XBTTOY", "512", capabilities)
    if steps:
        steps += [_order(1, "alice", "Buy", 3, "512"), _order(2, "bob", "Sell", 3, "512")]
    return steps


def _self_match(capabilities: Capabilities) -> list[Step]:
    """An account offers what it bids for."""
    _, steps = _opening("XBTTOY", "100", capabilities)
    if steps:
        steps += [_order(1, "alice", "Buy", 5, "100"), _order(2, "alice", "Sell", 3, "100")]
    return steps


def _remainder(capabilities: Capabilities) -> list[Step]:
    """A long of two and two shorts of one over four funding instants, bids above the mark."""
    world, steps = _opening("XBTTOY", "97", capabilities)
    if not steps or "advance" not in capabilities.controls:
        return []
    steps += [
        _order(1, "alice", "Buy", 2, "97"),
        _order(2, "bob", "Sell", 1, "97"),
        _order(3, "carol", "Sell", 1, "97"),
        _order(4, "alice", "Buy", 150, "98"),
        _order(5, "bob", "Sell", 150, "99"),
    ]
    interval = int(world.book.funding_interval)
    clock = int(world.clock)
    for half, price in enumerate(("97", "97", "96.5", "97", "96", "97.5", "97", "96.5"), 1):
        steps += spot_steps(contract_of("TOY", "XBTTOY"), int(price_of(price)))
        steps.append(ctl("advance", {"to": iso(clock + half * interval // 2)}))
    return steps


def _thin_book(capabilities: Capabilities) -> list[Step]:
    """One contract bid and one offered, far less than the impact notional, for a minute."""
    world, steps = _opening("XBTTOY", "100", capabilities)
    if not steps or "advance" not in capabilities.controls:
        return []
    steps += [
        _order(1, "alice", "Buy", 1, price_text(price_of("99"))),
        _order(2, "bob", "Sell", 1, "101"),
    ]
    steps.append(ctl("advance", {"to": iso(int(world.clock) + int(MINUTE))}))
    return steps


def _hopeless(capabilities: Capabilities) -> list[Step]:
    """While the engine is frozen an order comes for which the account has not the balance."""
    verbs = {"freeze", "thaw"}
    if "overload" not in capabilities.profiles or not verbs <= set(capabilities.controls):
        return []
    _, steps = _opening("XBTTOY", "100", capabilities)
    if steps:
        steps += [ctl("withdraw", _MOST), ctl("freeze", {})]
        steps += [_order(1, "alice", "Buy", 150, "99"), ctl("thaw", {})]
    return steps


def _premium(capabilities: Capabilities) -> list[Step]:
    """A long of ten offers three below the mark, where nobody bids."""
    _, steps = _opening("XBTTOY", "100", capabilities)
    if steps:
        steps += [_order(1, "alice", "Buy", 10, "100"), _order(2, "bob", "Sell", 10, "100")]
        steps += [_order(3, "alice", "Sell", 3, "99")]
    return steps


def _both_orders_of_events() -> Iterable[Step]:
    """Stops that meet a liquidation, and one that meets a trimmed order."""
    yield from liquidation.stop_and_liquidation_at_once()
    yield from orders_stops.stop_and_trimming_at_once()


def _premiums_that_wait() -> Iterable[Step]:
    """A bid above a mark that comes nearer, and bids below which it falls."""
    yield from margin_orders.premium_in_waiting()
    yield from margin_orders.premium_beyond_the_purse()


def _played(
    profile: str, scene_of: Callable[[], Iterable[Step]]
) -> Callable[[Capabilities], list[Step]]:
    """A scene, for venues of its profile that have all that it asks for."""

    def steps(capabilities: Capabilities) -> list[Step]:
        scene = list(scene_of())
        fits = profile in capabilities.judged and is_playable(scene, capabilities)
        return scene if fits else []

    return steps


def _shown(
    clause: str, scene_of: Callable[[], Iterable[Step]]
) -> Callable[[Capabilities], list[Step]]:
    """A scene, for venues of its clause's profile."""

    def steps(capabilities: Capabilities) -> list[Step]:
        return _played(CLAUSES[clause].profile, scene_of)(capabilities)

    return steps


_MADE: Final[dict[str, Callable[[Capabilities], list[Step]]]] = {
    "UNIT-002": _tie,
    "MTCH-005": _self_match,
    "ORDR-014": refused_twice,
    "MARG-009": _played("margin", _premiums_that_wait),
    "MARG-010": _premium,
    "MARK-007": _thin_book,
    "FUND-010": _remainder,
    "APIC-008": _played("trading", api.names_of_refusals),
    "APIC-006": _played("margin", api.refused_by_the_engine),
    "ADMN-009": _hopeless,
    "LIQD-011": _played("margin", _both_orders_of_events),
}
"""The scenarios that are no scene of their own, or ask for another profile than their clause's."""

_PLAINEST_FIRST: Final = tuple(
    """
    UNIT-002 UNIT-004 MTCH-005 ORDR-014 INDX-005 MARG-026 MARG-009 MARG-010 MARG-015 MARG-022
    MARK-007 MARK-014 FUND-010 FUND-008 FUND-018 FUND-012 FUND-011 APIC-008 APIC-006 ORDR-049
    ADMN-009 ORDR-018 ADLV-002 ADLV-006 LIQD-006 LIQD-003 LIQD-009 LIQD-010 LIQD-011 FUND-019
    FUND-020 INSU-002 INSU-004 ADLV-009 INDX-010 MARG-034 MARG-035 MARG-036 ORDR-053 RISK-005
    RISK-007 RISK-006 ORDR-054 ORDR-051 ORDR-052
    """.split()  # noqa: SIM905 - so many ids read best without their quotes
)


def _scenarios() -> dict[str, Callable[[Capabilities], list[Step]]]:
    """Those above, and the scenes that say which choice they show."""
    found = {
        **_MADE,
        **{clause: _shown(clause, scene) for clause, scene in scenes_of_choices().items()},
    }
    place = {clause: number for number, clause in enumerate(_PLAINEST_FIRST)}
    return dict(sorted(found.items(), key=lambda pair: place.get(pair[0], len(place))))


SCENARIOS: Final = _scenarios()
"""By clause, the plainest first: a later scenario shows what the earlier ones have settled, too.

A choice that is not named there comes after them, in the order of the modules of scenes.
"""
