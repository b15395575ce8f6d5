"""What a run survived is told as what it was, and nothing that rests on it is certified."""

import io

import pytest
from rich.console import Console

from solvent_conformance import schema_harness
from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.certification import Certification
from solvent_conformance.certify.findings import harness
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.reports import page, record, summary
from solvent_conformance.schema_harness import HarnessError
from solvent_reference.venue import ReferenceVenue


@pytest.fixture
def outcome() -> Outcome:
    hello = ReferenceVenue().hello()
    return Outcome(Plan((), BUDGETS["quick"], 1), hello, Capabilities.of(hello))


def printed(certification: Certification) -> str:
    text = io.StringIO()
    summary.print_summary(Console(file=text, width=200), certification)
    return text.getvalue()


def test_a_run_of_no_profile_judges_nothing(outcome: Outcome) -> None:
    assert outcome.status == 2


def test_a_harness_that_cannot_run_is_an_incident(
    outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise HarnessError("no document at <this> address")

    monkeypatch.setattr(schema_harness, "run_harness", broken)
    harness("http://127.0.0.1:1")(outcome, lambda _: None)
    assert outcome.flaky == []
    assert outcome.incidents == ["the schema harness cannot run: no document at <this> address"]
    assert outcome.status == 3


def test_a_report_tells_an_incident_as_what_it_was(outcome: Outcome) -> None:
    outcome.incidents.append("the venue died at reset and was started again <b>")
    certification = Certification(outcome, "stdio", "stdio:venue", ())
    assert record.report(certification)["incidents"] == outcome.incidents
    told = printed(certification)
    assert "incident: the venue died at reset" in told
    assert "answered differently" not in told
    shown = page.html(certification)
    assert "the venue died at reset and was started again &lt;b&gt;" in shown
    assert "answered differently" not in shown
