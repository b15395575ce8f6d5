"""Findings over HTTP: what the schema harness says, as verdicts and violations of clauses."""

from __future__ import annotations

from collections.abc import Callable

from solvent_conformance.adapters.limits import Allowance
from solvent_conformance.certify.outcome import Notify, Outcome, Progress
from solvent_conformance.certify.verdict import Verdict
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import Step
from solvent_spec.rules import CLAUSES


def without_signatures(outcome: Outcome, notify: Notify) -> None:
    """What only the HTTP binding shows: signatures."""
    for clause in CLAUSES.values():
        if clause.binding == "http":
            reason = "this binding signs nothing; certify the server over HTTP"
            outcome.wire[clause.id] = Verdict(clause.id, "NotApplicable", reason)


def harness(url: str, allowance: Allowance | None = None) -> Callable[[Outcome, Notify], None]:
    """The Schemathesis harness against a server, its findings as violations."""

    def judge(outcome: Outcome, notify: Notify) -> None:
        from solvent_conformance.schema_harness import Finding, Guard, HarnessError, run_harness

        cases = 0
        violated: set[str] = set()
        plan = outcome.plan
        guard = Guard(url, allowance)
        try:
            for event in run_harness(
                url, seed=plan.seed, max_examples=plan.budget.cases, guard=guard
            ):
                if not isinstance(event, Finding):
                    cases = event.cases
                    notify(Progress("beat", f"api {event.phase} {event.case}", cases, cases))
                    continue
                identity = event.clause if event.clause in CLAUSES else "APIC-001"
                violated.add(identity)
                outcome.violations.append(wire_violation(identity, event))
                notify(Progress("violation", f"{identity}: {limit_text(event.message)}"))
                notify(Progress("note", limit_text(event.curl)))
        except HarnessError as error:
            if error.curl:
                notify(Progress("note", limit_text(error.curl)))
            if error.failure is not None:
                raise error.failure from None
            notify(Progress("note", f"the harness cannot run: {limit_text(str(error))}"))
            outcome.incidents.append(f"the schema harness cannot run: {limit_text(str(error))}")
            return
        for clause in CLAUSES.values():
            if clause.profile == "api" and clause.id not in violated:
                fired = outcome.tally.get(clause.id, 0) + cases
                reason = f"{cases} requests of the schema harness without a finding"
                outcome.wire[clause.id] = Verdict(clause.id, "Conforms", reason, fired)

    return judge


def wire_violation(clause: str, finding: object) -> Violation:
    """A finding of the schema harness as a violation of a clause."""
    from solvent_conformance.schema_harness import Finding

    assert isinstance(finding, Finding)
    step = Step("ctl", {"verb": "request", "body": {"curl": limit_text(finding.curl, 1000)}})
    cell = Difference("answer", (finding.case,), finding.check, "as the document says", "not so")
    sentence = limit_text(f"{finding.case}: {finding.message}")
    return Violation("wire", (clause,), sentence, 0, step, (cell,))
