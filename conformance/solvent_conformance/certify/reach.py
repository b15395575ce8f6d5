"""Reach: what the scenes execute that a venue lacks something for."""

from __future__ import annotations

from functools import cache

from solvent_conformance.certify.verdict import OutOfReach
from solvent_conformance.histories.scenes.scripts import every_script, written_scripts
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE, Capabilities
from solvent_conformance.protocol.needs import is_playable
from solvent_reference.venue import ReferenceVenue


def out_of_reach(capabilities: Capabilities) -> OutOfReach:
    """What is executed and refused in scenes which a venue lacks something for."""
    executed: set[str] = set()
    refused: set[str] = set()
    told = every_script(capabilities)
    playable = {s.name for s in told if is_playable(s.steps, capabilities)}
    for script in written_scripts():
        if script.name not in playable:
            reached = _reached(script.name)
            executed |= reached.executed
            refused |= reached.refused
    return OutOfReach(frozenset(executed), frozenset(refused))


@cache
def _reached(name: str) -> OutOfReach:
    """What the reference executes in a scene, and by what it refuses."""
    steps = next(script.steps for script in written_scripts() if script.name == name)
    run, _ = play(lockstep_of(ReferenceVenue(), WHOLE), steps, watch=LOOSELY)
    return OutOfReach(frozenset(run.checks()), frozenset(run.refusals))
