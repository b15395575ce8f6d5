"""Scripts: the scenes that bring each chapter to its edges, as far as a venue has them.

A machine reaches a rare clause with luck, a scene every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from solvent_conformance.histories.generators.worlds import the_catalogue
from solvent_conformance.histories.scenes.registry import FOR_ANY_PURSE, scenes
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_spec.rulebook import Rulebook
from solvent_spec.vocabulary.messages import Row


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
    for name, scene in scenes().items():
        yield Script(name, tuple(scene()))


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
        instrument = the_catalogue().instrument(symbol, book)
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
