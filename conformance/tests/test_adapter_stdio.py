"""A program that dies, hangs or talks nonsense is survived, with a failure that says how."""

import json
import shlex
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from solvent_conformance.adapters.conversation import Conversation
from solvent_conformance.adapters.failures import (
    AdapterInvalid,
    GarbageAnswer,
    VenueCrashed,
    VenueFailure,
    VenueHung,
)
from solvent_conformance.adapters.stdio import stdio_venue
from solvent_spec.vocabulary.messages import Request

# A venue that counts orders. `on` is tried before each answer and may do anything instead.
PROGRAM = """
import json, os, sys, time
marker = {marker!r}
def first_time():
    if os.path.exists(marker): return False
    open(marker, "w").close()
    return True
def say(text):
    sys.stdout.write(text + "\\n"); sys.stdout.flush()
def say_bytes(raw):
    sys.stdout.buffer.write(raw + b"\\n"); sys.stdout.buffer.flush()
count = 0
for line in sys.stdin:
    m = json.loads(line); seq = m["seq"]; cmd = m["cmd"]
    path = m.get("path", "")
{trick}
    rows = []
    if cmd == "reset": count = 0; rows = [m["setup"]]
    if cmd == "hello": rows = [{{"protocol": 1, "name": "counter", "version": "1"}}]
    if cmd == "do": count += 1; rows = [{{"orderID": str(count)}}]
    say(json.dumps({{"seq": seq, "status": "ok", "rows": rows}}))
    if cmd == "bye": break
"""

