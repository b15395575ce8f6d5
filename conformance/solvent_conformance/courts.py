"""Courts: the judges and the reference that a venue is held to."""

from __future__ import annotations

from collections.abc import Callable

from solvent_conformance.capabilities import Capabilities
from solvent_conformance.hearing import Court, Watch
from solvent_conformance.judges.accounting import Accounting
from solvent_conformance.judges.moments import Judge
from solvent_conformance.judges.relations import Relations
from solvent_conformance.judges.replay import Replay
from solvent_conformance.judges.solvency import Solvency
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rules import Rules, recording
from solvent_spec.vocabulary.messages import Venue


def reference(fired: Callable[[str], None] | None) -> Venue:
    """A fresh reference; `fired` hears of every clause that it executes."""
    return ReferenceVenue(Rules if fired is None else recording(Rules, fired))


def court_of(
    venue: Venue,
    capabilities: Capabilities,
    *,
    watch: Watch | None = None,
    policies: tuple[tuple[str, str], ...] = (),
) -> Court:
    """The court of a venue: replay leads, because it says most of what is wrong."""

    def judges() -> tuple[Judge, ...]:
        return (
            Replay(capabilities),
            Accounting(capabilities),
            Solvency(),
            Relations(capabilities),
        )

    return Court(venue, capabilities, reference, judges, watch or Watch(), policies)


def court_without_reference(
    venue: Venue, capabilities: Capabilities, *, watch: Watch | None = None
) -> Court:
    """The court of a venue that is judged by its own numbers alone: nothing is played twice."""

    def judges() -> tuple[Judge, ...]:
        return (Accounting(capabilities), Solvency(), Relations(capabilities))

    return Court(
        venue, capabilities, reference, judges, watch or Watch(), policies=(), is_alone=True
    )
