"""Replay: the reference does the same, and every normative cell has to agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from solvent_conformance.judges.acceptance import accepting_clauses
from solvent_conformance.judges.attribution import answer_observables, clauses_behind, led_by
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.tables import (
    agree,
    compared_columns,
    differences,
    observables,
    same,
)
from solvent_conformance.judges.violations import Difference, Violation, signature_of
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import Answer, Row

_MONEY: Final = (
    "marginBalance",
    "walletBalance",
    "balance",
    "availableMargin",
    "execComm",
    "execCost",
)
_COMPARED: Final = tuple(
    (*clause.compared_in.split("."), clause.id) for clause in CLAUSES.values() if clause.compared_in
)
_ROWS_OF: Final = {"POST /order": "order", "PUT /order": "order", "DELETE /order": "order"}


class Replay:
    """Holds a venue to the reference, cell by cell."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities = capabilities
        self.checked: Counter[str] = Counter()

    def after(self, moment: Moment) -> Violation | None:
        """The violation that a moment shows, if any."""
        self._count(moment)
        found = list(self._answer(moment.step, moment.expected, moment.observed))
        for (table, _account), (expected, observed) in moment.tables.items():
            if observed is None:
                found.append(_unread(table, moment.step))
            elif expected is not None:
                found += differences(table, expected, observed, self.capabilities)
        if not found:
            return None
        fired = tuple(dict.fromkeys(moment.fired()))
        clauses = clauses_behind(found, fired, self.capabilities, moment.steps)
        accepting = accepting_clauses(moment.step, moment.expected, moment.observed)
        accepting = tuple(c for c in accepting if self.capabilities.judges(c))
        clauses = tuple(dict.fromkeys((*accepting, *clauses)))
        if not clauses:
            # What no judged clause determines is nobody's fault.
            return None
        cells = led_by(found, clauses[0] if clauses else "")
        money, currency = _severity(cells)
        return Violation(
            judge="replay",
            clauses=clauses,
            sentence=_sentence(cells[0]),
            at=moment.at,
            step=moment.step,
            differences=cells,
            fired=fired,
            money=money,
            currency=currency,
        )

    def _count(self, moment: Moment) -> None:
        """Note what is compared of clauses that the reference follows without executing them."""
        for table, column, clause in _COMPARED:
            for (name, _), (expected, _observed) in moment.tables.items():
                if name == table and expected and self.capabilities.compares(table, column):
                    self.checked[clause] += any(row.get(column) is not None for row in expected)

    def _answer(self, step: Step, expected: Answer, observed: Answer) -> Iterator[Difference]:
        key = (step.request,)
        wrong_code = self.capabilities.wording and _is_wrong_code(expected, observed)
        if expected.status != observed.status or wrong_code:
            names = answer_observables(step, expected, observed)
            shown = (_outcome(expected), _outcome(observed))
            yield Difference("answer", key, "status", *shown, names)
            return
        if expected.status != "ok":
            yield from self._refusal(step, expected, observed)
            return
        table = _ROWS_OF.get(step.request) or (
            "position" if step.request.startswith("POST /position") else ""
        )
        if table:
            yield from self._rows(table, key, expected.rows, observed.rows)
        elif step.request == "DELETE /order/all":
            yield from differences("order", expected.rows, observed.rows, self.capabilities)
        elif step.request == "thaw":
            yield from self._thawed(key, expected.rows, observed.rows)

    def _refusal(self, step: Step, expected: Answer, observed: Answer) -> Iterator[Difference]:
        if not self.capabilities.wording:
            return
        wanted, shown = expected.error or {}, observed.error or {}
        names = answer_observables(step, expected, observed)
        if not same(wanted.get("message"), shown.get("message")):
            pair = (wanted.get("message"), shown.get("message"))
            yield Difference("answer", (step.request,), "message", *pair, (*names, "error.message"))
        elif not same(wanted.get("name"), shown.get("name")):
            pair = (wanted.get("name"), shown.get("name"))
            yield Difference("answer", (step.request,), "name", *pair, ("error.name", "error.body"))

    def _rows(
        self, table: str, key: tuple[Any, ...], expected: list[Row], observed: list[Row]
    ) -> Iterator[Difference]:
        if len(expected) != len(observed):
            names = tuple(f"{table}.{c}" for c in ("ordStatus", "error"))
            yield Difference("answer", key, "rows", len(expected), len(observed), names)
            return
        for wanted, shown in zip(expected, observed, strict=True):
            for column in (*sorted(compared_columns(table, self.capabilities.judged)), "error"):
                # Why an item was refused stands beside the columns, declared or not.
                told = column == "error" or self.capabilities.tells(str(key[0]), table, column)
                if column not in wanted or not told:
                    continue
                # Whether an item of a request was refused counts, in whatever words.
                silent = column == "error" and not self.capabilities.wording
                if silent and bool(wanted[column]) == bool(shown.get(column)):
                    continue
                if not agree(column, wanted[column], shown.get(column)):
                    pair = (wanted[column], shown.get(column))
                    yield Difference(
                        "answer", key, column, *pair, observables(table, column, *pair)
                    )

    def _thawed(
        self, key: tuple[Any, ...], expected: list[Row], observed: list[Row]
    ) -> Iterator[Difference]:
        names = ("order.ordStatus", "trade.price", "order.transactTime")
        wanted = [(row.get("ticket"), row.get("status")) for row in expected]
        shown = [(row.get("ticket"), row.get("status")) for row in observed]
        if wanted != shown:
            yield Difference("answer", key, "tickets", str(wanted), str(shown), names)
            return
        for one, other in zip(expected, observed, strict=True):
            messages = [(row.get("error") or {}).get("message") for row in (one, other)]
            if not self.capabilities.wording:
                messages = [bool(message) for message in messages]
            if messages[0] != messages[1]:
                pair = (one.get("error"), other.get("error"))
                yield Difference("answer", key, "error", *pair, ("order.error", "order.ordStatus"))


def _is_wrong_code(expected: Answer, observed: Answer) -> bool:
    return expected.code != observed.code and expected.status in {"ok", "rejected", "shed"}


def signature_of_acceptance(step: Step, refused: Answer) -> tuple[str, str]:
    """The signature of the violation that a venue shows which accepts what was to be refused."""
    first: Row = {"table": "answer", "column": "status", "expected": _outcome(refused)}
    return signature_of("replay", "", [first], step.message.get("body") or {})


def _outcome(answer: Answer) -> str:
    message = (answer.error or {}).get("message")
    text = f"{answer.status} ({answer.code})"
    return f"{text}: {message}" if message else text


def _unread(table: str, step: Step) -> Difference:
    return Difference(table, (step.request,), "(read)", "ok", "not answered", ("admission.read",))


def _sentence(cell: Difference) -> str:
    gap = cell.gap
    if gap is None:
        return f"{cell.name} is {cell.observed!r:.200}, expected {cell.expected!r:.200}"
    more = "too high" if gap > 0 else "too low"
    return f"{cell.name} is {cell.observed}, {abs(gap)} {more}: expected {cell.expected}"


def _severity(cells: tuple[Difference, ...]) -> tuple[int | None, str]:
    """The largest sum that some account has more or less than it should."""
    for column in _MONEY:
        gaps = [(c.gap, c) for c in cells if c.column == column and c.gap]
        if gaps:
            gap, cell = max(gaps, key=lambda pair: abs(pair[0] or 0))
            return gap, str(cell.key[-1]) if cell.table in {"margin", "wallet", "ledger"} else ""
    return None, ""
