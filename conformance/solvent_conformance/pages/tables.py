"""The page of tables: every column with its type, its unit and the clauses that determine it."""

from __future__ import annotations

from collections.abc import Iterator
from inspect import getdoc
from types import MappingProxyType
from typing import Final

from solvent_conformance.pages.markdown import (
    NOTE,
    field_schemas,
    markdown_table,
    plain_docstring,
    type_words,
)
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.messages import KEYS, PUBLIC_TABLES, TABLES, Venue
from solvent_spec.wire.columns import WireRow
from solvent_spec.wire.market_rows import LedgerBalance
from solvent_spec.wire.rows import ROWS

_ROWS: Final = MappingProxyType[str, type[WireRow]]({**ROWS, "ledger": LedgerBalance})

_OPENING: Final = """\
# Tables

{note}
A table is read with the verb `read`; the rows of a request's answer have the same columns. Values
are those of [protocol.md](../protocol.md): a decimal is a canonical decimal string, an account is
its name in the protocol and a number over HTTP, what is not known is null. Minor units are those
of UNIT-001: satoshi where a contract settles in XBt, millionths where it settles in USDt.

The clauses beside a column determine its value. A column that **no clause** determines is never
compared with an expected value. Key columns say which rows of two venues are the same row, and
are needed for that; `symbol`, `side`, `settlCurrency` and `displayQty` tell what the rest of a
row is about. A venue shows the columns that it declares in [`columns`](requests.md#hello) of its
hello.

A row of an account in which nothing is (no position ever, no money ever) may be there or be left
out; a request that is refused makes none (APIC-006).
{order}
"""


def tables_page() -> str:
    """The text of docs/reference/tables.md."""
    _, _, order = (getdoc(Venue.read) or "").partition("\n\n")
    opening = _OPENING.format(note=NOTE, order=" ".join(order.split()))
    return "\n".join([opening, *map(_section, TABLES)])


def _section(table: str) -> str:
    reach = "everybody" if table in PUBLIC_TABLES else "the account itself (APIC-005)"
    keys = ", ".join(f"`{name}`" for name in KEYS[table])
    return "\n".join(
        [
            f"## {table}\n",
            f"{plain_docstring(_ROWS[table])} Seen by {reach}. Key: {keys}.\n",
            markdown_table(
                ["column", "type", "unit and meaning", "determined by"], _columns(table)
            ),
        ]
    )


def _columns(table: str) -> Iterator[tuple[str, str, str, str]]:
    for name, schema in field_schemas(_ROWS[table]).items():
        clauses = column_clauses(table, name)
        yield (
            f"**`{name}`**" if name in KEYS[table] else f"`{name}`",
            type_words(schema),
            schema["description"],
            ", ".join(clauses) if clauses else "no clause",
        )


def column_clauses(table: str, column: str) -> tuple[str, ...]:
    """The clauses that determine a column, in the order of the chapters."""
    return tuple(
        clause.id for clause in CLAUSES.values() if f"{table}.{column}" in clause.observable
    )
