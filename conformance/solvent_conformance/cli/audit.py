"""`solvent audit`: recorded rows against the specification."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from rich.console import Console

    from solvent_conformance.audit.report import Report

_KINDS: Final = ("positions", "fills", "order-margins", "instruments", "wallet")
_SHOWN: Final = 40
"""Rows of a table that a person reads; the rest is in the JSON report."""

MATCHED, MISMATCH, MALFORMED, NOTHING = 0, 1, 2, 3


@click.command()
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--rulebook", metavar="R", help="2019-06, 2026, TOY or a date, for every row.")
def command(kind: str, file: Path, *, as_json: bool, rulebook: str | None) -> None:
    """Compute each figure of recorded rows again from the others.

    FILE is a list of rows in JSON or as Python prints it, alone or inside "data"; one row on a
    line; the messages of the websocket as they came, one on a line; or a CSV table with a header,
    such as the exchange's downloads. Rows may be pairs {"row": ..., "margin": ...} of one moment
    and have any of their columns. The rules are those of each row's date; rows without a date,
    and all rows when --rulebook is given, are judged by one rulebook. docs/audit.md says more.

    Exit status: 0 every cell matches or is explained, 1 a cell does not, 2 the file cannot be
    read, 3 no cell could be computed.
    """
    from solvent_conformance.audit import BadRow, Report, RowTerms, audit_file
    from solvent_spec.rulebook import Rulebook

    try:
        book = None if rulebook is None else Rulebook.named(rulebook)
    except (OverflowError, ValueError) as fault:
        raise click.BadParameter(str(fault), param_hint="--rulebook") from None
    report = Report()
    try:
        audit_file(kind, file, RowTerms(book), report)
    except (FileNotFoundError, BadRow) as fault:
        click.echo(f"Error: {fault}", err=True)
        sys.exit(MALFORMED)
    if as_json:
        click.echo(json.dumps({"kind": kind, "file": file.name, **report.as_json()}, indent=1))
    else:
        _print_report(report, file.name)
    sys.exit(MISMATCH if report.mismatches else MATCHED if report.cells else NOTHING)


def _print_report(report: Report, name: str) -> None:
    """Print the tables that have rows, then the counts."""
    from rich.console import Console

    console = Console()
    _print_table(
        console,
        "Mismatches",
        (
            (
                f"{m.row} {m.label}",
                m.column,
                f"expected {m.expected}\nfound {m.found}\ndifference {m.difference or 'none'}",
                f"{m.clause} {m.because}".strip(),
            )
            for m in report.mismatches
        ),
    )
    _print_table(
        console,
        "Explained",
        ((f"{e.row} {e.label}", e.column, e.found, e.because) for e in report.explanations),
    )
    _print_table(
        console,
        "Not covered",
        (
            (f"{n.row} {n.label}", "\n".join(n.columns) or "all", "", n.because)
            for n in report.not_covered
        ),
    )
    for note in report.notes[:_SHOWN]:
        console.print(f"note: {note}", markup=False, highlight=False)
    counts = f"{report.cells} cells: {report.matched} matched, {len(report.explanations)} explained"
    verdict = f"{len(report.mismatches)} mismatched; {len(report.not_covered)} rows not covered"
    console.print(f"{name}: {counts}, {verdict}", markup=False, highlight=False, soft_wrap=True)
    if not report.cells:
        console.print("Undecided: no cell could be computed.", highlight=False)


def _print_table(console: Console, title: str, rows: Iterable[tuple[str, ...]]) -> None:
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    if not listed:
        return
    table = Table(title=f"{title}: {len(listed)}", title_justify="left")
    for column in ("row", "column", "figure", "because"):
        table.add_column(column, overflow="fold")
    for row in listed[:_SHOWN]:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    if len(listed) > _SHOWN:
        console.print(f"{len(listed) - _SHOWN} more: see --json", highlight=False)
