"""Playing scenes: what two venues show differently, without machines and without judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from solvent_conformance.history import Step, accounts_of
from solvent_conformance.judges.tables import keyed, same
from solvent_conformance.session import Session
from solvent_spec.vocabulary.messages import TABLES, Answer, Row, Venue

Cells: TypeAlias = dict[tuple[object, ...], object]
"""What a venue shows after one step: value by table, key and column."""

_PRIVATE: Final = ("order", "position", "margin", "wallet", "execution")
_ANSWERS: Final[dict[str, str]] = {
    "/order": "order",
    "/order/all": "order",
    "/position/leverage": "position",
    "/position/isolate": "position",
    "/position/riskLimit": "position",
    "/position/transferMargin": "position",
    "withdraw": "wallet",
    "deposit": "wallet",
}


def shown(venue: Venue, steps: list[Step]) -> Iterator[Cells]:
    """What a venue shows after each step: the answer, and every table."""
    session = Session(venue)
    accounts = accounts_of(steps)
    for step in steps:
        answer = session.send(step)
        cells: Cells = {}
        cells.update(_answered(step, answer))
        for table in TABLES:
            for account in accounts if table in _PRIVATE else (None,):
                rows = session.read(table, account)
                if rows is None:
                    cells["admission", table, "read"] = False
                    continue
                for key, row in keyed(table, rows).items():
                    for column, value in row.items():
                        # Python takes true for one; a reader does not.
                        flag = isinstance(value, bool)
                        cells[table, account, key, column] = ("flag", value) if flag else value
        yield cells


def _answered(step: Step, answer: Answer) -> Iterator[tuple[tuple[object, ...], object]]:
    """An answer under the names that clauses have for it."""
    table = _ANSWERS.get(str(step.message.get("path") or step.message.get("verb")), "ledger")
    error: Row = answer.error or {}
    shed = answer.code if answer.status == "shed" else 0
    yield ("admission", "", "status"), (answer.status, shed)
    yield ("error", "", "status"), answer.code
    yield ("error", "", "message"), error.get("message")
    yield ("error", "", "name"), error.get("name")
    yield ("error", "", "body"), sorted(error.items())
    yield (table, "answer", "error"), (answer.status, error.get("message"))
    if step.message.get("verb") == "audit":
        yield ("ledger", "", "state"), answer.status
    for number, row in enumerate(answer.rows):
        for column, value in row.items():
            yield (table, "answer", number, column), value


def differences(wanted: Iterable[Cells], had: Iterable[Cells]) -> set[str]:
    """The columns, written as clauses name them, in which two venues differ somewhere."""
    found: set[str] = set()
    for expected, observed in zip(wanted, had, strict=True):
        if expected == observed:
            continue
        for key in expected.keys() | observed.keys():
            wanted_cell, had_cell = expected.get(key), observed.get(key)
            if same(wanted_cell, had_cell):
                continue
            found.add(f"{key[0]}.{key[-1]}")
            kinds = {type(cell) for cell in (wanted_cell, had_cell) if cell is not None}
            if len(kinds) > 1:
                found.add("row.types")
    return found
