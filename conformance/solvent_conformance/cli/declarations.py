"""`solvent declarations`: what the suite says of random honest parts of the reference."""

from __future__ import annotations

import json
import os
from collections import Counter

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.protocol.excerpts import limit_text


@click.command()
@click.option("--count", default=1000, show_default=True, type=click.IntRange(1, 1_000_000))
@click.option("--first-seed", default=1, show_default=True, type=int)
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Processes.")
@click.option("--wrong", is_flag=True, help="Parts of wrong venues instead.")
def command(count: int, first_seed: int, jobs: int, *, wrong: bool) -> None:
    """Take the reference, showing a random part of itself, through a whole campaign, many times.

    Each part is certified, or undecided for a reason that is given; none is convicted and none
    breaks a run. A part of a wrong venue is never cleared of the clause that it breaks. Exit
    status: 0 all is so, 1 it is not.
    """
    from solvent_conformance.strength.declarations import campaign_runs

    progress, console = Console(stderr=True), Console()
    verdicts: Counter[str] = Counter()
    faulty = 0
    with progress.status("declaring") as status:
        for tried in campaign_runs(range(first_seed, first_seed + count), jobs, wrong=wrong):
            verdicts[tried.verdict] += 1
            status.update(f"{verdicts.total()}/{count}: {_told(verdicts)}")
            if tried.faults:
                faulty += 1
                console.print(Text(f"declaration {tried.seed}", style="bold red"))
                console.print(Text(json.dumps(tried.declared)), soft_wrap=True)
                for fault in tried.faults:
                    console.print(Text(f"  {limit_text(fault)}"))
    style = "bold red" if faulty else "bold green"
    console.print(Text(f"{count} declarations: {_told(verdicts)}; {faulty} at fault", style=style))
    raise SystemExit(1 if faulty else 0)


def _told(verdicts: Counter[str]) -> str:
    return ", ".join(f"{number} {verdict}" for verdict, number in sorted(verdicts.items()))
