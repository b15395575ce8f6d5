"""`solvent replay`: run a recorded counterexample again."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure
from solvent_conformance.cli.failure import Unusable
from solvent_conformance.lockstep.counterexample import (
    Counterexample,
    read_counterexample,
    replay_counterexample,
)
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import BadHistory

STATUS = {"FIXED": 0, "STILL FAILS": 1, "CHANGED": 1}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--against", default=None, metavar="VENUE", help="Default: the venue in the file.")
def command(file: Path, against: str | None) -> None:
    """Run a recorded counterexample again, against its venue or another one.

    Each step is marked `=` when it is answered as it was then, `~` when not. Exit status: 0
    fixed, 1 still failing or changed, 2 the file or the venue cannot be used.
    """
    from solvent_conformance.adapters.introduction import introduction
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.lockstep.sides import lockstep_of

    try:
        counterexample = read_counterexample(file)
        specification = counterexample.venue if against is None else against
        if specification in {"VENUE", "reference"}:
            specification = ""
        with open_venue(specification) as venue:
            _, capabilities = introduction(venue)
            lockstep = lockstep_of(venue, capabilities, policies=counterexample.policies)
            result = replay_counterexample(counterexample, lockstep)
    except BadHistory as malformed:
        raise Unusable(str(malformed)) from None
    except AdapterFailure as failure:
        raise Unusable(limit_text(str(failure), 1000)) from None
    console = Console()
    _print_steps(console, counterexample, result.repeats)
    if result.violation is not None:
        told = f"{result.violation.clause}: {limit_text(result.violation.sentence)}"
        console.print(Text(f"step {result.violation.at + 1}: {told}", style="red"))
    console.print(Text(result.state, style="bold green" if result.state == "FIXED" else "bold red"))
    raise SystemExit(STATUS[result.state])


def _print_steps(console: Console, counterexample: Counterexample, repeats: str) -> None:
    for number, (step, repeat) in enumerate(zip(counterexample.steps, repeats, strict=True), 1):
        console.print(Text(f"{repeat} {number:>3}  {limit_text(step.title, 200)}"))
    for cell in counterexample.differences[:4]:
        told = f"then {cell.get('cell')}: expected {cell.get('expected')}, "
        told += f"observed {cell.get('observed')}"
        console.print(Text(limit_text(told, 300), style="dim"))
