"""Capabilities: what a venue declares to have, which limits what is asked and what is compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from solvent_spec.registry.clauses import Clause
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.commands import ExecInst, OrdType, TimeInForce
from solvent_spec.vocabulary.instruments import Payoff
from solvent_spec.vocabulary.messages import CONTROLS, PROTOCOL, REQUESTS, TABLES, Row

PROFILES: Final = ("arithmetic", "trading", "margin", "overload", "api")

_WHOLE: Final[dict[str, tuple[str, ...]]] = {
    "profiles": PROFILES,
    "tables": TABLES,
    "requests": REQUESTS,
    "ordTypes": tuple(kind.value for kind in OrdType),
    "timeInForce": tuple(tif.value for tif in TimeInForce),
    "execInst": tuple(inst.value for inst in ExecInst),
    "controls": CONTROLS,
    "payoffs": tuple(payoff.value for payoff in Payoff),
}


class HelloInvalid(ValueError):
    """What a venue says of itself is not what the protocol asks for."""


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a venue declares, list by list; a list that it leaves out is whole."""

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
        lists = {name: _declared(hello, name, whole) for name, whole in _WHOLE.items()}
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
        )

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

    def compares(self, table: str, column: str) -> bool:
        """Whether the venue shows a column of a table."""
        declared = self.columns.get(table)
        return table in self.tables and (declared is None or column in declared)

    def applies(self, clause: Clause) -> bool:
        """Whether a clause can be seen at all: its profile and one of its observables are there."""
        if clause.profile not in self.profiles:
            return False
        for observable in clause.observable:
            table, _, column = observable.partition(".")
            if table not in TABLES or column in {"error", "state"} or self.compares(table, column):
                return True
        return not clause.observable

    def shows(self, clause: Clause) -> bool:
        """Whether one of the columns that a clause determines is shown, if it determines any."""
        columns = [name.split(".", 1) for name in clause.observable]
        tables = [(t, c) for t, c in columns if t in TABLES and c not in {"error", "state"}]
        return not tables or any(self.compares(table, column) for table, column in tables)

    def absent(self) -> tuple[str, ...]:
        """Everything that the venue declares not to have, as texts for the report."""
        mine = {
            "profiles": self.profiles,
            "tables": self.tables,
            "requests": self.requests,
            "ordTypes": self.ord_types,
            "timeInForce": self.time_in_force,
            "execInst": self.exec_inst,
            "controls": self.controls,
            "payoffs": self.payoffs,
        }
        return tuple(
            f"{name}: {value}"
            for name, whole in _WHOLE.items()
            for value in whole
            if value not in mine[name]
        )


def normative_columns() -> dict[str, frozenset[str]]:
    """For each table the columns that some clause determines; nothing else is compared."""
    columns: dict[str, set[str]] = {table: set() for table in TABLES}
    for clause in CLAUSES.values():
        for observable in clause.observable:
            table, _, column = observable.partition(".")
            if table in columns and column not in {"error", "state"}:
                columns[table].add(column)
    return {table: frozenset(names) for table, names in columns.items()}


def _declared(hello: Row, name: str, whole: Iterable[str]) -> tuple[str, ...]:
    if hello.get(name) is None:
        return tuple(whole)
    values = _texts(hello, name)
    unknown = [value for value in values if value not in whole]
    if unknown:
        raise HelloInvalid(f"hello: {name} lists {unknown[0]!r:.60}, which the protocol has not")
    return values


def _texts(hello: Row, name: str) -> tuple[str, ...]:
    values = hello.get(name) or []
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise HelloInvalid(f"hello: {name} is a list of texts, not {values!r:.60}")
    return tuple(values)
