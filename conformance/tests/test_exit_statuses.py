"""Status 1 is a verdict: whatever else ends a run has a status of its own, and a sentence."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from solvent_conformance import cli
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.certify.budget import BUDGETS, Budget
from solvent_conformance.cli import main
from solvent_conformance.cli.exits import INTERNAL, UNWRITTEN, exit_status
from solvent_conformance.histories.exploration import Exploration
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request

VENUES = """
import os, signal, sys, time
from solvent_reference.venue import ReferenceVenue


class Exits(ReferenceVenue):
    def do(self, request):
        sys.exit(0)


class Interrupts(ReferenceVenue):
    def do(self, request):
        raise KeyboardInterrupt


class ExitsAtBirth(ReferenceVenue):
    def __init__(self):
        raise SystemExit(0)


class SaysGoodbye(ReferenceVenue):
    def hello(self):
        raise SystemExit


class StumblesOverText(ReferenceVenue):
    def do(self, request):
        if request.body.get("orderQty") == "many":
            raise ValueError("that is no number")
        return super().do(request)


class Deaf(ReferenceVenue):
    def do(self, request):
        try:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(5)
        except BaseException:
            pass
        return super().do(request)


class Sleeps(ReferenceVenue):
    def reset(self, setup):
        time.sleep(60)
"""


@pytest.fixture(autouse=True)
def _in_the_foreground() -> Iterator[None]:
    """Tests that a shell started in the background ignore the interrupt; these here must not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture(autouse=True)
def _venues(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "stray_venues.py").write_text(VENUES)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "stray_venues", raising=False)


def certified(venue: str, tmp_path: Path) -> Result:
    options = ["certify", f"python:stray_venues:{venue}", "--report", str(tmp_path / "report")]
    return CliRunner().invoke(main, options)


@pytest.mark.parametrize(
    ("venue", "told", "status"),
    [
        ("Exits", "SystemExit: 0", 4),
        ("Interrupts", "KeyboardInterrupt", 4),
        ("ExitsAtBirth", "SystemExit: 0", 2),
        ("SaysGoodbye", "SystemExit", 2),
    ],
)
def test_a_venue_that_exits_ends_itself_and_not_the_run(
    venue: str, told: str, status: int, tmp_path: Path
) -> None:
    """One that has said what it is is an engine that failed, any other no fit adapter."""
    result = certified(venue, tmp_path)
    assert result.exit_code == status, result.output
    assert told in " ".join(result.output.split())


def test_an_engine_that_fails_in_the_smoke_test_alone_is_not_certified(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """No machine sends a quantity that is no number."""
    monkeypatch.setitem(BUDGETS, "quick", Budget("quick", 1, 0, 5, 0, 1, 1, 1, 1))
    result = certified("StumblesOverText", tmp_path)
    assert result.exit_code == 4, result.output
    assert "that is no number" in result.output


def test_an_interrupt_that_the_venue_swallows_ends_the_run(tmp_path: Path) -> None:
    result = certified("Deaf", tmp_path)
    assert result.exit_code == 130, result.output
    assert "interrupted by SIGINT" in result.output
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_interrupt_that_a_library_swallows_leaves_no_verdict() -> None:
    def command() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
        except BaseException:  # noqa: BLE001, S110 - as a library may do
            pass

    assert exit_status(command) == 143


class SwallowsInTheMachine(ReferenceVenue):
    """Is interrupted in the middle of a history, and goes on."""

    served = 0

    def do(self, request: Request) -> Answer:
        self.served += 1
        if self.served == 30:
            try:
                os.kill(os.getpid(), signal.SIGINT)
                time.sleep(5)
            except BaseException:  # noqa: BLE001, S110 - as it should not be done
                pass
        return super().do(request)


def test_an_interrupt_in_the_middle_of_a_machine_ends_it() -> None:
    inner = SwallowsInTheMachine()

    def command() -> None:
        venue = LimitedVenue(InProcessVenue(inner), Allowance())
        lockstep = lockstep_of(venue, introduction(venue)[1])
        Exploration(lockstep, "TOY").run(MACHINES["trading"], seed=1, histories=400, steps=20)

    assert exit_status(command) == 130
    assert inner.served <= 31


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (KeyError("x"), INTERNAL),
        (AssertionError(), INTERNAL),
        (click.ClickException("no"), 2),
        (click.Abort(), 130),
        (OSError(28, "No space left on device"), UNWRITTEN),
        (PermissionError(13, "Permission denied"), INTERNAL),
        (SystemExit("a text"), 2),
        (SystemExit(3), 3),
        (SystemExit(), 0),
    ],
)
def test_an_error_has_a_status_that_is_not_one(error: BaseException, status: int) -> None:
    def command() -> None:
        raise error

    assert exit_status(command) == status


