"""Findings: what the histories of one machine brought."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from solvent_conformance.adapters.failures import VenueFailure
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.gauge import Extremes
from solvent_conformance.protocol.history import Step

RICHEST = 3
"""Histories that are kept for each clause."""


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """How much a history has of a clause: how often it refused, then how often it was executed."""

    refusals: int
    executions: int


@dataclass(slots=True)
class Findings:
    """What an exploration brought. Mutable while it runs.

    `digest` is the hash over the transcripts of all its histories, in order; `richest` holds for
    each clause the histories in which it refused most, or else was executed most.
    """

    violation: Violation | None = None
    failure: VenueFailure | None = None
    failed_steps: tuple[Step, ...] = ()
    is_flaky: bool = False
    histories: int = 0
    commands: int = 0
    commands_to_find: int = 0
    tally: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    requests: Counter[str] = field(default_factory=Counter)
    digest: str = ""
    samples: list[tuple[Step, ...]] = field(default_factory=list)
    richest: dict[str, list[tuple[Weight, tuple[Step, ...]]]] = field(default_factory=dict)
    events: Counter[str] = field(default_factory=Counter)
    extremes: Extremes = field(default_factory=Extremes)
