"""Phases: Schemathesis's engine over the document, its events turned into findings.

The engine is used in this process, not through its command line: the checks then see the same
floor as the cases, and a failure is an object, not a line of a report. Its events are what its
own reporters listen to.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import hypothesis
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.recorder import ScenarioRecorder

from solvent_conformance.adapters.interruption import heed_interruption
from solvent_conformance.histories.chance import BACKEND
from solvent_conformance.schema_harness.clause_checks import (
    BUILT_IN,
    CLAUSE_CHECKS,
    ClauseBroken,
    FloorWatch,
)
from solvent_conformance.schema_harness.findings import Finding, HarnessError, HarnessProgress
from solvent_conformance.schema_harness.guard import Guard, all_requests_by
from solvent_conformance.schema_harness.market_values import with_market_values
from solvent_conformance.schema_harness.trading_floor import SENDER, TradingFloor
from solvent_spec.wire.operations import BASE

_MISREADINGS = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError)
"""What comes of an answer that has not the shape that it should have."""

PHASES = ("examples", "coverage", "fuzzing", "stateful")


def run_harness(
    base_url: str,
    *,
    seed: int,
    max_examples: int,
    control: bool = True,
    phases: tuple[str, ...] = PHASES,
    guard: Guard | None = None,
) -> Generator[Finding | HarnessProgress, None, None]:
    """Run the phases against a venue behind HTTP.

    Args:
        base_url: where the venue is, without `/api/v1`.
        seed: the same seed sends the same cases in the same order, whatever else is loaded.
        max_examples: cases for each operation in the fuzzing phase, and scenarios in the
            stateful one. What the coverage phase sends depends on the document alone.
        control: whether the venue has the control verbs. Without them there are no accounts to
            sign with and no ledger to read: only public tables and the wire are judged.
        phases: which of the four to run.
        guard: what sends every request; by default one with the limits of a run.

    Yields:
        Progress after each scenario, and each finding once. Closing the generator ends the run.

    Raises:
        HarnessError: the venue does not answer, serves no document, or refuses the set-up.
    """
    guard = guard or Guard(base_url)
    try:
        with all_requests_by(guard):
            yield from _told(base_url, guard, seed, max_examples, phases, control=control)
    except HarnessError as error:
        curl = error.curl or guard.curl
        raise HarnessError(str(error), failure=guard.failure, curl=curl) from error
    except _MISREADINGS as error:
        told = f"the venue answers what cannot be used: {type(error).__name__}: {error}"[:400]
        raise HarnessError(told, failure=guard.failure, curl=guard.curl) from error
    finally:
        guard.close()


def _told(
    base_url: str,
    guard: Guard,
    seed: int,
    max_examples: int,
    phases: tuple[str, ...],
    *,
    control: bool,
) -> Generator[Finding | HarnessProgress, None, None]:
    floor = TradingFloor(base_url, guard)
    document = floor.document()
    if control:
        floor.open()
        document = with_market_values(document, floor)
    schema = schemathesis.openapi.from_dict(
        document,
        config=SchemathesisConfig.from_dict(engine_settings(base_url, seed, max_examples, phases)),
    )
    if control:
        schema.auth.set_from_requests(floor.signatures[SENDER])
    FloorWatch.begin(floor if control else None)
    cases = refused = 0
    seen: set[tuple[str, str, str]] = set()
    profile = hypothesis.settings.get_current_profile_name()
    # Schemathesis takes from the profile what its own configuration has no word for.
    hypothesis.settings.register_profile(BACKEND, backend=BACKEND)
    hypothesis.settings.load_profile(BACKEND)
    try:
        for event in from_schema(schema).execute():
            if guard.failure is not None:
                raise HarnessError(str(guard.failure))
            if isinstance(event, events.ScenarioFinished):
                phase, label = str(event.phase.value), event.label or ""
                cases += len(event.recorder.interactions)
                refused += refused_requests(event.recorder)
                for finding in findings_of(event.recorder, phase):
                    identity = (finding.clause, finding.check, finding.case)
                    if identity not in seen:
                        seen.add(identity)
                        yield finding
                yield HarnessProgress(phase, label, cases, refused)
            refuse_error(event)
    finally:
        hypothesis.settings.load_profile(profile)
        FloorWatch.begin(None)


def refuse_error(event: events.EngineEvent) -> None:
    """End the harness for an event that says that a part of it was not run.

    Raises:
        HarnessError: it is one.
    """
    match event:
        case events.NonFatalError():
            curl = event.info.code_sample or ""
            raise HarnessError(f"{event.label}: {event.info.format()}", curl=curl)
        case events.FatalError():
            raise HarnessError(str(event.exception)) from event.exception
        case events.Interrupted():
            # The library has taken the interrupt for itself: what was not asked is not right.
            heed_interruption()
            raise HarnessError("the harness was interrupted")


def engine_settings(
    base_url: str, seed: int, max_examples: int, phases: tuple[str, ...]
) -> dict[str, Any]:
    """The configuration, in the words of `schemathesis.toml`.

    Left out are checks that would ask for another exchange: a method that a path lacks is
    answered 404 (recorded), not 405; valid by the document is not yet granted by the market.
    """
    own = {check.__name__ for check in CLAUSE_CHECKS}
    checks: dict[str, Any] = {"enabled": False}
    checks |= {name: {"enabled": True} for name in BUILT_IN if name != "not_a_server_error"}
    checks["not_a_server_error"] = {
        "enabled": True,
        "expected-statuses": ["2xx", "3xx", "4xx", "503"],
    }
    checks |= {name: {"enabled": True} for name in own}
    return {
        "seed": seed,
        "base-url": base_url.rstrip("/") + BASE,
        "workers": 1,
        "continue-on-failure": False,
        "request-timeout": 20,
        "suppress-health-check": ["all"],
        "cache": {"enabled": False},
        "output": {"sanitization": {"enabled": False}},
        "generation": {
            "max-examples": max_examples,
            "database": "none",
            # Every request is signed on its way out; what a bad signature does, a check asks.
            "with-security-parameters": False,
        },
        "checks": checks,
        "phases": {name: {"enabled": name in phases} for name in PHASES},
    }


def findings_of(recorder: ScenarioRecorder, phase: str) -> Iterator[Finding]:
    """The failed checks of a scenario."""
    for identity, checks in recorder.checks.items():
        for check in checks:
            if check.status is not Status.FAILURE or check.failure_info is None:
                continue
            failure = check.failure_info.failure
            cited = failure.clause if isinstance(failure, ClauseBroken) else None
            yield Finding(
                clause=BUILT_IN.get(check.name, "") if cited is None else cited,
                message=failure.message or failure.title,
                curl=check.failure_info.code_sample,
                case=recorder.cases[identity].value.operation.label,
                check=check.name,
                phase=phase,
            )


def refused_requests(recorder: ScenarioRecorder) -> int:
    """The requests of a scenario that were answered with an error."""
    answers = (interaction.response for interaction in recorder.interactions.values())
    return sum(1 for answer in answers if answer is not None and answer.status_code >= 400)
