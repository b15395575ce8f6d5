"""Findings: what the harness yields while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from solvent_conformance.adapters.failures import VenueFailure


@dataclass(frozen=True, slots=True)
class Finding:
    """A venue did what it may not do.

    `clause` is the id of the clause that is broken; it is empty when the answer differs from
    the OpenAPI document in a way that no clause speaks of. `check` names what noticed it, `case`
    the operation, `curl` repeats the smallest request that was found.
    """

    clause: str
    message: str
    curl: str
    case: str
    check: str
    phase: str


@dataclass(frozen=True, slots=True)
class HarnessProgress:
    """So many requests have been answered, the last ones in this phase for this operation.

    `refused` counts those that were answered with an error.
    """

    phase: str
    case: str
    cases: int
    refused: int


class HarnessError(Exception):
    """The harness cannot run: no venue, no document, or a set-up that is refused.

    `failure` is that of the venue, if it is one; `curl` repeats the last request.
    """

    def __init__(self, text: str, *, failure: VenueFailure | None = None, curl: str = "") -> None:
        super().__init__(text)
        self.failure = failure
        self.curl = curl
