"""`solvent states`: lay out valid states of any kind and see what one price does to them."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_conformance.protocol.excerpts import limit_text

if TYPE_CHECKING:
    from solvent_conformance.certify.states import Campaign


@click.command()
@click.option("--minutes", default=10.0, show_default=True, type=click.FloatRange(0, 10_000))
@click.option("--seed", default=None, type=int, help="Default: a fresh one, which is printed.")
@click.option("--report", default=Path(), type=click.Path(path_type=Path, file_okay=False))
def command(minutes: float, seed: int | None, report: Path) -> None:
    """Lay out states under every rulebook and any permitted choices, and strike at them.

    What happened is counted by kind, and the extreme balances are told. The shortest history
    that breaks a sentence becomes a counterexample file in the folder REPORT. Exit status: 0
    nothing broke, 1 something did.
    """
    from solvent_conformance.certify.states import campaign

    first = secrets.randbelow(10**9) if seed is None else seed
    progress = Console(stderr=True)
    progress.print(Text(f"seed {first}"))
    with progress.status("laying out") as status:
        found = campaign(
            first,
            minutes=minutes,
            rounds=3,
            notify=lambda c: status.update(f"{c.states:,} states, {c.commands:,} commands"),
        )
    console = Console()
    _print(console, found)
    if found.fall is not None:
        _write(console, found, first, report)
    raise SystemExit(0 if found.fall is None else 1)


def _print(console: Console, found: Campaign) -> None:
    console.print(Text(f"{found.states:,} states, {found.commands:,} commands"))
    for title, counts in (("blow", found.blows), ("event", found.events)):
        table = Table(title, "count", box=None)
        for name, count in sorted(counts.items()):
            table.add_row(name, f"{count:,}")
        console.print(table)
    table = Table("balance", "least", "most", box=None)
    for kind, least in sorted(found.extremes.least.items()):
        table.add_row(kind, f"{least:,}", f"{found.extremes.most[kind]:,}")
    console.print(table)
    if found.fall is None:
        console.print(Text("no sentence breaks", style="bold green"))


def _write(console: Console, found: Campaign, seed: int, report: Path) -> None:
    from solvent_conformance.adapters.in_process import InProcessVenue
    from solvent_conformance.certify.states import shrink_fall
    from solvent_conformance.lockstep.counterexample import counterexample_of
    from solvent_reference.venue import ReferenceVenue

    if found.fall is None:
        return
    console.print(Text(limit_text(found.fall.sentence), style="bold red"))
    violation = shrink_fall(found.fall)
    if violation is None:
        return
    for step in violation.steps:
        console.print(Text(f"  {limit_text(step.title)}"))
    policies = tuple(sorted(violation.steps[0].message.get("policies", {}).items()))
    judged = InProcessVenue(ReferenceVenue())
    report.mkdir(parents=True, exist_ok=True)
    written = counterexample_of(violation, judged, policies, seed, "", len(found.fall.steps)).write(
        report
    )
    console.print(Text(f"written to {written}"))
