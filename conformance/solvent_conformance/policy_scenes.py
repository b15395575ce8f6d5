"""Scenes that show what a venue does where a clause leaves it a choice, by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from solvent_conformance.capabilities import Capabilities
from solvent_conformance.generators.worlds import (
    World,
    contract_of,
    iso,
    rulebook_symbols,
    spot_steps,
)
from solvent_conformance.history import Step, ctl, do
from solvent_conformance.precedence import refused_twice
from solvent_conformance.venues import (
    closing_scenes,
    limit_scenes,
    margin_scenes,
    price_scenes,
    trading_scenes,
    waterfall_scenes,
)
from solvent_spec.rulebook import Rulebook, instant
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
    yield from waterfall_scenes.stop_and_liquidation_at_once()
    yield from waterfall_scenes.stop_and_trimming_at_once()


def _premiums_that_wait() -> Iterable[Step]:
    """A bid above a mark that comes nearer, and bids below which it falls."""
    yield from margin_scenes.premium_in_waiting()
    yield from limit_scenes.premium_beyond_the_purse()


def _played(
    profile: str, scene_of: Callable[[], Iterable[Step]]
) -> Callable[[Capabilities], list[Step]]:
    """A scene, for venues of its profile that have all that it asks for."""

    def steps(capabilities: Capabilities) -> list[Step]:
        scene = list(scene_of())
        asked = {step.request for step in scene if step.kind == "do"}
        verbs = {step.request for step in scene if step.kind == "ctl"}
        has_all = asked <= set(capabilities.requests) and verbs <= set(capabilities.controls)
        stops = any("stopPx" in step.message.get("body", {}) for step in scene)
        setup = scene[0].message
        served = rulebook_symbols(setup["rulebook"], capabilities)
        known = set(setup["instruments"]) <= set(served)
        fits = known and has_all and (not stops or "Stop" in capabilities.ord_types)
        return scene if fits and profile in capabilities.profiles else []

    return steps


SCENARIOS: Final[dict[str, Callable[[Capabilities], list[Step]]]] = {
    "UNIT-002": _tie,
    "UNIT-004": _played("margin", price_scenes.ties_of_the_grid),
    "MTCH-005": _self_match,
    "ORDR-014": refused_twice,
    "INDX-005": _played("margin", margin_scenes.between_two_minutes),
    "MARG-026": _played("margin", margin_scenes.drawing_by_and_by),
    "MARG-009": _played("margin", _premiums_that_wait),
    "MARG-010": _premium,
    "MARG-015": _played("margin", margin_scenes.odd_extra_margin),
    "MARG-022": _played("margin", margin_scenes.sale_beyond_bankruptcy),
    "MARK-007": _thin_book,
    "MARK-014": _played("margin", price_scenes.book_in_tether),
    "FUND-010": _remainder,
    "FUND-008": _played("margin", waterfall_scenes.funding_split),
    "FUND-018": _played("margin", waterfall_scenes.funding_split),
    "FUND-012": _played("margin", margin_scenes.funding),
    "FUND-011": _played("margin", margin_scenes.funding_from_the_fund),
    "APIC-008": _played("trading", trading_scenes.names_of_refusals),
    "APIC-006": _played("margin", limit_scenes.refused_by_the_engine),
    "ORDR-049": _played("trading", trading_scenes.old_and_new_names),
    "ADMN-009": _hopeless,
    "ORDR-018": _played("trading", trading_scenes.jump_over_three_stops),
    "ADLV-002": _played("margin", margin_scenes.equal_scores),
    "ADLV-006": _played("margin", margin_scenes.deleveraging),
    "LIQD-006": _played("margin", margin_scenes.breaching_together),
    "LIQD-003": _played("margin", waterfall_scenes.carried_by_the_fund),
    "LIQD-009": _played("margin", waterfall_scenes.expiring_engine),
    "LIQD-010": _played("margin", waterfall_scenes.expiring_engine),
    "LIQD-011": _played("margin", _both_orders_of_events),
    "FUND-019": _played("margin", margin_scenes.funding_turns),
    "FUND-020": _played("margin", waterfall_scenes.two_fundings_at_once),
    "INSU-002": _played("margin", waterfall_scenes.engine_on_both_sides),
    "INSU-004": _played("margin", margin_scenes.fund_spends),
    "ADLV-009": _played("margin", waterfall_scenes.beyond_its_own_bankruptcy),
    "INDX-010": _played("margin", waterfall_scenes.index_near_zero),
    "MARG-034": _played("margin", limit_scenes.taken_out_at_a_loss),
    "MARG-035": _played("margin", limit_scenes.drawn_and_recovered),
    "MARG-036": _played("margin", limit_scenes.one_index_two_losses),
    "ORDR-053": _played("trading", limit_scenes.equal_targets),
    "RISK-005": _played("margin", limit_scenes.limits_on_and_between_steps),
    "RISK-007": _played("margin", limit_scenes.exactly_at_the_limit),
    "RISK-006": _played("margin", limit_scenes.highest_tier),
    "ORDR-054": _played("margin", margin_scenes.amended_by_the_poor),
    "ORDR-051": _played("margin", closing_scenes.room_for_reducing),
    "ORDR-052": _played("margin", limit_scenes.unpriced_and_unaffordable),
}
"""By clause, the plainest first: a later scenario shows what the earlier ones have settled, too."""
