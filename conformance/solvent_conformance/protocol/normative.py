"""What is normative: the columns that some clause determines."""

from __future__ import annotations

from functools import cache

from solvent_conformance.protocol.lists import PROFILES
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import TABLES


@cache
def normative_columns(profiles: tuple[str, ...] = PROFILES) -> dict[str, frozenset[str]]:
    """For each table the columns that some clause of the profiles determines.

    Nothing else is compared.
    """
    columns: dict[str, set[str]] = {table: set() for table in TABLES}
    for clause in CLAUSES.values():
        if clause.profile not in profiles:
            continue
        for observable in clause.observable:
            table, _, column = observable.partition(".")
            if table in columns and column not in {"error", "state"}:
                columns[table].add(column)
    return {table: frozenset(names) for table, names in columns.items()}
