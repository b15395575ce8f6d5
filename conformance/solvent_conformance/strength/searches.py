"""Searches: what a trial tries a venue with, each with the violation that it found, if any, and how
many commands it sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from solvent_conformance.certify.budget import BUDGETS, rulebooks_of
from solvent_conformance.histories.exploration import Exploration, derived_seed
from solvent_conformance.histories.generators.worlds import rulebook_symbols
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.histories.scenes.scripts import scripts
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import LOOSELY, play, violation_in
from solvent_conformance.lockstep.sides import Lockstep
from solvent_conformance.protocol.history import Step
from solvent_conformance.retellings.comparison import mirror, retell, split
from solvent_conformance.retellings.one_price import one_price_history
from solvent_spec.vocabulary.messages import Venue

STEPS: Final = 25


def drive(lockstep: Lockstep, profile: str, seed: int) -> Iterator[tuple[Violation | None, int]]:
    """What the machines of a profile find at the quick budget, as a certification drives them."""
    budget = BUDGETS["quick"]
    rulebooks = rulebooks_of("TOY", lockstep.capabilities)
    for name, machine in MACHINES.items():
        for rulebook in rulebooks if machine.profile == profile else ():
            histories = budget.played(name, main=rulebook == rulebooks[0])
            if histories:
                seed_there = derived_seed(seed, name, rulebook, 0)
                yield set_loose(lockstep, name, rulebook, seed_there, histories, steps=budget.steps)


def play_scenes(lockstep: Lockstep) -> Iterator[tuple[Violation | None, int]]:
    """The scenes, one after the other."""
    for script in scripts(lockstep.capabilities):
        run, violation = play(lockstep, script.steps, records=False, watch=LOOSELY)
        found = None if violation is None else look_closely(lockstep, violation)
        yield found, len(run.steps)


def set_loose(
    lockstep: Lockstep, name: str, rulebook: str, seed: int, histories: int, *, steps: int = STEPS
) -> tuple[Violation | None, int]:
    """A machine set loose on a venue under a rulebook, until something is found."""
    exploration = Exploration(lockstep, rulebook, records=False)
    found = exploration.run(
        MACHINES[name], seed=seed, histories=max(1, histories), steps=steps, shrinks=False
    )
    if found.failure is not None:
        raise found.failure
    if found.violation is None:
        return None, found.commands
    return look_closely(lockstep, found.violation), found.commands_to_find


def look_closely(lockstep: Lockstep, violation: Violation) -> Violation:
    """The violation once more with the clauses noted that the reference executed in its step."""
    return violation_in(lockstep, violation.steps) or violation


def retell_histories(venue: Venue, lockstep: Lockstep, seed: int) -> tuple[Violation | None, int]:
    """A few histories told in another way."""
    capabilities = lockstep.capabilities
    commands = 0
    for number, symbol in enumerate(rulebook_symbols("TOY", capabilities)):
        controls = capabilities.controls
        steps: tuple[Step, ...] = one_price_history("TOY", symbol, seed + number, controls)
        found = [
            mirror(venue, steps, capabilities),
            split(venue, steps, capabilities, "taker"),
            *retell(venue, steps, capabilities),
        ]
        commands += 5 * len(steps)
        for violation in found:
            if violation is not None:
                return violation, commands
    return None, commands
