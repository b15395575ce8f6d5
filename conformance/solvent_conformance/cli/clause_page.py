"""Clauses as a person reads them on a terminal: a table of many, or one whole."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_spec.registry import prose
from solvent_spec.registry.clauses import Clause
from solvent_spec.rules import CLAUSES

_STYLES = {"MUST": "bold", "SHOULD": "default", "MAY": "dim"}


def print_rows(console: Console, rows: Sequence[Clause]) -> None:
    """Print clauses as a table, one line each."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("id", "level", "profile", "evidence"):
        table.add_column(column, no_wrap=True)
    table.add_column("statement", overflow="fold", ratio=1)
    for clause in rows:
        cells = (clause.id, clause.level, clause.profile, clause.evidence, clause.statement)
        table.add_row(*(Text(cell) for cell in cells), style=_STYLES[clause.level])
    console.print(table)
    console.print(Text(f"{len(rows)} of {len(CLAUSES)} clauses", style="dim"))


def print_clause(console: Console, clause: Clause) -> None:
    """Print one clause for a person."""
    dates = prose.in_force(clause)
    head = " · ".join(filter(None, (clause.level, clause.profile, clause.evidence, dates)))
    console.print(Text(clause.id, style="bold"), Text(head), Text(clause.rule, style="dim"))
    for paragraph in clause.text.split("\n\n"):
        console.print(Text("\n" + " ".join(paragraph.split())))
    if example := clause.examples:
        console.print(Text("\n" + example, style="dim"))
    if formula := formula_of(clause.id):
        console.print(Text("\n" + formula))
    facts = {
        "Source": clause.source,
        "Seen in": ", ".join(clause.observable),
        "A venue may choose": "; ".join(clause.alternatives),
        "In a dialect": "; ".join(clause.dialects),
        "Text hash": clause.text_hash,
    }
    for title, fact in facts.items():
        if fact:
            console.print(Text(f"\n{title}:", style="bold"), Text(fact))


def formula_of(identity: str) -> str:
    """The formula of a clause as its symbolic twin writes it.

    Empty when the clause has no twin, or when sympy is not installed.
    """
    try:
        from solvent_spec.symbolic import twin
    except ImportError:
        return ""
    found = twin(identity)
    return found.text() if found else ""
