"""Scripts: the scenes that bring each chapter to its edges, as far as a venue has them.

A machine reaches a rare clause with luck, a scene every time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from solvent_conformance.histories.generators.transposition import own_rulebook, transpose
from solvent_conformance.histories.scenes.registry import FOR_ANY_PURSE, scenes
from solvent_conformance.protocol.capabilities import WHOLE, Capabilities
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.needs import is_playable


@dataclass(frozen=True, slots=True)
class Script:
    """A scene's name, the chapter that it was made for, and its steps."""

    name: str
    chapter: str
    steps: tuple[Step, ...]


_MADE: Final[dict[tuple[object, ...], tuple[Script, ...]]] = {}
"""Every scene, made once for each set of contracts that it is told in."""


def scripts(capabilities: Capabilities) -> Iterator[Script]:
    """Every scene that asks for nothing that the venue declares not to have."""
    for script in every_script(capabilities):
        # Where nobody can run out of money the scenes' small purses mean nothing.
        has_purses = capabilities.has_money or script.name in FOR_ANY_PURSE
        if has_purses and is_playable(script.steps, capabilities):
            yield script


def every_script(capabilities: Capabilities = WHOLE) -> tuple[Script, ...]:
    """Every scene, whatever a venue has; where a user's own contracts are judged, told in those."""
    own = own_rulebook(capabilities)
    if not own:
        return written_scripts()
    key = (own, capabilities.payoffs, capabilities.instruments)
    if key not in _MADE:
        _MADE[key] = tuple(_in_own(own, capabilities))
    return _MADE[key]


def written_scripts() -> tuple[Script, ...]:
    """Every scene as it is written."""
    if () not in _MADE:
        _MADE[()] = tuple(_written())
    return _MADE[()]


def scene_identities() -> frozenset[int]:
    """The identities of the steps of all scenes that were made, which are kept."""
    return frozenset(id(script.steps) for made in _MADE.values() for script in made)


def _written() -> Iterator[Script]:
    for name, scene in scenes().items():
        chapter = scene.__module__.partition(".scenes.")[2].partition(".")[0]
        yield Script(name, chapter, tuple(scene()))


def _in_own(rulebook: str, capabilities: Capabilities) -> Iterator[Script]:
    for script in written_scripts():
        for as_leveraged in (False, True):
            steps = transpose(script.steps, rulebook, capabilities, as_leveraged=as_leveraged)
            if steps is not None:
                yield Script(script.name, script.chapter, steps)
