"""The register of scenes, by name, in the order in which they are played.

    @scene
    def ties_of_the_grid() -> Iterator[Step]: ...

registers a scene under its name. Every module below this folder is found: a new chapter needs its
module and nothing here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Final, TypeAlias

from solvent_conformance.protocol.history import Step

Scene: TypeAlias = Callable[[], Iterator[Step]]

_SCENES: Final[dict[str, Scene]] = {}

FOR_ANY_PURSE: Final[set[str]] = set()
"""Scenes in which nobody runs out of money, for venues that know none."""

FIRST: Final = tuple(
    """
    closing_beside_a_target room_for_reducing closing_below_the_market highest_tier
    added_margin_stays refused_by_the_engine backed_short unpriced_and_unaffordable
    limits_on_and_between_steps exactly_at_the_limit drawn_and_recovered taken_out_at_a_loss
    equal_targets one_index_two_losses one_index_two_losses_by_symbol premium_beyond_the_purse
    settings drawing_by_and_by backed_to_the_unit premium_in_waiting poor_accounts
    amended_by_the_poor poor_in_two_contracts index_and_mark between_two_minutes
    basis_of_a_future quanto_notionals funding funding_turns funding_unpaid funding_of_the_poor
    funding_from_the_fund liquidation late_fill sale_beyond_bankruptcy last_price_far_off
    deleveraging breaching_together line_of_two equal_scores fund_spends two_funds
    odd_extra_margin come_back turned_over_with_added_margin ties_of_the_grid book_in_tether
    every_payoff tied_values price_and_time crossing_oneself second_thoughts
    as_many_orders_as_may_be refusals refusals_of_names refusals_of_risk refusals_of_terms
    refusals_by_the_lot refusals_of_a_future stops stops_together reduce_only overload
    coming_and_going late_rules jump_over_three_stops names_of_refusals old_and_new_names
    amending_what_has_traded truncated_funding funding_split coarse_tick expiring_engine
    junk_bid carried_by_the_fund beyond_its_own_bankruptcy engine_on_both_sides
    stop_and_liquidation_at_once stop_without_money stop_and_trimming_at_once
    two_fundings_at_once two_fundings_by_symbol index_near_zero fair_price_below_zero
    gone_by_one_mark
    """.split()  # noqa: SIM905 - so many names read best without their quotes
)
"""The scenes of the first certificates, in the order in which those played them.

A certificate's hash is over the scenes' transcripts in their order, so what was played first stays
first. A scene that is not named here comes after these, in the order of modules.
"""


def scene(made: Scene) -> Scene:
    """Register a scene under its name.

    Raises:
        ValueError: another scene has the name.
    """
    if made.__name__ in _SCENES:
        raise ValueError(f"there are two scenes {made.__name__}")
    _SCENES[made.__name__] = made
    return made


def for_any_purse(made: Scene) -> Scene:
    """Register a scene that means the same where there is no money."""
    FOR_ANY_PURSE.add(made.__name__)
    return scene(made)


def scenes() -> dict[str, Scene]:
    """Every scene by name; the modules are imported if need be."""
    package = import_module("solvent_conformance.histories.scenes")
    for module in walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    # The sort is stable: scenes without a place of their own keep the order of their modules.
    place = {name: number for number, name in enumerate(FIRST)}
    return dict(sorted(_SCENES.items(), key=lambda pair: place.get(pair[0], len(place))))
