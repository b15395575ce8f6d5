"""Validation: every answer is checked for its shape before anybody uses it.

A venue is a stranger, in process too. What fails here is no violation of a clause: an answer that
cannot be read cannot be judged.
"""

from __future__ import annotations

from typing import Final, get_args

from solvent_conformance.adapters.columns import CANONICAL, INSTANT, kinds
from solvent_conformance.adapters.json_texts import DEPTH, HALF, Misshapen, WrongType
from solvent_spec.vocabulary.messages import CODES, Answer, Row, Status

STATUSES: Final = frozenset(get_args(Status))
ROWS: Final = 50_000
TEXT: Final = 65_536
DIGITS: Final = 10**80
"""No quantity of money has as many digits."""

EXPECTED: Final = {
    "decimal": "a canonical decimal string",
    "whole": "an integer",
    "instant": "an instant such as 2019-06-03T12:00:00.000Z",
    "switch": "true or false",
}

_SEEN_LIMIT: Final = 100_000
_SEEN_DECIMALS: set[str] = set()
_SEEN_INSTANTS: set[str] = set()


def answer_of(body: object, table: str | None = None) -> Answer:
    """The answer that a JSON object holds, checked.

    Raises:
        Misshapen: it is none.
    """
    if not isinstance(body, dict):
        raise Misshapen(f"expected an object, got {_name(body)}")
    status = body.get("status")
    if not isinstance(status, str) or status not in STATUSES:
        raise Misshapen(f"status: expected one of {', '.join(sorted(STATUSES))}, got {status!r}")
    rows = body.get("rows")
    code = body.get("code")
    answer = Answer(
        status=status,  # type: ignore[arg-type]  # one of the literals, as was just checked
        rows=[] if rows is None else rows,
        error=body.get("error"),
        code=CODES[status] if code is None else code,
        ticket=body.get("ticket"),
    )
    return check_answer(answer, table)


def check_answer(answer: Answer, table: str | None = None) -> Answer:
    """The same answer, when its shape is right. `table` says which table its rows are of.

    Raises:
        Misshapen: it is not.
    """
    if not isinstance(answer, Answer):
        raise Misshapen(f"expected an Answer, got {_name(answer)}")
    if answer.status not in STATUSES:
        raise Misshapen(f"status: {answer.status!r} is none of {', '.join(sorted(STATUSES))}")
    if type(answer.code) is not int or not 100 <= answer.code <= 599:
        raise Misshapen(f"code: expected 100 to 599, got {_short(answer.code)}")
    if answer.ticket is not None and type(answer.ticket) is not int:
        raise Misshapen(f"ticket: expected an integer or null, got {_short(answer.ticket)}")
    if answer.status == "queued" and answer.ticket is None:
        raise Misshapen("ticket: a queued request needs one")
    _check_error(answer)
    if type(answer.rows) is not list or len(answer.rows) > ROWS:
        raise Misshapen(f"rows: expected a list of at most {ROWS}, got {_short(answer.rows)}")
    for number, row in enumerate(answer.rows):
        _check_row(row, table, number)
    return answer


def _check_error(answer: Answer) -> None:
    error = answer.error
    if answer.status in {"ok", "queued"}:
        if error is not None:
            raise Misshapen(f"error: expected null with {answer.status}, got {_short(error)}")
        return
    if type(error) is not dict:
        raise Misshapen(f"error: expected an object with {answer.status}, got {_short(error)}")
    for part in ("message", "name"):
        if type(error.get(part)) is not str:
            raise Misshapen(f"error.{part}: expected text, got {_short(error.get(part))}")
    check_value(error, "error")


def _check_row(row: Row, table: str | None, number: int) -> None:
    if type(row) is not dict:
        raise Misshapen(f"rows[{number}]: expected an object, got {_short(row)}")
    holds = kinds(table)
    for column, value in row.items():
        if value is None and type(column) is str:
            continue
        kind = holds.get(column)
        if kind == "decimal":
            right = type(value) is str and (value in _SEEN_DECIMALS or _is_decimal(value))
        elif kind == "whole":
            right = type(value) is int and -DIGITS < value < DIGITS
        elif kind == "instant":
            right = type(value) is str and (value in _SEEN_INSTANTS or _is_instant(value))
        elif kind == "switch":
            right = type(value) is bool
        else:
            is_text = type(value) is str and value.isascii() and type(column) is str
            if not is_text or len(value) > TEXT:
                check_value({column: value}, f"rows[{number}]")
            continue
        if not right:
            where = f"rows[{number}].{column}"
            raise WrongType(f"{where}: expected {EXPECTED[kind]}, got {_short(value)}")


def _is_decimal(text: str) -> bool:
    return CANONICAL.fullmatch(text) is not None and _remember(_SEEN_DECIMALS, text)


def _is_instant(text: str) -> bool:
    return INSTANT.fullmatch(text) is not None and _remember(_SEEN_INSTANTS, text)


def _remember(seen: set[str], text: str) -> bool:
    """Keep a text that was right: prices and instants repeat, and a look-up is quicker."""
    if len(seen) >= _SEEN_LIMIT:
        seen.clear()
    seen.add(text)
    return True


def check_value(value: object, where: str, depth: int = 0) -> None:
    """A JSON value without floats, of bounded size and depth.

    Raises:
        Misshapen: it is not.
    """
    if depth > DEPTH:
        raise Misshapen(f"{where}: nested deeper than {DEPTH}")
    if type(value) is list:
        for item in value:
            check_value(item, where, depth + 1)
    elif type(value) is dict:
        for key, item in value.items():
            if type(key) is not str or len(key) > TEXT:
                raise Misshapen(f"{where}: a key is text, not {_short(key)}")
            check_value(item, f"{where}.{key[:40]}", depth + 1)
    else:
        _check_scalar(value, where)


def _check_scalar(value: object, where: str) -> None:
    if type(value) is str:
        if len(value) > TEXT:
            raise Misshapen(f"{where}: text of {len(value)} characters, more than {TEXT}")
        if not value.isascii() and HALF.search(value):
            raise Misshapen(f"{where}: text that is not Unicode: it holds a lone surrogate")
    elif type(value) is int:
        if not -DIGITS < value < DIGITS:
            raise Misshapen(f"{where}: an integer of more than 80 digits")
    elif value is not None and type(value) is not bool:
        raise Misshapen(f"{where}: {_name(value)} {_short(value)} is no value of the protocol")


def _name(value: object) -> str:
    return type(value).__name__


def _short(value: object) -> str:
    """A value for an error text, never long and never failing."""
    if type(value) is int and not -DIGITS < value < DIGITS:
        return "an integer of more than 80 digits"
    try:
        text = repr(value)
    except Exception:  # noqa: BLE001 - a value of a stranger may not even print
        return f"a {_name(value)} that cannot be printed"
    return text if len(text) <= 80 else f"{text[:80]}..."
