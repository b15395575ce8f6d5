"""Scenarios: journals of messages with the answers they must get, run against any venue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from solvent_conformance.capabilities import Capabilities
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue
from solvent_spec.wire.fixture_files import Answered, ScenarioFile, Step

Verdict = Literal["held", "violated", "unsupported"]


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a scenario at a venue, and at which step it ended."""

    scenario: str
    verdict: Verdict
    step: int
    faults: tuple[str, ...] = ()

    def __str__(self) -> str:
        """One line for a person."""
        told = f" at step {self.step}: {'; '.join(self.faults)}" if self.faults else ""
        return f"{self.scenario}: {self.verdict}{told}"


def play(scenario: ScenarioFile, venue: Venue) -> Played:
    """Send a scenario's messages to a venue, up to the first answer that is not as it says.

    A venue that lacks what the scenario needs, and says so in its `hello`, is excused. Columns
    that a venue does not show are not compared.

    Raises:
        HelloInvalid: the venue does not say properly what it can do.
    """
    can = Capabilities.of(venue.hello())
    answer = venue.reset(scenario.setup.model_dump(mode="json"))
    if answer.status != "ok":
        return _ended(scenario, 0, can, answer, [f"reset answered {answer.status}: {answer.error}"])
    for number, step in enumerate(scenario.steps, start=1):
        answer = _send(venue, step)
        faults = differences(step, answer, can)
        if faults:
            return _ended(scenario, number, can, answer, faults)
    return Played(scenario.id, "held", len(scenario.steps))


def _ended(
    scenario: ScenarioFile, number: int, can: Capabilities, answer: Answer, faults: list[str]
) -> Played:
    excused = answer.status == "unsupported" and bool(can.absent())
    verdict: Verdict = "unsupported" if excused else "violated"
    return Played(scenario.id, verdict, number, tuple(faults))


def _send(venue: Venue, step: Step) -> Answer:
    if step.do is not None:
        sent = step.do
        return venue.do(Request(sent.account or "", sent.method, sent.path, dict(sent.body)))
    if step.ctl is not None:
        return venue.ctl(step.ctl.verb, dict(step.ctl.body))
    assert step.read is not None  # a step is one of the three
    return venue.read(step.read.table, step.read.account, step.read.symbol)


def differences(step: Step, answer: Answer, can: Capabilities) -> list[str]:
    """How an answer differs from what a step expects, one text for each difference."""
    expected = step.expect
    if answer.status != expected.status:
        return [f"expected {expected.status}, got {answer.status} ({answer.error or answer.rows})"]
    faults = []
    if expected.code is not None and answer.code != expected.code:
        faults.append(f"expected code {expected.code}, got {answer.code}")
    message = (answer.error or {}).get("message")
    if expected.error is not None and message != expected.error:
        faults.append(f"expected the error {expected.error!r}, got {message!r}")
    table = step.read.table if step.read is not None else "order" if step.do is not None else ""
    return faults + row_differences(expected, answer.rows, table, can)


def row_differences(
    expected: Answered, rows: list[Row], table: str, can: Capabilities
) -> list[str]:
    """How rows differ from the expected ones in the columns that are named."""
    if expected.rows is None:
        return []
    if len(rows) != len(expected.rows):
        return [f"expected {len(expected.rows)} rows, got {len(rows)}: {rows}"]
    return [
        f"row {number}, {column}: expected {wanted!r}, got {row.get(column)!r}"
        for number, (named, row) in enumerate(zip(expected.rows, rows, strict=True), start=1)
        for column, wanted in named.items()
        if (not table or can.compares(table, column)) and not _same(row.get(column), wanted)
    ]


def _same(got: Any, wanted: Any) -> bool:  # noqa: ANN401 - any JSON
    """Equality of JSON values that keeps 1 and true apart."""
    return type(got) is type(wanted) and bool(got == wanted)
