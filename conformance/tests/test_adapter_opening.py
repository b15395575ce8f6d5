"""A venue is opened from one line of text, and what is wrong with the line is said."""

import contextlib
import json
import re
import shlex
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from solvent_conformance.adapters.failures import (
    AdapterInvalid,
    GarbageAnswer,
    VenueCrashed,
    VenueHung,
)
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.opening import open_venue
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.cli import main
from solvent_spec.vocabulary.messages import Answer, Request, Row

EXAMPLES = Path(__file__).parents[1] / "examples"
ORDER = Request("ann", "POST", "/order", {})


class Plain:
    """A venue that answers with whatever it was told."""

    def __init__(self, said: Any = None) -> None:
        self.said = said or Answer("ok")
        self.stopped = False

    def hello(self) -> Row:
        return {"protocol": 1, "name": "plain", "version": "1"}

    def reset(self, setup: Row) -> Answer:
        return Answer("ok", [setup])

    def do(self, request: Request) -> Any:
        if callable(self.said):
            return self.said()
        return self.said

    def ctl(self, verb: str, body: Row) -> Answer:
        return Answer("ok")

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Any:
        return self.said

    def events(self, cursor: int = 0) -> Answer:
        return Answer("ok")

    def bye(self) -> None:
        self.stopped = True


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("ftp://venue", "Write one of"),
        ("matcher", "Write one of"),
        ("python:", "python:MODULE:FACTORY"),
        ("python:json", "python:MODULE:FACTORY"),
        ("python:no such:thing", "python:MODULE:FACTORY"),
        ("python:no_such_module:Venue", "the module no_such_module"),
        ("python:json.no_such:Venue", "the module json.no_such"),
        ("python:json:no_such", "nothing of that name"),
        ("python:math:pi", "what cannot be called"),
        ("python:json:loads", "TypeError"),
        ("python:collections:OrderedDict", "OrderedDict without hello"),
        ("http://", "an address of a server"),
        ("http://host:port", "an address of a server"),
        ("https://:443", "an address of a server"),
    ],
)
def test_what_names_no_venue_is_an_invalid_adapter(spec: str, text: str) -> None:
    with pytest.raises(AdapterInvalid) as caught, open_venue(spec):
        pass
    assert text in str(caught.value)
    assert set(caught.value.verdict()) >= {"kind", "message", "step", "expected", "got", "hint"}


def test_a_module_that_fails_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    (tmp_path / "failing_venue.py").write_text("1 / 0\n")
    (tmp_path / "needing_venue.py").write_text("import no_such_library\n")
    with (
        pytest.raises(AdapterInvalid, match="ZeroDivisionError"),
        open_venue("python:failing_venue:Venue"),
    ):
        pass
    with (
        pytest.raises(AdapterInvalid, match="no_such_library"),
        open_venue("python:needing_venue:Venue"),
    ):
        pass


def test_nothing_is_the_reference() -> None:
    with open_venue() as venue:
        assert venue.hello()["name"] == "solvent-reference"
        assert venue.incidents == []


