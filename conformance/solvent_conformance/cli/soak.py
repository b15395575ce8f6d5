"""`solvent soak`: run the state machines for minutes with fresh seeds."""

from __future__ import annotations

import os
import secrets

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.certify.soak import SoakTotals, SoakTurn, soak
from solvent_conformance.cli.exits import INTERNAL
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.registry.chapters import CHAPTERS
from solvent_spec.rules import CLAUSES

UNFIRED = 3


@click.command()
@click.option("--minutes", default=10.0, show_default=True, type=click.FloatRange(0, 10_000))
@click.option("--seed", default=None, type=int, help="Default: a fresh one, which is printed.")
@click.option("--jobs", default=min(2, os.cpu_count() or 1), type=click.IntRange(1, 64))
def command(minutes: float, seed: int | None, jobs: int) -> None:
    """Run the state machines against the reference with fresh seeds, and count what fires.

    Exit status: 0 nothing was found and every MUST clause fired, 1 a violation was found, 3 a
    clause never fired, 70 the reference broke.
    """
    first = secrets.randbelow(10**9) if seed is None else seed
    console = Console(stderr=True)
    console.print(Text(f"seed {first}"))
    turns = 0

    def notify(turn: SoakTurn) -> None:
        nonlocal turns
        turns += 1
        if turn.violation is not None or turn.broke:
            told = turn.broke or (turn.violation.sentence if turn.violation else "")
            console.print(Text(f"{turn.name} seed {turn.seed}: {told}", style="red"))
        elif turns % 10 == 0:
            console.print(Text(f"{turns} turns, last {turn.name}", style="dim"))

    soaked = soak(minutes, first, jobs, notify)
    _print(Console(), soaked)
    raise SystemExit(_status(soaked))


def _status(soaked: SoakTotals) -> int:
    if any(turn.violation is not None for turn in soaked.faults):
        return 1
    return INTERNAL if soaked.faults else UNFIRED if soaked.unseen else 0


def _print(console: Console, soaked: SoakTotals) -> None:
    for code, chapter in CHAPTERS.items():
        counts = [f"{i} {soaked.tally[i]:,}" for i in CLAUSES if i.startswith(code)]
        console.print(Text(f"{chapter}: {'  '.join(counts)}"))
    for turn in soaked.faults:
        console.print(Text(f"fault: {turn.name} seed {turn.seed}", style="bold red"))
        if turn.violation is not None:
            console.print(Text(limit_text(turn.violation.sentence)))
            for step in turn.violation.steps:
                console.print(Text(f"  {limit_text(step.title)}"))
        else:
            console.print(Text(limit_text(turn.broke, 4000)))
    if soaked.unseen:
        console.print(Text(f"never fired: {', '.join(soaked.unseen)}", style="bold red"))
    told = f"{soaked.histories} histories, {soaked.commands} commands, {len(soaked.faults)} faults"
    console.print(Text(told, style="bold"))
