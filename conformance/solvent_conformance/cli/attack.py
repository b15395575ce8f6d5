"""`solvent attack`: try for minutes to take more out of a venue than was put in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from time import monotonic

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure
from solvent_conformance.certify.attack import AttackTotals, AttackTurn, attack
from solvent_conformance.lockstep.counterexample import Counterexample
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.vocabulary.units import price_text

FAILED = 4


@click.command()
@click.option("--minutes", default=10.0, show_default=True, type=click.FloatRange(0, 10_000))
@click.option("--seed", default=None, type=int, help="Default: a fresh one, which is printed.")
@click.option("--jobs", default=min(2, os.cpu_count() or 1), type=click.IntRange(1, 64))
@click.option("--against", default="", help="Another venue than the reference in process.")
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/attack"),
    show_default=True,
    help="Folder that findings are written to.",
)
def command(minutes: float, seed: int | None, jobs: int, against: str, folder: Path) -> None:
    """Let several accounts in one hand rob a venue, under every rulebook and permitted choice.

    Prints how often each kind of event happened and the extreme balances it reached. Exit status:
    0 nothing was found, 1 something was, 2 the venue cannot be used, 4 the engine failed.
    """
    first = secrets.randbelow(10**9) if seed is None else seed
    console = Console(stderr=True)
    console.print(Text(f"seed {first}"))
    began = monotonic()
    with Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    ) as bar:
        task = bar.add_task("attacking", total=60 * minutes or None)

        def notify(turn: AttackTurn) -> None:
            bar.update(task, description=turn.name, completed=monotonic() - began)
            for found in turn.found:
                console.print(Text(f"{turn.name}: {limit_text(found.sentence)}", style="red"))
            if turn.broke:
                console.print(Text(f"{turn.name}: {limit_text(turn.broke)}", style="red"))

        try:
            result = attack(minutes, first, jobs, notify, specification=against)
        except AdapterFailure as failure:
            raise click.UsageError(limit_text(str(failure), 1000)) from None
    _print(Console(), result)
    _write(Console(), result, folder)
    raise SystemExit(1 if result.found else FAILED if result.broke else 0)


def _print(console: Console, result: AttackTotals) -> None:
    table = Table("event", "times", box=None)
    for kind, times in sorted(result.events.items(), key=lambda pair: (-pair[1], pair[0])):
        table.add_row(kind, f"{times:,}")
    console.print(table)
    table = Table("reached", "", box=None)
    for name, value in sorted(result.extremes.values.items()):
        table.add_row(name, price_text(value) if name.endswith("mark") else f"{value:,}")
    console.print(table)
    told = f"{result.turns} turns, {result.histories} histories, {result.commands} commands"
    console.print(Text(f"{told}, {len(result.found)} findings", style="bold"))


def _write(console: Console, result: AttackTotals, folder: Path) -> None:
    for found in result.found.values():
        folder.mkdir(parents=True, exist_ok=True)
        console.print(Text(f"{_clause(found)}: {limit_text(found.sentence)}", style="bold red"))
        console.print(Text(f"  {len(found.steps)} steps, {found.write(folder)}"))


def _clause(found: Counterexample) -> str:
    return found.clauses[0] if found.clauses else "unknown"
