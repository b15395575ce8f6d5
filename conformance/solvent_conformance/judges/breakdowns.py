"""Breakdowns: a venue that errs, that stopped, or that does not read its tables."""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference, Violation
from solvent_spec.rules import CLAUSES

VENUE_ANSWERS: Final = "a venue answers every request and every control"
VENUE_GOES_ON: Final = "a venue whose money adds up does not stop"

_STOPPED: Final = ("VenueStopped", "AuditFailed")


def breakdown(moment: Moment) -> Violation | None:
    """A venue that errs, that stopped, or that does not read its tables."""
    error = moment.observed.error or {}
    stopped = error.get("name") in _STOPPED
    text = str(error.get("message", ""))
    if moment.observed.status == "errored":
        cell = Difference("answer", (moment.step.request,), "status", "an answer", text[:200])
    else:
        unread = [key for key, pair in moment.tables.items() if pair[1] is None and pair[0]]
        if not unread:
            return None
        table, account = unread[0]
        cell = Difference(table, (account,), "(read)", "rows", "no answer")
    named = (c.id for c in CLAUSES.values() if f": {c.rule.rpartition('.')[2]}:" in text)
    clauses = (*named, "LEDG-001", "LEDG-003")
    return Violation(
        judge="solvency",
        clauses=clauses if stopped else ("APIC-001",),
        sentence=f"{VENUE_GOES_ON if stopped else VENUE_ANSWERS}; not so: {text[:200]}",
        at=moment.at,
        step=moment.step,
        differences=(cell,),
        fired=tuple(dict.fromkeys(moment.fired())),
    )
