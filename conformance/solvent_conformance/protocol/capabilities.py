"""Capabilities: what a venue declares to have, which limits what is asked and what is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from solvent_conformance.protocol.lists import ASKABLE, LISTS, PROFILES, REFUSALS, judged_profiles
from solvent_spec.registry.clauses import Clause
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import (
    KEYS,
    PROTOCOL,
    PUBLIC_TABLES,
    TABLES,
    Row,
)
from solvent_spec.vocabulary.reasons import Reject

_ORDERED: Final = frozenset({"execution", "trade", "liquidation"})
"""Tables whose rows are paired by their place, or by what they say."""

_BESIDE: Final = frozenset({"error", "ticket", "status", "rows", "code"})
"""What stands in a row of an answer beside the columns of its table."""


class HelloInvalid(ValueError):
    """What a venue says of itself is not what the protocol asks for."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a venue declares, list by list, and what of it is judged; a list left out is whole."""

    name: str
    version: str
    profiles: tuple[str, ...]
    tables: tuple[str, ...]
    requests: tuple[str, ...]
    ord_types: tuple[str, ...]
    time_in_force: tuple[str, ...]
    exec_inst: tuple[str, ...]
    controls: tuple[str, ...]
    payoffs: tuple[str, ...]
    columns: dict[str, frozenset[str]] = field(default_factory=dict)
    instruments: tuple[str, ...] = ()
    rulebooks: tuple[str, ...] = ()
    refusals: tuple[str, ...] = tuple(REFUSALS)
    judged: tuple[str, ...] = PROFILES
    wording: bool = True
    reads_definitions: bool = False

    @classmethod
    def of(cls, hello: Row) -> Capabilities:
        """Read the answer to `hello`.

        Raises:
            HelloInvalid: it speaks another protocol, or declares what the protocol does not know.
        """
        if hello.get("protocol") != PROTOCOL:
            raise HelloInvalid(
                f"hello: protocol is {hello.get('protocol')!r:.40}; this suite speaks {PROTOCOL}"
            )
        reads = hello.get("definitions", False)
        if not isinstance(reads, bool):
            raise HelloInvalid("hello: definitions is true or false")
        lists = {name: _declared(hello, name, whole) for name, whole in LISTS.items()}
        columns = hello.get("columns") or {}
        if not isinstance(columns, dict) or not all(isinstance(c, list) for c in columns.values()):
            raise HelloInvalid("hello: columns maps a table to a list of its columns")
        return cls(
            name=str(hello.get("name", ""))[:80] or "unnamed",
            version=str(hello.get("version", ""))[:80],
            profiles=lists["profiles"],
            tables=lists["tables"],
            requests=lists["requests"],
            ord_types=lists["ordTypes"],
            time_in_force=lists["timeInForce"],
            exec_inst=lists["execInst"],
            controls=lists["controls"],
            payoffs=lists["payoffs"],
            columns={table: frozenset(map(str, names)) for table, names in columns.items()},
            instruments=_texts(hello, "instruments"),
            rulebooks=_texts(hello, "rulebooks"),
            refusals=lists["refusals"],
            judged=lists["profiles"],
            reads_definitions=reads,
        )

    def judged_by(self, profiles: Iterable[str], *, wording: bool = True) -> Capabilities:
        """The same venue, judged by the clauses of some of its profiles only.

        Without `wording` nobody minds the words and names of its refusals, nor which code of its
        class a refusal has: what is refused is judged, not how that is said.
        """
        judged = judged_profiles(self.profiles, tuple(profiles))
        return replace(self, judged=judged, wording=wording)

    @property
    def has_money(self) -> bool:
        """Whether accounts can run out of anything. A venue without margin never refuses for it."""
        return "margin" in self.profiles or "arithmetic" in self.profiles

    @property
    def hides(self) -> bool:
        """Whether orders can be hidden: the order table then has the column that says so."""
        return self.compares("order", "displayQty")

    @property
    def names_orders(self) -> bool:
        """Whether orders have names of their accounts: the order table then has their column."""
        return self.compares("order", "clOrdID")

    @property
    def has_stops(self) -> bool:
        """Whether orders can wait for a trigger."""
        return bool({"Stop", "StopLimit"} & set(self.ord_types))

    @property
    def identifies_orders(self) -> bool:
        """Whether answers tell the id by which an order is amended and canceled."""
        return self.answers("order", "orderID")

    def compares(self, table: str, column: str) -> bool:
        """Whether the venue shows a column of a table."""
        return table in self.tables and self.answers(table, column)

    def answers(self, table: str, column: str) -> bool:
        """Whether rows of a table that answer a request have a column."""
        declared = self.columns.get(table)
        return declared is None or column in declared

    def tells(self, request: str, table: str, column: str) -> bool:
        """Whether rows of a table that answer a request have a column.

        What is declared of the request itself goes before what is declared of the table.
        """
        if request in self.columns:
            return column in self.columns[request]
        return self.compares(table, column)

    def shows_all(self, table: str, columns: Iterable[str]) -> bool:
        """Whether the venue shows some columns of a table, every one of them.

        Whose rows they are is known where rows are read by account, whether they say so or not.
        """
        private = table not in PUBLIC_TABLES
        return all(self.compares(table, c) or (private and c == "account") for c in columns) and (
            table in self.tables
        )

    def tells_apart(self, table: str) -> bool:
        """Whether the venue shows what identifies the rows of a table, so that they are paired.

        Rows that come in a certain order are known by it.
        """
        return table in _ORDERED or self.shows_all(table, KEYS[table])

    def cut(self, table: str, row: Row, request: str = "") -> Row:
        """A row, of an answer to a request or not, without what the venue declares not to have."""
        declared = self.columns.get(request, self.columns.get(table))
        if declared is None:
            return row
        return {c: v for c, v in row.items() if c in declared or c in _BESIDE}

    def lacks_refusal(self, reason: Reject, *, beyond: bool = True) -> bool:
        """Whether the venue never refuses for a reason; `beyond` if a maximum was exceeded."""
        for name, reasons in REFUSALS.items():
            if reason in reasons and name not in self.refusals:
                return beyond or name not in {"maxOrderQty", "maxPrice"}
        return False

    def judges(self, identity: str) -> bool:
        """Whether a clause is among those that the venue is judged by, and something shows it."""
        clause = CLAUSES.get(identity)
        return clause is not None and clause.profile in self.judged and not clause.unseen

    def applies(self, clause: Clause) -> bool:
        """Whether a clause can be seen at all: its profile and one of its observables are there."""
        if clause.profile not in self.judged:
            return False
        if clause.payoff and clause.payoff not in self.payoffs:
            return False
        for observable in clause.observable:
            table, _, column = observable.partition(".")
            if table not in TABLES or column in {"error", "state"} or self.sees(table, column):
                return True
        return not clause.observable

    def sees(self, table: str, column: str) -> bool:
        """Whether a column is in the table, or in the answer to a request about an order."""
        told = (names for name, names in self.columns.items() if name in self.requests)
        return self.compares(table, column) or (table == "order" and any(column in t for t in told))

    def shows(self, clause: Clause) -> bool:
        """Whether one of the columns that a clause determines is shown, if it determines any."""
        columns = [name.split(".", 1) for name in clause.observable]
        tables = [(t, c) for t, c in columns if t in TABLES and c not in {"error", "state"}]
        return not tables or any(self.sees(table, column) for table, column in tables)

    @property
    def is_whole(self) -> bool:
        """Whether the venue declares nothing absent."""
        return not (self.absent() or self.columns or self.instruments or self.rulebooks)

    def absent(self) -> tuple[str, ...]:
        """Everything that the venue declares not to have, as texts for the report."""
        named = {"ordTypes": "ord_types", "timeInForce": "time_in_force", "execInst": "exec_inst"}
        return tuple(
            f"{name}: {value}"
            for name, whole in LISTS.items()
            for value in whole
            if value not in getattr(self, named.get(name, name))
        )


def _declared(hello: Row, name: str, whole: Iterable[str]) -> tuple[str, ...]:
    if hello.get(name) is None:
        return tuple(whole)
    values = _texts(hello, name)
    known = ASKABLE if name == "profiles" else whole
    unknown = [value for value in values if value not in known]
    if unknown:
        raise HelloInvalid(f"hello: {name} lists {unknown[0]!r:.60}, which the protocol has not")
    return values


def _texts(hello: Row, name: str) -> tuple[str, ...]:
    values = hello.get(name) or []
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise HelloInvalid(f"hello: {name} is a list of texts, not {values!r:.60}")
    return tuple(values)


WHOLE: Final = Capabilities.of({"protocol": PROTOCOL})
"""Everything that the protocol knows."""
