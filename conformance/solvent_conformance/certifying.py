"""Certifying: from a venue's specification to a report on disk, through any binding."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.campaign import run
from solvent_conformance.counterexamples import Counterexample, taken, worst_first
from solvent_conformance.excerpts import limited
from solvent_conformance.history import Step
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.opening import OpenVenue, open_venue
from solvent_conformance.outcomes import Case, Outcome, Progress
from solvent_conformance.policies import held
from solvent_conformance.reports import junit, page, record
from solvent_conformance.reports.record import Run
from solvent_conformance.verdicts import OF_SIGNATURES, Verdict
from solvent_spec.rules import CLAUSES

REFERENCE_STDIO: Final = f"stdio:{sys.executable} -m solvent_reference"
STARTUP_SECONDS: Final = 30.0

Notify = Callable[[Progress], None]


def binding_of(specification: str) -> str:
    """How a venue is reached."""
    scheme = specification.partition(":")[0]
    return {"stdio": "stdio", "http": "http", "https": "http"}.get(scheme, "in process")


def certify(specification: str, case: Case, folder: Path, *, notify: Notify) -> Run:
    """Judge a venue and write the report.

    Raises:
        AdapterInvalid: the venue cannot be judged.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("*.cex.json"):
        stale.unlink()
    binding = binding_of(specification)
    with open_venue(specification) as venue:
        notify(Progress("stage", "smoke test"))
        smoke(venue)
        remote = binding != "in process"
        scaled = replace(case, budget=case.budget.for_remote()) if remote else case
        wire = _harness(specification) if binding == "http" else _unsigned
        outcome = run(venue, scaled, notify=notify, wire=wire)
        # What was survived by a restart is still nothing to rely on.
        outcome.flaky += [limited(str(incident)) for incident in venue.incidents[:10]]
        result = Run(
            outcome, binding, specification, _counterexamples(venue, outcome, specification)
        )
    record.write(result, folder)
    junit.write(result, folder)
    page.write(result, folder)
    return result


def _counterexamples(
    venue: OpenVenue, outcome: Outcome, specification: str
) -> tuple[Counterexample, ...]:
    if outcome.failure is not None:
        return ()
    policies = held(outcome.policies)
    seed = outcome.case.seed
    return tuple(
        taken(violation, venue, policies, seed, specification)
        for violation in worst_first(outcome.violations)
        if violation.steps
    )


def _unsigned(outcome: Outcome, notify: Notify) -> None:
    """What only the HTTP binding shows: signatures."""
    for identity in OF_SIGNATURES:
        reason = "this binding signs nothing; certify the server over HTTP"
        outcome.wire[identity] = Verdict(identity, "NotApplicable", reason)


def _harness(url: str) -> Callable[[Outcome, Notify], None]:
    """The Schemathesis harness against a server, its findings as violations."""

    def judge(outcome: Outcome, notify: Notify) -> None:
        from solvent_conformance.schema_harness import Finding, HarnessError
        from solvent_conformance.schema_harness import run as run_harness

        cases = 0
        violated: set[str] = set()
        try:
            for event in run_harness(
                url, seed=outcome.case.seed, max_examples=outcome.case.budget.cases
            ):
                if not isinstance(event, Finding):
                    cases = event.cases
                    notify(Progress("beat", f"api {event.phase} {event.case}", cases, cases))
                    continue
                identity = event.clause if event.clause in CLAUSES else "APIC-001"
                violated.add(identity)
                outcome.violations.append(wire_violation(identity, event))
                notify(Progress("violation", f"{identity}: {limited(event.message)}"))
        except HarnessError as error:
            notify(Progress("note", f"the harness cannot run: {limited(str(error))}"))
            outcome.flaky.append(f"schema harness: {limited(str(error))}")
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
    step = Step("ctl", {"verb": "request", "body": {"curl": limited(finding.curl, 1000)}})
    cell = Difference("answer", (finding.case,), finding.check, "as the document says", "not so")
    sentence = limited(f"{finding.case}: {finding.message}")
    return Violation("wire", (clause,), sentence, 0, step, (cell,))


@contextmanager
def served_reference() -> Iterator[str]:
    """The reference behind HTTP with its control verbs, on a free port of loopback; its address."""
    program = "from solvent_conformance.cli import main; main()"
    arguments = [sys.executable, "-c", program, "serve", "--port", "0", "--control"]
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        yield _address(process)
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the server prints when it listens.

    Raises:
        RuntimeError: it ended instead.
    """
    assert process.stdout is not None
    for line in process.stdout:
        for word in line.split():
            if word.startswith("http://"):
                return word.split("/api/")[0].split("/conformance")[0].rstrip("/")
    raise RuntimeError("the server ended before it listened; try `solvent serve --control`")
