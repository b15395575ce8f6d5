"""A run takes what it may and no more; a venue that fails is told apart from a slow one."""

import json
import shlex
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from solvent_conformance.adapters.failures import (
    EngineFailed,
    GarbageAnswer,
    RunEnded,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.json_texts import Misshapen, parse_json
from solvent_conformance.adapters.limits import Allowance, LimitedVenue, Limits
from solvent_conformance.adapters.stdio import stdio_venue
from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.campaign import broken_by
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.cli import main
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

ORDER = Request("alice", "POST", "/order", {"symbol": "XBTUSD"})


class Answering(ReferenceVenue):
    """Answers what a test gives it to every order and every control verb."""

    given: Answer = Answer("ok")

    def do(self, request: Request) -> Answer:
        return self.given

    def ctl(self, verb: str, body: Row) -> Answer:
        return self.given

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        return self.given


def checked(given: Answer) -> InProcessVenue:
    venue = Answering()
    venue.given = given
    return InProcessVenue(venue)


def limited(given: Answer, limits: Limits | None = None, **clock: Any) -> LimitedVenue:
    return LimitedVenue(checked(given), Allowance(limits, **clock))


def test_time_is_over() -> None:
    instants = iter((0.0, 59.0, 61.0))
    venue = limited(Answer("ok"), Limits(minutes=1), clock=lambda: next(instants))
    assert venue.do(ORDER).status == "ok"
    with pytest.raises(RunEnded, match="the 1 minutes of a run are over"):
        venue.do(ORDER)


def test_rows_are_counted_for_a_look_and_in_all() -> None:
    hundred = Answer("ok", [{"text": "x"}] * 100)
    venue = limited(hundred, Limits(rows_at_once=250, rows=650))
    for _ in range(2):
        venue.do(ORDER)
        venue.read("order")
    with pytest.raises(RunEnded, match="more than 250 rows were answered for one look"):
        venue.read("order")
    venue.do(ORDER)
    with pytest.raises(RunEnded, match="more than 650 rows were answered in all"):
        venue.do(ORDER)


def test_bytes_and_incidents_are_counted(tmp_path: Path) -> None:
    program = tmp_path / "venue.py"
    program.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    seq = json.loads(line)['seq']\n"
        "    answer = {'seq': seq, 'status': 'ok', 'rows': [{'text': 'x' * 60000}] * 9}\n"
        "    print(json.dumps(answer), flush=True)\n"
    )
    with stdio_venue(shlex.join([sys.executable, str(program)])) as inner:
        venue = LimitedVenue(inner, Allowance(Limits(megabytes=1, incidents=1)))
        venue.reset({})
        with pytest.raises(RunEnded, match="more than 1 megabytes were answered in all"):
            venue.do(ORDER)
        venue = LimitedVenue(inner, Allowance(Limits(incidents=1)))
        inner.incidents += [VenueCrashed("do", "died")] * 2
        with pytest.raises(RunEnded, match="more than 1 failures were survived"):
            venue.do(ORDER)


def test_an_answer_of_very_many_values_is_refused_unread() -> None:
    with pytest.raises(Misshapen, match="values, more than"):
        parse_json(b"[" + b"{}," * 2_000_000 + b"{}]")


def test_an_answer_of_too_many_rows_is_garbage() -> None:
    with pytest.raises(GarbageAnswer, match="rows: expected a list of at most 50000"):
        checked(Answer("ok", [{}] * 60_000)).do(ORDER)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"seq":1,"seq":2}', "the key 'seq' stands twice"),
        ('[{"a":{"b":1,"b":1}}]', "the key 'b' stands twice"),
        ('{"text":"\\ud83d"}', "lone surrogate"),
        ('{"\\ude00":1}', "lone surrogate"),
    ],
)
def test_what_two_readers_read_differently_is_garbage(text: str, told: str) -> None:
    with pytest.raises(Misshapen, match=told):
        parse_json(text)


def test_a_whole_character_may_be_escaped() -> None:
    assert parse_json('{"text":"\\ud83d\\ude00 \\\\ud83d"}') == {"text": "😀 \\ud83d"}


def test_half_a_character_in_process_is_garbage_too() -> None:
    venue = checked(Answer("ok", [{"text": "\ud83d"}]))
    with pytest.raises(GarbageAnswer, match="lone surrogate"):
        venue.do(ORDER)