@pytest.mark.parametrize(
    "spec",
    [
        "python:adapter_in_process:Adapter",
        f"stdio:{shlex.quote(sys.executable)} adapter_stdio.py",
    ],
)
def test_the_example_adapter_is_fit(spec: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with open_venue(spec) as venue:
        steps = smoke(venue)
        assert [s.step for s in steps if s.skipped] == ["clock"]
        buy = {"symbol": "XBTUSD", "orderQty": 5, "price": "10000.5"}
        sell = {"symbol": "XBTUSD", "orderQty": -7, "price": "10000"}
        assert venue.do(Request("ann", "POST", "/order", buy)).rows[0]["leavesQty"] == 5
        [row] = venue.do(Request("ben", "POST", "/order", sell)).rows
        assert (row["side"], row["orderQty"], row["leavesQty"]) == ("Sell", 7, 2)
        assert [r["leavesQty"] for r in venue.read("order").rows] == [0, 2]


@pytest.fixture
def examples(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the examples, as where the user is."""
    monkeypatch.chdir(EXAMPLES)
    monkeypatch.setattr(sys, "path", [str(EXAMPLES), *sys.path])
    return EXAMPLES


def certified(folder: Path) -> Result:
    venue = "python:adapter_in_process:Adapter"
    arguments = ["certify", venue, "--profile", "trading", "--seed", "1", "--report", str(folder)]
    return CliRunner().invoke(main, arguments)


def test_the_example_engine_is_certified(examples: Path, tmp_path: Path) -> None:
    result = certified(tmp_path)
    assert result.exit_code == 0, result.output
    told = " ".join(result.output.split())
    assert "own-engine 0 (in process), trading" in told
    assert re.search(r"certified: ([1-9]\d*) of \d+ clauses conform", told)
    certificate = json.loads((tmp_path / "certificate.json").read_text())
    assert {"MTCH-001", "MTCH-002", "MTCH-003"} <= set(certificate["conforms"])
    assert "flaky" not in result.output


def test_an_engine_without_a_limit_of_open_orders_is_told_so(
    examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two hundred orders before it, and not with a shorter history about something else."""
    monkeypatch.setattr("own_engine.MOST_OPEN", 10**9)
    result = certified(tmp_path)
    assert result.exit_code == 1
    assert "expected 'rejected (400): Too many open orders'" in " ".join(result.output.split())
    assert "(200" in result.output
    assert list(tmp_path.glob("ORDR-010-*.cex.json"))


def test_an_exception_of_a_venue_is_an_answer() -> None:
    def fail() -> Answer:
        raise KeyError("margin")

    venue = InProcessVenue(Plain(fail))
    answer = venue.do(ORDER)
    assert (answer.status, answer.code) == ("errored", 500)
    assert answer.error is not None
    assert answer.error["message"] == "KeyError: 'margin'"
    assert "in fail" in answer.error["context"]


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("ok", "expected an Answer, got str"),
        (Answer("fine"), "'fine' is none of"),  # type: ignore[arg-type]  # a wrong status on purpose
        (Answer("ok", [{"price": 10000.5}]), "price: expected a canonical decimal string"),
        (Answer("ok", [{"mood": 0.5}]), "float 0.5 is no value of the protocol"),
        (Answer("ok", [{5: "x"}]), "a key is text"),
        (Answer("ok", [{"text": "x" * 10**6}]), "text of 1000000 characters"),
        (Answer("ok", [{"orderQty": 10**100}]), "an integer of more than 80 digits"),
        (Answer("ok", ({"a": 1},)), "rows: expected a list"),  # type: ignore[arg-type]  # on purpose
        (Answer("rejected"), "error: expected an object"),
        (Answer("rejected", error={"message": "no"}), "error.name: expected text"),
        (Answer("ok", code=True), "code: expected 100 to 599"),
        (Answer("queued"), "ticket: a queued request needs one"),
    ],
)
def test_a_misshapen_answer_is_garbage_in_process_too(said: Any, text: str) -> None:
    venue = InProcessVenue(Plain(said))
    with pytest.raises(GarbageAnswer) as caught:
        venue.do(ORDER)
    assert text in str(caught.value)
    assert str(caught.value).startswith("garbage answer: do POST /order of ann: ")


def test_initial_margin_is_a_rate_of_an_instrument_and_money_of_a_position() -> None:
    rate, money = Answer("ok", [{"initMargin": "0.01"}]), Answer("ok", [{"initMargin": 1000}])
    assert InProcessVenue(Plain(rate)).read("instrument") == rate
    assert InProcessVenue(Plain(money)).read("position") == money
    for table, said in (("position", rate), ("margin", rate), ("instrument", money)):
        with pytest.raises(GarbageAnswer, match="initMargin"):
            InProcessVenue(Plain(said)).read(table)


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="a call is broken off on POSIX only")
def test_a_call_that_does_not_return_is_broken_off() -> None:
    def spin() -> Answer:
        while True:
            with contextlib.suppress(Exception):  # a venue may catch whatever it can
                time.sleep(0.01)

    before = signal.getsignal(signal.SIGALRM)
    inner = Plain(spin)
    venue = InProcessVenue(inner, deadline=0.2)
    with pytest.raises(VenueHung, match=r"do POST /order of ann: no answer within 0\.2 s"):
        venue.do(ORDER)
    with pytest.raises(VenueCrashed, match="reset first"):
        venue.read("order")
    assert signal.getsignal(signal.SIGALRM) == before
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0
    inner.said = Answer("ok")
    assert venue.reset({}).status == "ok"
    assert venue.do(ORDER).status == "ok"
    venue.bye()
    assert inner.stopped


def test_a_venue_works_in_another_thread_too() -> None:
    answers = []
    venue = InProcessVenue(Plain())
    thread = threading.Thread(target=lambda: answers.append(venue.do(ORDER)))
    thread.start()
    thread.join()
    assert answers == [Answer("ok")]
