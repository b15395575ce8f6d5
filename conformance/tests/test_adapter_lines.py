"""A Python venue behind lines of JSON: every line is answered, whatever it holds."""

import io
import json
from typing import Any

import pytest

from solvent_adapter.stdio import serve_stdio
from solvent_spec.vocabulary.messages import Answer, Request, Row


class Echo:
    """Repeats what it is asked, and fails in the ways that a venue can."""

    def hello(self) -> Row:
        return {"protocol": 1, "name": "echo", "version": "1"}

    def reset(self, setup: Row) -> Answer:
        return Answer("ok", [setup])

    def do(self, request: Request) -> Answer:
        if request.path == "/fail":
            raise ZeroDivisionError("a quotient of nothing")
        if request.path == "/nan":
            return Answer("ok", [{"price": float("nan")}])
        if request.path == "/print":
            print("a stray line")  # noqa: T201 - what a careless venue does
        if request.path == "/wait":
            return Answer("queued", code=202, ticket=3)
        return Answer("ok", [{"account": request.account, **request.body}])

    def ctl(self, verb: str, body: Row) -> Answer:
        return Answer("unsupported", error={"message": verb, "name": "Unsupported"}, code=501)

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        return Answer("ok", [{"table": table, "account": account, "symbol": symbol}])

    def events(self, cursor: int = 0) -> Answer:
        return Answer("ok", [{"seq": cursor}])

    def bye(self) -> None:
        pass


def lines(*messages: Row | bytes) -> list[Any]:
    raw = [m if isinstance(m, bytes) else json.dumps(m).encode() for m in messages]
    sink = io.BytesIO()
    serve_stdio(Echo(), io.BytesIO(b"\n".join(raw) + b"\n"), sink)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def one(message: Row | bytes) -> Any:
    answers = lines(message)
    assert len(answers) == 1
    return answers[0]


def order(path: str = "/order", **body: Any) -> Row:
    return {
        "cmd": "do",
        "seq": 7,
        "account": "alice",
        "method": "POST",
        "path": path,
        "body": body,
    }


def test_each_verb_reaches_its_method() -> None:
    answers = lines(
        {"cmd": "hello", "seq": 1},
        {"cmd": "reset", "seq": 2, "setup": {"accounts": ["alice"]}},
        order(price="0.00000713"),
        {"cmd": "ctl", "seq": 4, "verb": "tide", "body": {}},
        {"cmd": "read", "seq": 5, "table": "order", "account": None, "symbol": "XBTUSD"},
        {"cmd": "events", "seq": 6, "cursor": 12},
        {"cmd": "bye", "seq": 8},
    )
    assert [a["seq"] for a in answers] == [1, 2, 7, 4, 5, 6, 8]
    assert answers[0]["rows"][0]["name"] == "echo"
    assert answers[1]["rows"] == [{"accounts": ["alice"]}]
    assert answers[2]["rows"] == [{"account": "alice", "price": "0.00000713"}]
    assert (answers[3]["status"], answers[3]["code"]) == ("unsupported", 501)
    assert answers[4]["rows"] == [{"table": "order", "account": None, "symbol": "XBTUSD"}]
    assert answers[5]["rows"] == [{"seq": 12}]
    assert answers[6]["status"] == "ok"


def test_a_ticket_travels() -> None:
    answer = one(order("/wait"))
    assert (answer["status"], answer["ticket"], answer["code"]) == ("queued", 3, 202)


def test_nothing_is_answered_after_bye() -> None:
    assert len(lines({"cmd": "bye", "seq": 1}, {"cmd": "hello", "seq": 2})) == 1


def test_a_failure_of_the_venue_is_an_answer_with_its_trace() -> None:
    failed, following = lines(order("/fail"), {"cmd": "hello", "seq": 8})
    assert (failed["seq"], failed["status"], failed["code"]) == (7, "errored", 500)
    assert failed["error"]["message"] == "ZeroDivisionError: a quotient of nothing"
    assert "in do" in failed["error"]["context"]
    assert following["status"] == "ok"


def test_a_value_without_json_is_a_failure_of_the_venue() -> None:
    assert one(order("/nan"))["status"] == "errored"


def test_what_a_venue_prints_stays_out_of_the_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert one(order("/print"))["status"] == "ok"
    assert capsys.readouterr().err == "a stray line\n"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (b"{", "not a JSON object"),
        (b"[1]", "not a JSON object but list"),
        (b"\xff\xfe", "not a JSON object"),
        (b"[" * 100_000, "not a JSON object"),
        (b'{"cmd": "hello", "seq": ' + b"9" * 5000 + b"}", "not a JSON object"),
        (b'{"cmd": "do", "seq": 1, "body": {"price": 10000.5}}', "10000.5: a decimal travels"),
        (b'{"cmd": "do", "seq": 1, "body": {"price": NaN}}', "NaN: a decimal travels"),
        (b'{"cmd": "dance", "seq": 1}', "cmd: expected one of hello"),
        (b'{"cmd": ["do"], "seq": 1}', "cmd: expected one of hello"),
        (b'{"seq": 1}', "cmd: expected one of hello"),
        (b'{"cmd": "do", "seq": 1, "account": 5}', "account: expected str, got 5"),
        (b'{"cmd": "reset", "seq": 1}', "setup: expected dict, got None"),
        (b'{"cmd": "events", "seq": 1, "cursor": true}', "cursor: expected int, got True"),
        (b'{"cmd": "read", "seq": 1, "table": "order", "account": 5}', "expected str or null"),
    ],
)
def test_a_line_that_is_not_of_the_protocol_is_refused(line: bytes, text: str) -> None:
    refused, following = lines(line, {"cmd": "hello", "seq": 2})
    assert (refused["status"], refused["code"]) == ("rejected", 400)
    assert text in refused["error"]["message"]
    assert refused["error"]["name"] == "Malformed"
    assert following["status"] == "ok"
