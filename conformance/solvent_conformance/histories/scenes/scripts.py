"""Scripts: the scenes that bring each chapter to its edges, as far as a venue has them.

A machine reaches a rare clause with luck, a scene every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from solvent_conformance.histories.scenes.registry import FOR_ANY_PURSE, scenes
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import is_playable


@dataclass(frozen=True, slots=True)
class Script:
    """A scene's name, the chapter that it was made for, and its steps."""

    name: str
    chapter: str
    steps: tuple[Step, ...]


def scripts(capabilities: Capabilities) -> Iterator[Script]:
    """Every scene that asks for nothing that the venue declares not to have."""
    for script in every_script():
        # Where nobody can run out of money the scenes' small purses mean nothing.
        has_purses = capabilities.has_money or script.name in FOR_ANY_PURSE
        if has_purses and is_playable(script.steps, capabilities):
            yield script


@cache
def every_script() -> tuple[Script, ...]:
    """Every scene, whatever a venue has; made once."""
    return tuple(
        Script(name, scene.__module__.partition(".scenes.")[2].partition(".")[0], tuple(scene()))
        for name, scene in scenes().items()
    )