def test_an_internal_error_is_one_sentence_and_a_trace_in_a_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_: str) -> None:
        raise LookupError("boom")

    monkeypatch.setattr(cli, "import_module", broken)
    result = CliRunner().invoke(main, ["clauses"])
    assert result.exit_code == INTERNAL
    assert "says nothing about a venue" in result.output
    assert "Traceback" not in result.output
    kept = Path(result.output.split()[-1])
    assert "boom" in kept.read_text()
    kept.unlink()


def solvent(*arguments: str, **environment: str) -> list[str]:
    """A command line of the installed program, in an environment of its own."""
    named = [f"{name}={value}" for name, value in environment.items()]
    program = "from solvent_conformance.cli import main; main()"
    return ["/usr/bin/env", *named, sys.executable, "-c", program, *arguments]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_no_violation() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            solvent("clauses", "list"), stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == UNWRITTEN
    assert b"No space left on device" in done.stderr


def test_a_reader_that_leaves_is_no_violation() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            solvent("clauses", "list"), stdout=writing, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (UNWRITTEN, b"")


def test_a_console_without_unicode_is_no_violation() -> None:
    plain = solvent("clauses", "show", "APIC-004", PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C")
    done = subprocess.run(plain, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


def test_without_docstrings_there_are_no_clauses() -> None:
    done = subprocess.run(
        solvent("clauses", "list", PYTHONOPTIMIZE="2"), capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"-OO" in done.stderr


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see a process end")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_run_its_children_and_theirs(
    number: signal.Signals, tmp_path: Path
) -> None:
    noted = tmp_path / "children"
    program = tmp_path / "venue.py"
    program.write_text(
        "import os, pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork()\n"
        "if child:\n"
        f"    pathlib.Path({str(noted) + '.new'!r}).write_text(f'{{os.getpid()}} {{child}}')\n"
        f"    os.rename({str(noted) + '.new'!r}, {str(noted)!r})\n"
        "time.sleep(120)\n"
    )
    venue = f"stdio:{shlex.join([sys.executable, str(program)])}"
    folder = tmp_path / "report"
    run = subprocess.Popen(
        solvent("certify", venue, "--report", str(folder)), stderr=subprocess.PIPE
    )
    patience = time.monotonic() + 60
    while not noted.exists():
        assert time.monotonic() < patience
        time.sleep(0.02)
    run.send_signal(number)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 128 + number, told
    assert b"Traceback" not in told
    for child in map(int, noted.read_text().split()):
        stat = Path(f"/proc/{child}/stat")
        while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] not in "ZX":
            assert time.monotonic() < patience
            time.sleep(0.02)
    assert list(folder.iterdir()) == []


def test_a_signal_ends_the_server_of_the_run() -> None:
    program = (
        "import sys, time\n"
        "from solvent_conformance.certify.bindings import served_reference\n"
        "from solvent_conformance.cli.exits import exit_status\n"
        "def serve():\n"
        "    with served_reference() as url:\n"
        "        print(url, flush=True)\n"
        "        time.sleep(120)\n"
        "sys.exit(exit_status(serve))\n"
    )
    run = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    port = int(run.stdout.readline().rpartition(":")[2])
    socket.create_connection(("127.0.0.1", port), timeout=30).close()
    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 143
    run.stdout.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=30)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see a child")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_pool(number: signal.Signals, tmp_path: Path) -> None:
    arguments = ("attack", "--minutes", "9", "--jobs", "2", "--report", str(tmp_path))
    run = subprocess.Popen(
        solvent(*arguments), stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    patience = time.monotonic() + 60
    while len(children.read_text().split()) < 2:
        assert time.monotonic() < patience
        time.sleep(0.05)
    os.killpg(run.pid, number) if number == signal.SIGINT else run.send_signal(number)
    _, told = run.communicate(timeout=60)
    assert run.returncode == 128 + number, told
    while True:  # what the system keeps of the last of them may take a moment to go
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            break
        assert time.monotonic() < patience
        time.sleep(0.05)