Start = Callable[..., Conversation]
ORDER = Request("alice", "POST", "/order", {"symbol": "XBTUSD"})
TRICK = Request("alice", "POST", "/trick", {})


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a venue that plays a trick, given as a statement, when it is asked for `/trick`."""
    started = []

    def begin(trick: str = "pass", deadline: float = 5.0, **limits: int) -> Conversation:
        program = tmp_path / "venue.py"
        statement = f"    if path == '/trick': {trick}"
        program.write_text(PROGRAM.format(marker=str(tmp_path / "marker"), trick=statement))
        command = shlex.join([sys.executable, str(program)])
        venue = stdio_venue(command, deadline, **limits)
        started.append(venue)
        return venue

    yield begin
    for venue in started:
        venue.bye()


def begun(venue: Conversation) -> Conversation:
    assert venue.reset({"accounts": ["alice"]}).rows == [{"accounts": ["alice"]}]
    assert venue.do(ORDER).rows == [{"orderID": "1"}]
    return venue


def failure_of(venue: Conversation) -> VenueFailure:
    with pytest.raises(VenueFailure) as caught:
        venue.do(TRICK)
    json.dumps(caught.value.verdict())
    return caught.value


def survives(venue: Conversation) -> None:
    """After a failure nothing is served until a reset, and then everything is."""
    with pytest.raises(VenueCrashed, match="reset first"):
        venue.read("order")
    begun(venue)


def test_a_conversation(start: Start) -> None:
    venue = begun(start())
    assert venue.hello()["name"] == "counter"
    assert venue.do(ORDER).rows == [{"orderID": "2"}]
    assert venue.read("order").status == "ok"
    assert venue.events().status == "ok"
    assert venue.ctl("advance", {"to": "2019-06-03T12:00:00.000Z"}).code == 200
    assert venue.incidents == []


def test_a_venue_that_dies_once_is_replayed(start: Start) -> None:
    venue = begun(start("os._exit(3) if first_time() else None"))
    assert venue.do(TRICK).rows == [{"orderID": "2"}]
    assert venue.do(ORDER).rows == [{"orderID": "3"}]
    [incident] = venue.incidents
    assert isinstance(incident, VenueCrashed)
    assert str(incident) == (
        "venue crashed: do POST /trick of alice: the venue ended with exit status 3"
    )


def test_a_venue_that_dies_again_has_crashed(start: Start) -> None:
    venue = begun(start("sys.stderr.write('out of marbles\\n'); sys.stderr.flush(); os._exit(3)"))
    failure = failure_of(venue)
    assert isinstance(failure, VenueCrashed)
    assert failure.command == "do POST /trick of alice"
    assert "exit status 3" in str(failure)
    assert failure.stderr == "out of marbles\n"
    assert failure.transcript[-2].startswith('> {"cmd":"do","seq":')
    assert failure.transcript[-1] == "< (nothing)"
    survives(venue)


def test_a_venue_that_is_killed_names_the_signal(start: Start) -> None:
    failure = failure_of(begun(start("os.kill(os.getpid(), 9)")))
    assert "signal 9 (SIGKILL)" in str(failure)


def test_a_venue_that_hangs_once_is_replayed(start: Start) -> None:
    venue = begun(start("time.sleep(60) if first_time() else None", deadline=0.6))
    assert venue.do(TRICK).rows == [{"orderID": "2"}]
    assert [type(incident) for incident in venue.incidents] == [VenueHung]


def test_a_venue_that_hangs_again_is_hung(start: Start) -> None:
    venue = begun(start("time.sleep(60)", deadline=0.6))
    failure = failure_of(venue)
    assert isinstance(failure, VenueHung)
    assert "no answer within 0.6 s" in str(failure)
    survives(venue)


def test_half_a_line_is_a_hang(start: Start) -> None:
    trick = "sys.stdout.write('{'), sys.stdout.flush(), time.sleep(60)"
    assert isinstance(failure_of(begun(start(trick, deadline=0.6))), VenueHung)


def test_a_replay_that_goes_otherwise_is_final(start: Start, tmp_path: Path) -> None:
    trick = "os._exit(3) if first_time() else None"
    venue = start(trick)
    program = tmp_path / "venue.py"
    moody = 'if cmd == "do" and os.path.exists(marker): say(json.dumps({"seq": seq, "status": '
    moody += '"rejected", "error": {"message": "no", "name": "no"}})); continue\n'
    program.write_text(
        program.read_text().replace("    rows = []\n", f"    {moody}    rows = []\n")
    )
    failure = failure_of(begun(venue))
    assert "when replayed, command 2 of 2 (do POST /order of alice) was answered" in str(failure)
    assert "rejected, not ok as before" in str(failure)


@pytest.mark.parametrize(
    ("trick", "text"),
    [
        ("say('hello'); continue", "not JSON"),
        ("say(''); continue", "not JSON"),
        ("say('[1]'); continue", "expected an object, got list"),
        ("say('{'); continue", "not JSON"),
        ("say_bytes(b'\\xff\\xfe\\x00'); continue", "not UTF-8 at byte 0"),
        ("say('[' * 200000); continue", "nested deeper"),
        ("seq += 1", "seq: expected 3, got 4"),
        ("seq = str(seq)", "seq: expected 3, got '3'"),
        ("seq = True", "seq: expected 3, got True"),
    ],
)
def test_nonsense_is_named(start: Start, trick: str, text: str) -> None:
    venue = begun(start(trick))
    failure = failure_of(venue)
    assert isinstance(failure, GarbageAnswer)
    assert str(failure).startswith("garbage answer: do POST /trick of alice: ")
    assert text in str(failure)
    assert len(str(failure)) < 600
    survives(venue)


@pytest.mark.parametrize(
    ("rest", "text"),
    [
        ("", "status: expected one of"),
        (',"status":[]', "status: expected one of"),
        (',"status":"fine"', "got 'fine'"),
        (',"status":"rejected"', "error: expected an object"),
        (',"status":"rejected","error":{"name":"x"}', "error.message: expected text, got None"),
        (',"status":"ok","error":{}', "error: expected null with ok"),
        (',"status":"queued"', "ticket: a queued request"),
        (',"status":"ok","ticket":"3"', "ticket: expected an integer"),
        (',"status":"ok","code":"200"', "code: expected 100 to 599"),
        (',"status":"ok","code":20', "code: expected 100 to 599"),
        (',"status":"ok","rows":{}', "rows: expected a list"),
        (',"status":"ok","rows":[5]', "rows[0]: expected an object, got 5"),
    ],
)
def test_an_answer_of_the_wrong_shape_is_named(start: Start, rest: str, text: str) -> None:
    line = '{"seq":SEQ' + rest + "}"
    failure = failure_of(begun(start(f"say({line!r}.replace('SEQ', str(seq))); continue")))
    assert isinstance(failure, GarbageAnswer)
    assert text in str(failure)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('"price": 10000.5', "10000.5 is a JSON float"),
        ('"price": 1e5', "1e5 is a JSON float"),
        ('"price": NaN', "NaN is a JSON float"),
        ('"price": 10000', "price: expected a canonical decimal string, got 10000"),
        ('"price": "10000.50"', "price: expected a canonical decimal string, got '10000.50'"),
        ('"price": "1e5"', "price: expected a canonical decimal string"),
        ('"price": "-0"', "price: expected a canonical decimal string"),
        ('"price": "NaN"', "price: expected a canonical decimal string"),
        ('"price": "\u0661"', "price: expected a canonical decimal string"),
        ('"orderQty": "100"', "orderQty: expected an integer, got '100'"),
        ('"orderQty": true', "orderQty: expected an integer, got True"),
        ('"orderQty": ' + "9" * 400, "orderQty: expected an integer, got an integer of more"),
        ('"orderQty": ' + "9" * 5000, "not JSON"),
        ('"workingIndicator": 1', "workingIndicator: expected true or false"),
        ('"timestamp": "2019-06-03 12:00"', "timestamp: expected an instant"),
        ('"text": ' + '{"a":' * 20 + "1" + "}" * 20, "nested deeper than 16"),
    ],
)
def test_a_cell_of_the_wrong_shape_is_named(start: Start, cell: str, text: str) -> None:
    line = '{"seq": SEQ, "status": "ok", "rows": [{CELL}]}'.replace("CELL", cell)
    failure = failure_of(begun(start(f"say({line!r}.replace('SEQ', str(seq))); continue")))
    assert isinstance(failure, GarbageAnswer)
    assert text in str(failure)


def test_a_line_without_end_is_cut(start: Start) -> None:
    trick = "[sys.stdout.write('x' * 65536) for _ in range(10**6)]"
    venue = begun(start(trick, line_limit=2**20))
    failure = failure_of(venue)
    assert isinstance(failure, GarbageAnswer)
    assert "a line of more than 1048576 bytes" in str(failure)
    survives(venue)


def test_an_answer_too_many_is_found(start: Start) -> None:
    venue = begun(start("say(json.dumps({'seq': seq + 1, 'status': 'ok'}))"))
    assert "seq: expected 3, got 4" in str(failure_of(venue))
    survives(venue)


def test_two_answers_at_once_are_found_too(start: Start) -> None:
    both = b'{"seq":3,"status":"ok"}\n{"seq":4,"status":"ok"}'
    venue = begun(start(f"say_bytes({both!r}); continue"))
    assert venue.do(TRICK).status == "ok"
    with pytest.raises(GarbageAnswer, match="an answer that nobody asked for"):
        venue.read("order")


def test_a_flood_on_standard_error_stops_nobody(start: Start) -> None:
    venue = begun(start("[sys.stderr.write('noise ' * 10000) for _ in range(200)]"))
    assert venue.do(TRICK).rows == [{"orderID": "2"}]
    assert len(venue.channel.stderr()) <= 8192
    assert venue.channel.stderr().endswith("noise ")


def test_large_messages_pass_in_both_directions(start: Start) -> None:
    answer = "{'seq': seq, 'status': 'ok', 'rows': [{'text': m['body']['text']}] * 20}"
    venue = begun(start(f"say(json.dumps({answer})); continue"))
    text = "é" * 60_000
    rows = venue.do(Request("alice", "POST", "/trick", {"text": text})).rows
    assert [row["text"] == text for row in rows] == [True] * 20


def test_a_closed_input_is_a_crash(start: Start) -> None:
    venue = begun(start("sys.stdin.close(), os.close(0), time.sleep(60)", deadline=0.6))
    assert isinstance(failure_of(venue), VenueHung | VenueCrashed)
    survives(venue)


def test_a_closed_output_is_a_crash(start: Start) -> None:
    failure = failure_of(begun(start("os.close(1), time.sleep(60)")))
    assert "closed its standard output, and runs on" in str(failure)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see a process end")
def test_children_are_ended_too(start: Start) -> None:
    child = "sys.stderr.write(str(os.fork() or time.sleep(60)) + ' ')"
    failure = failure_of(begun(start(f"{child}, sys.stderr.flush(), time.sleep(60)", deadline=0.6)))
    stat = Path(f"/proc/{int(failure.stderr)}/stat")
    patience = time.monotonic() + 5
    while stat.exists() and stat.read_text().rpartition(")")[2].split()[0] not in "ZX":
        assert time.monotonic() < patience
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("no-such-program --at-all", "no-such-program"),
        ("", "the command is empty"),
        ("'unclosed", "No closing quotation"),
        ("/", "ermission denied"),
    ],
)
def test_a_program_that_cannot_start_is_an_invalid_adapter(command: str, text: str) -> None:
    venue = stdio_venue(command)
    with pytest.raises(AdapterInvalid, match=text) as caught:
        venue.hello()
    assert caught.value.step == "start"
    venue.bye()


def test_a_program_that_ends_at_once_has_crashed() -> None:
    venue = stdio_venue(shlex.join([sys.executable, "-c", "import no_such_module"]))
    with pytest.raises(VenueCrashed) as caught:
        venue.hello()
    assert "no_such_module" in caught.value.stderr
    venue.bye()


def test_nothing_is_left_behind(start: Start) -> None:
    before = threading.active_count()
    venue = begun(start())
    channel: Any = venue.channel
    process = channel._process._process
    assert threading.active_count() == before
    venue.bye()
    assert process.returncode == 0
    venue.bye()
