"""Reach: what the scenes execute that a venue lacks something for."""

from __future__ import annotations

from solvent_conformance.certify.verdict import OutOfReach
from solvent_conformance.histories.scenes.scripts import every_script
from solvent_conformance.lockstep.play import LOOSELY, play
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.needs import is_playable
from solvent_reference.venue import ReferenceVenue


def out_of_reach(capabilities: Capabilities) -> OutOfReach:
    """What is executed and refused in scenes which a venue lacks something for."""
    reference = ReferenceVenue()
    lockstep = lockstep_of(reference, Capabilities.of(reference.hello()))
    executed: set[str] = set()
    refused: set[str] = set()
    for script in every_script():
        if is_playable(script.steps, capabilities):
            continue
        run, _ = play(lockstep, script.steps, watch=LOOSELY)
        executed.update(run.checks())
        refused.update(run.refusals)
    return OutOfReach(frozenset(executed), frozenset(refused))
