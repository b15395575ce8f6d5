"""Violations: what a judge says when a venue broke a clause, with all that explains it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from solvent_conformance.protocol.history import Step
from solvent_spec.vocabulary.messages import Row

_LIFE: Final = frozenset({"cumQty", "leavesQty", "ordStatus", "workingIndicator"})
_NUMBER: Final = re.compile(r"[0-9]+(?: [A-Za-z]+(?= required))?")
"""Digits, and the currency of what is required."""

JudgeName: TypeAlias = Literal[
    "replay",
    "accounting",
    "relations",
    "solvency",
    "metamorphic",
    "wire",
    "conduct",
    "vectors",
    "testimony",
    "retelling",
]


@dataclass(frozen=True, slots=True)
class Difference:
    """One cell that differs. `observables` are the names under which clauses know the cell."""

    table: str
    key: tuple[Any, ...]
    column: str
    expected: Any
    observed: Any
    observables: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The cell as a reader finds it: `position[alice, XBTUSD].posMargin`."""
        inner = ", ".join(str(part) for part in self.key)
        return f"{self.table}[{inner}].{self.column}"

    @property
    def gap(self) -> int | None:
        """Observed less expected where both are whole numbers."""
        pair = (self.expected, self.observed)
        if all(isinstance(v, int) and not isinstance(v, bool) for v in pair):
            return int(self.observed) - int(self.expected)
        return None

    def row(self) -> Row:
        """The cell as a JSON object."""
        return {
            "cell": self.name,
            "table": self.table,
            "key": [str(part) for part in self.key],
            "column": self.column,
            "expected": self.expected,
            "observed": self.observed,
            "difference": self.gap,
        }


def signature_of(judge: str, clause: str, cells: Sequence[Row], body: Row) -> tuple[str, str]:
    """What tells a violation from another: its judge and its first cell, else its clause.

    Two answers are told apart by what was expected, numbers aside: an order taken beyond the
    limit of open orders shall not shrink to one that is wrong for another reason. Nor shall one
    of less than nothing to one of nothing, nor a fault of market orders hide one of limit orders:
    `body` is that of the request. Where an order should have been accepted, the clause tells what
    kind of order it was. How much of an order has traded and how much is left is one thing,
    whichever of its cells stands first: that depends on how closely somebody looked.
    """
    first = cells[0] if cells else {}
    if judge in {"accounting", "solvency"} and first:
        return (judge, f"{clause} {_whose(first)}".strip())
    cell = f"{first.get('table')}.{first.get('column')}"
    if judge == "testimony" and first:
        return (judge, f"{clause} {cell}")
    if judge != "replay" or not first:
        return (judge, clause)
    if first.get("column") in _LIFE and first.get("table") in {"answer", "order"}:
        term = body.get("timeInForce") or ""
        cell = f"{first['table']}.life{_manner(first, body)} {term}".rstrip()
    elif first.get("table") == "answer":
        expected = str(first.get("expected"))
        cell += f" {_NUMBER.sub('#', expected)}{_manner(first, body)}"
        cell += f" {clause}" * expected.startswith("ok")
    return (judge, cell)


def _manner(first: Row, body: Row) -> str:
    """Of an order that was taken, whether it is for less than nothing, else how it is priced."""
    qty = body.get("orderQty")
    if "symbol" not in body or not isinstance(qty, int):
        return ""
    if first.get("column") == "status":
        return " below zero" if qty < 0 and body.get("side") is not None else ""
    return " Market" if body.get("price") is None else " Limit"


def _whose(first: Row) -> str:
    """Whose money does not add up, but for names; of a breakdown, its kind."""
    if first.get("table") == "answer":
        kind = ":".join(str(first.get("observed")).split(":")[:2])
        return _NUMBER.sub("#", kind)
    key = first.get("key") or [""]
    kind = str(key[0]).partition(":")[0].partition(" of ")[0]
    return kind if kind in {"wallet", "fund", "fees", "everybody"} else ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A venue broke a clause.

    `clauses` are those that may be broken, the likeliest first; `fired` those that the reference
    executed in the step; `money` what was made (above zero) or lost, in minor units of `currency`.
    """

    judge: JudgeName
    clauses: tuple[str, ...]
    sentence: str
    at: int
    step: Step
    differences: tuple[Difference, ...] = ()
    fired: tuple[str, ...] = ()
    money: int | None = None
    currency: str = ""
    steps: tuple[Step, ...] = field(default=(), repr=False)

    @property
    def clause(self) -> str:
        """The clause most likely broken."""
        return self.clauses[0] if self.clauses else ""

    @property
    def signature(self) -> tuple[str, str]:
        """What tells this violation from another one of the same venue."""
        cells = [difference.row() for difference in self.differences]
        return signature_of(self.judge, self.clause, cells, self.step.message.get("body") or {})

    def after(self, steps: tuple[Step, ...]) -> Violation:
        """The violation with the history that leads to it."""
        return replace(self, steps=steps)


class ViolationFound(Exception):
    """Raised by a run when a judge found a violation: Hypothesis then shrinks the history."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(violation.sentence)
        self.violation = violation
