"""Serving a Python venue over standard input and output: one JSON object a line.

The reference and a stranger's venue are served by the same lines.

    from solvent_adapter.stdio import serve_stdio

    serve_stdio(MyVenue())
"""

from __future__ import annotations

import json
import sys
import traceback
from typing import Any, BinaryIO, NoReturn

from solvent_spec.vocabulary.messages import CODES, VERBS, Answer, Request, Row, Venue

CONTEXT_LIMIT = 4_000
"""Characters of a trace that are kept in the context of an error."""


class Malformed(ValueError):
    """A line, or a field of it, is not of the protocol."""


def serve_stdio(
    venue: Venue, stdin: BinaryIO | None = None, stdout: BinaryIO | None = None
) -> None:
    """Answer each line of `stdin` with one line on `stdout`, until `bye` or the end of the input.

    A failure of the venue is answered with `errored` and the end of its trace; a line that is not
    of the protocol with `rejected`. Neither ends the loop. What the venue prints goes to standard
    error, so that it cannot come between the answers.
    """
    source = stdin or sys.stdin.buffer
    sink = stdout or sys.stdout.buffer
    printed, sys.stdout = sys.stdout, sys.stderr
    try:
        for line in source:
            if line.isspace():
                continue
            answer, last = answer_to(venue, line)
            sink.write(answer.encode() + b"\n")
            sink.flush()
            if last:
                break
    except BrokenPipeError:
        pass  # whoever asked is gone, and nobody is left to be told
    finally:
        sys.stdout = printed


def answer_to(venue: Venue, line: bytes) -> tuple[str, bool]:
    """The answer to one line, as JSON, and whether it is the last one."""
    seq: object = None
    try:
        message = read_object(line)
        seq = message.get("seq")
        answer = written(answer_object(seq, perform(venue, message)))
        return (answer, message["cmd"] == "bye")
    except Malformed as malformed:
        return (written(failure(seq, "rejected", str(malformed), "Malformed")), False)
    except Exception as error:  # noqa: BLE001 - whatever a venue raises is an answer, not our end
        text = f"{type(error).__name__}: {error}"[:CONTEXT_LIMIT]
        broken = failure(seq, "errored", text, "Errored")
        broken["error"]["context"] = traceback.format_exc()[-CONTEXT_LIMIT:]
        return (written(broken), False)


def written(message: Row) -> str:
    """A message as one line of JSON.

    Raises:
        TypeError, ValueError: a value has no JSON, such as a fraction or NaN.
    """
    return json.dumps(message, separators=(",", ":"), allow_nan=False)


def answer_object(seq: object, answer: Answer) -> Row:
    """An answer as it travels."""
    body: Row = {"seq": seq, "status": answer.status, "code": answer.code, "rows": answer.rows}
    if answer.error is not None:
        body["error"] = answer.error
    if answer.ticket is not None:
        body["ticket"] = answer.ticket
    return body


def failure(seq: object, status: str, message: str, name: str) -> Row:
    """The answer to a request that was not served."""
    error = {"message": message, "name": name}
    return {"seq": seq, "status": status, "code": CODES[status], "rows": [], "error": error}


def perform(venue: Venue, message: Row) -> Answer:
    """Call the method of the venue that a message names.

    Raises:
        Malformed: the verb is unknown, or a field is missing or of a wrong type.
    """
    verb = message.get("cmd")
    if verb == "hello":
        return Answer("ok", [venue.hello()])
    if verb == "reset":
        return venue.reset(field(message, "setup", dict))
    if verb == "do":
        account, method, path = (
            field(message, name, str) for name in ("account", "method", "path")
        )
        return venue.do(Request(account, method, path, field(message, "body", dict)))
    if verb == "ctl":
        return venue.ctl(field(message, "verb", str), field(message, "body", dict))
    if verb == "read":
        optional = (str, type(None))
        account, symbol = (field(message, name, optional) for name in ("account", "symbol"))
        return venue.read(field(message, "table", str), account, symbol)
    if verb == "events":
        return venue.events(field(message, "cursor", int))
    if verb == "bye":
        venue.bye()
        return Answer("ok")
    raise Malformed(f"cmd: expected one of {', '.join(VERBS)}, got {verb!r}"[:200])


def field(message: Row, name: str, kind: type | tuple[type, ...]) -> Any:  # noqa: ANN401 - of the kind that is asked for
    """A field of a message.

    Raises:
        Malformed: it is missing or of a wrong type.
    """
    value = message.get(name)
    if isinstance(value, kind) and not isinstance(value, bool):
        return value
    kinds = kind if isinstance(kind, tuple) else (kind,)
    expected = " or ".join("null" if one is type(None) else one.__name__ for one in kinds)
    raise Malformed(f"{name}: expected {expected}, got {value!r}"[:200])


def read_object(line: bytes) -> Row:
    """The JSON object on a line, without floats.

    Raises:
        Malformed: it is not UTF-8, not JSON, no object, or holds a float.
    """
    try:
        message = json.loads(line.decode(), parse_float=refuse_float, parse_constant=refuse_float)
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not a JSON object: {error}"[:200]) from error
    if not isinstance(message, dict):
        raise Malformed(f"not a JSON object but {type(message).__name__}")
    return message


def refuse_float(literal: str) -> NoReturn:
    """Refuse a number with a point, an exponent, or no value at all.

    Raises:
        Malformed: always.
    """
    raise Malformed(f"{literal[:40]}: a decimal travels as a string, not as a JSON float")
