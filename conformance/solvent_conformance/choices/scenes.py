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
    deleveraging,
    funding,
    index,
    insurance,
    liquidation,
    mark,
    risk_limits,
    units,
)
from solvent_conformance.histories.scenes.margin import orders as margin_orders
from solvent_conformance.histories.scenes.margin import position as margin_position
from solvent_conformance.histories.scenes.margin import settings as margin_settings
from solvent_conformance.histories.scenes.orders import changes as orders_changes
from solvent_conformance.histories.scenes.orders import reductions as orders_reductions
from solvent_conformance.histories.scenes.orders import refusals as orders_refusals
from solvent_conformance.histories.scenes.orders import stops as orders_stops
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
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
    "UNIT-004": _played("margin", units.ties_of_the_grid),
    "MTCH-005": _self_match,
    "ORDR-014": refused_twice,
    "INDX-005": _played("margin", index.between_two_minutes),
    "MARG-026": _played("margin", margin_position.drawing_by_and_by),
    "MARG-009": _played("margin", _premiums_that_wait),
    "MARG-010": _premium,
    "MARG-015": _played("margin", margin_settings.odd_extra_margin),
    "MARG-022": _played("margin", margin_position.sale_beyond_bankruptcy),
    "MARK-007": _thin_book,
    "MARK-014": _played("margin", mark.book_in_tether),
    "FUND-010": _remainder,
    "FUND-008": _played("margin", funding.funding_split),
    "FUND-018": _played("margin", funding.funding_split),
    "FUND-012": _played("margin", funding.funding),
    "FUND-011": _played("margin", funding.funding_from_the_fund),
    "APIC-008": _played("trading", api.names_of_refusals),
    "APIC-006": _played("margin", api.refused_by_the_engine),
    "ORDR-049": _played("trading", orders_changes.old_and_new_names),
    "ADMN-009": _hopeless,
    "ORDR-018": _played("trading", orders_stops.jump_over_three_stops),
    "ADLV-002": _played("margin", deleveraging.equal_scores),
    "ADLV-006": _played("margin", deleveraging.deleveraging),
    "LIQD-006": _played("margin", liquidation.breaching_together),
    "LIQD-003": _played("margin", insurance.carried_by_the_fund),
    "LIQD-009": _played("margin", liquidation.expiring_engine),
    "LIQD-010": _played("margin", liquidation.expiring_engine),
    "LIQD-011": _played("margin", _both_orders_of_events),
    "FUND-019": _played("margin", funding.funding_turns),
    "FUND-020": _played("margin", funding.two_fundings_at_once),
    "INSU-002": _played("margin", deleveraging.engine_on_both_sides),
    "INSU-004": _played("margin", insurance.fund_spends),
    "ADLV-009": _played("margin", deleveraging.beyond_its_own_bankruptcy),
    "INDX-010": _played("margin", index.index_near_zero),
    "MARG-034": _played("margin", margin_settings.taken_out_at_a_loss),
    "MARG-035": _played("margin", margin_position.drawn_and_recovered),
    "MARG-036": _played("margin", margin_position.one_index_two_losses),
    "ORDR-053": _played("trading", orders_reductions.equal_targets),
    "RISK-005": _played("margin", risk_limits.limits_on_and_between_steps),
    "RISK-007": _played("margin", risk_limits.exactly_at_the_limit),
    "RISK-006": _played("margin", risk_limits.highest_tier),
    "ORDR-054": _played("margin", margin_orders.amended_by_the_poor),
    "ORDR-051": _played("margin", orders_reductions.room_for_reducing),
    "ORDR-052": _played("margin", orders_refusals.unpriced_and_unaffordable),
}
"""By clause, the plainest first: a later scenario shows what the earlier ones have settled, too."""
