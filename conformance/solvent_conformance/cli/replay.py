"""`solvent replay`: run a recorded counterexample again."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure, VenueFailure
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.cli.failure import Unusable
from solvent_conformance.lockstep.counterexample import (
    Counterexample,
    read_counterexample,
)
from solvent_conformance.lockstep.repetition import replay_counterexample
from solvent_conformance.lockstep.run import ReferenceBroke
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import BadHistory
from solvent_conformance.reports.summary import print_failure

FAILED = 4
WITHOUT_REFERENCE = frozenset({"testimony", "retelling"})
"""Judges of the solvency profile: the venue stands beside nobody."""

STATUS = {"FIXED": 0, "STILL FAILS": 1, "CHANGED": 1}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--against", default=None, metavar="VENUE", help="What to play it against.")
@click.option(
    "--run-recorded-venue",
    "trusts_file",
    is_flag=True,
    help="Start what the file names. Do that only with a file whose maker you trust.",
)
def command(file: Path, against: str | None, *, trusts_file: bool) -> None:
    """Run a recorded counterexample again.

    A file that names a venue is a file that names a command: it is shown, and never started
    unless you say so. Each step is marked `=` when it is answered as it was then, `~` when not.
    Exit status: 0 fixed, 1 still failing or changed, 2 the file or the venue cannot be used, 4 the
    engine failed.
    """
    from solvent_conformance.adapters.introduction import introduction
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.lockstep.sides import lockstep_of, lockstep_of_testimony

    try:
        counterexample = read_counterexample(file)
        specification = _specification(counterexample, against, trusts_file=trusts_file)
        with open_venue(specification) as opened:
            venue = LimitedVenue(opened, Allowance())
            _, capabilities = introduction(venue)
            if counterexample.judge in WITHOUT_REFERENCE:
                lockstep = lockstep_of_testimony(venue, capabilities)
            else:
                lockstep = lockstep_of(venue, capabilities, policies=counterexample.policies)
            result = replay_counterexample(counterexample, lockstep)
    except BadHistory as malformed:
        raise Unusable(str(malformed)) from None
    except ReferenceBroke as broken:
        told = limit_text(str(broken).partition("\n")[0])
        raise Unusable(f"{file.name}: the reference cannot play its steps: {told}") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        told = limit_text(f"{type(error).__name__}: {error}")
        raise Unusable(f"{file.name}: its steps cannot be played: {told}") from None
    except VenueFailure as failure:
        print_failure(Console(stderr=True), failure, tuple(venue.steps))
        raise SystemExit(FAILED) from None
    except AdapterFailure as failure:
        raise Unusable(limit_text(str(failure), 1000)) from None
    console = Console()
    _print_steps(console, counterexample, result.repeats)
    if result.violation is not None:
        told = f"{result.violation.clause}: {limit_text(result.violation.sentence)}"
        console.print(Text(f"step {result.violation.at + 1}: {told}", style="red"))
    console.print(Text(result.state, style="bold green" if result.state == "FIXED" else "bold red"))
    raise SystemExit(STATUS[result.state])


def _specification(
    counterexample: Counterexample, against: str | None, *, trusts_file: bool
) -> str:
    """The venue to play against.

    Raises:
        Unusable: only the file names one, and nobody has said that it may.
    """
    recorded = counterexample.venue
    named = recorded if against is None else against
    if named in {"", "VENUE", "reference"}:
        return ""
    if against is None and not trusts_file:
        raise Unusable(
            f"the file names the venue {limit_text(recorded)!r}, and nothing is started because a "
            "file names it: give --against VENUE, or --run-recorded-venue to start just that"
        )
    return named


def _print_steps(console: Console, counterexample: Counterexample, repeats: str) -> None:
    for number, (step, repeat) in enumerate(zip(counterexample.steps, repeats, strict=True), 1):
        console.print(Text(f"{repeat} {number:>3}  {limit_text(step.title, 200)}"))
    for cell in counterexample.differences[:4]:
        told = f"then {cell.get('cell')}: expected {cell.get('expected')}, "
        told += f"observed {cell.get('observed')}"
        console.print(Text(limit_text(told, 300), style="dim"))
