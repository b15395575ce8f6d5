"""Scripted histories: the scenes that bring each chapter to its edges, as far as a venue has them.

A machine reaches a rare clause with luck, a scene every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Final

from solvent_conformance.capabilities import Capabilities
from solvent_conformance.courts import court_of
from solvent_conformance.generators.worlds import catalogue
from solvent_conformance.history import Step
from solvent_conformance.rehearing import LOOSELY, reheard
from solvent_conformance.venues.scenes import FOR_ANY_PURSE, SCENES
from solvent_conformance.verdicts import OutOfReach
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook import Rulebook
from solvent_spec.vocabulary.messages import Row

_SCENES: Final = (
    "solvent_conformance.venues.margin_scenes",
    "solvent_conformance.venues.limit_scenes",
    "solvent_conformance.venues.price_scenes",
    "solvent_conformance.venues.closing_scenes",
    "solvent_conformance.venues.trading_scenes",
    "solvent_conformance.venues.waterfall_scenes",
)


@dataclass(frozen=True, slots=True)
class Script:
    """A scene's name and steps."""

    name: str
    steps: tuple[Step, ...]


def scripts(capabilities: Capabilities) -> Iterator[Script]:
    """Every scene that asks for nothing that the venue declares not to have."""
    for script in every_script():
        # Where nobody can run out of money the scenes' small purses mean nothing.
        has_purses = capabilities.has_money or script.name in FOR_ANY_PURSE
        if has_purses and all(is_playable(s, capabilities) for s in script.steps):
            yield script


def every_script() -> Iterator[Script]:
    """Every scene, whatever a venue has."""
    for module in _SCENES:
        import_module(module)
    for name, scene in SCENES.items():
        yield Script(name, tuple(scene()))


def out_of_reach(capabilities: Capabilities) -> OutOfReach:
    """What is executed and refused in scenes which a venue lacks something for."""
    reference = ReferenceVenue()
    court = court_of(reference, Capabilities.of(reference.hello()))
    executed: set[str] = set()
    refused: set[str] = set()
    for script in every_script():
        if all(is_playable(step, capabilities) for step in script.steps):
            continue
        hearing, _ = reheard(court, script.steps, watch=LOOSELY)
        executed.update(hearing.checks())
        refused.update(hearing.refusals)
    return OutOfReach(frozenset(executed), frozenset(refused))


def is_playable(step: Step, capabilities: Capabilities) -> bool:
    """Whether a venue declares what a step asks for."""
    if step.kind == "reset":
        return _has_contracts(step.message, capabilities)
    if step.kind == "ctl":
        return step.request in capabilities.controls
    if step.kind == "read":
        return step.request in capabilities.tables
    body = step.message.get("body", {})
    if step.request not in capabilities.requests:
        return False
    return step.request != "POST /order" or _has_terms(body, capabilities)


def _has_contracts(setup: Row, capabilities: Capabilities) -> bool:
    book = Rulebook.named(setup["rulebook"])
    for symbol in setup["instruments"]:
        instrument = catalogue().instrument(symbol, book)
        if instrument.payoff.value not in capabilities.payoffs:
            return False
        if capabilities.instruments and symbol not in capabilities.instruments:
            return False
    return True


def _has_terms(body: Row, capabilities: Capabilities) -> bool:
    stops, priced = body.get("stopPx") is not None, body.get("price") is not None
    implied = {
        (True, True): "StopLimit",
        (True, False): "Stop",
        (False, True): "Limit",
        (False, False): "Market",
    }[stops, priced]
    instructions = [part for part in str(body.get("execInst", "")).split(",") if part]
    tif = body.get("timeInForce")
    return (
        body.get("ordType", implied) in capabilities.ord_types
        and (tif is None or tif in capabilities.time_in_force)
        and all(part in capabilities.exec_inst for part in instructions)
        and (capabilities.hides or "displayQty" not in body)
        and (capabilities.names_orders or "clOrdID" not in body)
    )
