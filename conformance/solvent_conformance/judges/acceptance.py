"""Acceptance: which clauses a venue breaks that refuses, in words of its own, what is accepted."""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.reasons import refused_by
from solvent_conformance.protocol.features import features_of
from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Answer

_DOES: Final = {
    "no price": ("ORDR-045", "ORDR-036"),
    "stopPx": ("ORDR-016",),
    "displayQty": ("ORDR-019",),
    "timeInForce: ImmediateOrCancel": ("MTCH-007",),
    "timeInForce: FillOrKill": ("MTCH-006",),
    "execInst: ParticipateDoNotInitiate": ("ORDR-020",),
    "execInst: ReduceOnly": ("ORDR-021",),
    "execInst: Close": ("ORDR-050",),
    "amends orderQty": ("ORDR-048",),
    "amends leavesQty": ("ORDR-048",),
    "asked": ("ORDR-027",),
}
"""What says what becomes of a step with a feature, were it accepted; the commonest first."""

_NO_REASON: Final = ("ORDR-014",)
"""An order is refused for one of the listed reasons."""


def accepting_clauses(step: Step, expected: Answer, observed: Answer) -> tuple[str, ...]:
    """The clauses that say what a step does, where a venue refuses it and gives no known reason.

    A clause that refuses would be no help: the venue has not said that it follows one.
    """
    refused = expected.status == "ok" and observed.status == "rejected"
    if not refused or "/order" not in step.request or refused_by(observed):
        return ()
    features = features_of(step)
    return (*(c for name, does in _DOES.items() if name in features for c in does), *_NO_REASON)