def test_what_only_looks_like_an_answer_is_garbage() -> None:
    unhashable: Any = []
    with pytest.raises(GarbageAnswer, match="an answer that cannot be read: TypeError"):
        checked(Answer(unhashable)).do(ORDER)


def test_an_engine_that_says_so_has_failed() -> None:
    error = {"message": "slow down", "name": "RateLimit", "context": "line 3\nline 4"}
    venue = limited(Answer("errored", [], error, 429))
    venue.reset({"accounts": ["alice"]})
    with pytest.raises(EngineFailed, match=r"do POST /order of alice: slow down \(code 429\)") as e:
        venue.do(ORDER)
    assert e.value.stderr == "line 3\nline 4"
    assert [step.kind for step in venue.steps] == ["reset", "do"]


def test_an_engine_that_stops_for_its_accounts_is_judged() -> None:
    error = {"message": "money is conserved", "name": "VenueStopped"}
    assert limited(Answer("errored", [], error, 503)).do(ORDER).status == "errored"


@pytest.mark.parametrize("ask", ["ctl", "read"])
def test_an_engine_that_lacks_what_it_has_declared_has_failed(ask: str) -> None:
    venue = limited(Answer("unsupported", [], {"message": "no", "name": "no"}, 501))
    venue.hello()
    with pytest.raises(EngineFailed, match="although its hello lists it"):
        venue.ctl("advance", {}) if ask == "ctl" else venue.read("order")
    assert (venue.ctl("dance", {}) if ask == "ctl" else venue.read("dances")).status


class Deaf(ReferenceVenue):
    """Swallows the end of its time, twice."""

    swallowed = 0

    def do(self, request: Request) -> Answer:
        while self.swallowed < 2:
            try:
                time.sleep(30)
            except BaseException:  # noqa: BLE001 - as it should not be done
                self.swallowed += 1
        time.sleep(30)
        return Answer("ok")


def test_a_venue_that_swallows_the_end_of_its_time_is_told_again() -> None:
    began = time.monotonic()
    with pytest.raises(VenueHung):
        InProcessVenue(Deaf(), 0.1).do(ORDER)
    assert time.monotonic() - began < 25


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (EngineFailed("do", "no"), 4),
        (VenueCrashed("do", "no"), 4),
        (VenueHung("do", "no"), 4),
        (GarbageAnswer("do", "no"), 4),
        (RunEnded("do", "no"), 3),
    ],
)
def test_a_failure_is_no_violation(failure: VenueFailure, status: int) -> None:
    hello = ReferenceVenue().hello()
    outcome = Outcome(Plan(("api",), BUDGETS["quick"], 1), hello, Capabilities.of(hello))
    outcome.failure = failure
    assert outcome.status == status
    assert broken_by(failure) == ()


def test_a_run_out_of_time_says_so(tmp_path: Path) -> None:
    options = ["certify", "--max-minutes", "0", "--report", str(tmp_path / "report")]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 3, result.output
    assert "the 0 minutes of a run are over" in result.output


def test_the_default_seed_is_fresh_and_printed(tmp_path: Path) -> None:
    options = ["certify", "--max-minutes", "0", "--report", str(tmp_path / "report")]
    first, second = (CliRunner().invoke(main, options).output.split("\n")[0] for _ in range(2))
    assert first.startswith("seed ")
    assert first != second
    assert CliRunner().invoke(main, [*options, "--seed", "7"]).output.startswith("seed 7\n")


def test_a_second_answer_that_nobody_asked_for_is_a_failure(tmp_path: Path) -> None:
    program = tmp_path / "venue.py"
    program.write_text(
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    seq = json.loads(line)['seq']\n"
        "    answer = json.dumps({'seq': seq, 'status': 'ok', 'rows': [{}]})\n"
        "    print(answer, answer if seq == 2 else '', sep='\\n' if seq == 2 else '', flush=True)\n"
    )
    with stdio_venue(shlex.join([sys.executable, str(program)])) as venue:
        venue.reset({})
        venue.do(ORDER)
        with pytest.raises(
            GarbageAnswer, match=r"nobody asked for|seq: expected 3, got 2"
        ) as caught:
            venue.hello()
    json.dumps(caught.value.verdict())
