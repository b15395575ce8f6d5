"""`solvent replay`: run a recorded counterexample again."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure
from solvent_conformance.lockstep.counterexample import Counterexample, read, replayed
from solvent_conformance.protocol.excerpts import limited
from solvent_conformance.protocol.history import Malformed

STATUS = {"FIXED": 0, "STILL FAILS": 1, "CHANGED": 1}


class Unusable(click.ClickException):
    """A file or a venue that cannot be used: exit status 2."""

    exit_code = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--against", default=None, metavar="VENUE", help="Default: the venue in the file.")
def command(file: Path, against: str | None) -> None:
    """Run a recorded counterexample again, against its venue or another one.

    Each step is marked `=` when it is answered as it was then, `~` when not. Exit status: 0
    fixed, 1 still failing or changed, 2 the file or the venue cannot be used.
    """
    from solvent_conformance.adapters.introduction import introduced
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.lockstep.sides import court_of

    try:
        counterexample = read(file)
        specification = counterexample.venue if against is None else against
        if specification in {"VENUE", "reference"}:
            specification = ""
        with open_venue(specification) as venue:
            _, capabilities = introduced(venue)
            court = court_of(venue, capabilities, policies=counterexample.policies)
            result = replayed(counterexample, court)
    except Malformed as malformed:
        raise Unusable(str(malformed)) from None
    except AdapterFailure as failure:
        raise Unusable(limited(str(failure), 1000)) from None
    console = Console()
    _print_steps(console, counterexample, result.marks)
    if result.violation is not None:
        told = f"{result.violation.clause}: {limited(result.violation.sentence)}"
        console.print(Text(f"step {result.violation.at + 1}: {told}", style="red"))
    console.print(Text(result.state, style="bold green" if result.state == "FIXED" else "bold red"))
    raise SystemExit(STATUS[result.state])


def _print_steps(console: Console, counterexample: Counterexample, marks: str) -> None:
    for number, (step, mark) in enumerate(zip(counterexample.steps, marks, strict=True), 1):
        console.print(Text(f"{mark} {number:>3}  {limited(step.title, 200)}"))
    for cell in counterexample.differences[:4]:
        told = f"then {cell.get('cell')}: expected {cell.get('expected')}, "
        told += f"observed {cell.get('observed')}"
        console.print(Text(limited(told, 300), style="dim"))
