"""`solvent certify`: judge a venue and write its certificate."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from solvent_conformance.adapters.failures import (
    AdapterFailure,
    AdapterInvalid,
    RunEnded,
    VenueFailure,
)
from solvent_conformance.adapters.limits import Limits
from solvent_conformance.certify.baseline import write_baseline
from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.outcome import Plan, Progress
from solvent_conformance.cli.bars import count_bar
from solvent_conformance.cli.brought_files import UserFiles, brings
from solvent_conformance.cli.exits import INTERNAL
from solvent_conformance.lockstep.run import ReferenceBroke
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.lists import ASKABLE, PROFILES
from solvent_conformance.protocol.whole_files import write_whole

INVALID = 2
UNDECIDED = 3
MINUTES = {"quick": 60.0, "standard": 600.0, "full": 3000.0}
"""Time of a run unless told otherwise: many times what a venue of usual speed takes."""


class Invalid(click.ClickException):
    """The venue cannot be judged: exit status 2."""

    exit_code = INVALID


class NoVerdict(click.ClickException):
    """A run ended before anything was judged: exit status 3."""

    exit_code = UNDECIDED


class SuiteFault(click.ClickException):
    """The suite is wrong: nothing is said of the venue."""

    exit_code = INTERNAL


@click.command()
@click.argument("venue", default="")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Choice(ASKABLE),
    help="Judge only this profile; may be repeated.",
)
@click.option("--budget", type=click.Choice(list(BUDGETS)), default="quick", show_default=True)
@click.option(
    "--seed", type=int, default=None, help="Same seed, same histories. Default: a fresh one."
)
@click.option(
    "--max-minutes",
    "minutes",
    type=click.FloatRange(0, 100_000),
    default=None,
    help="Time after which a run ends undecided. Default: 60 for quick, 600, 3000.",
)
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/report"),
    show_default=True,
    help="Folder that the report is written to.",
)
@brings
@click.option(
    "--wording",
    is_flag=True,
    help="Judge the words and names of refusals too, and their codes within a class.",
)
@click.option(
    "--all-bindings",
    is_flag=True,
    help="Certify the reference in process, over stdio and over HTTP.",
)
def command(
    venue: str,
    profiles: tuple[str, ...],
    budget: str,
    seed: int | None,
    minutes: float | None,
    folder: Path,
    brought: UserFiles,
    *,
    wording: bool,
    all_bindings: bool,
) -> None:
    """Judge a venue and write its certificate.

    VENUE is nothing (the reference, in process), `python:module:factory`, `stdio:COMMAND` or
    `http://...`. Exit status: 0 certified, 1 violations, 2 the adapter is invalid or the usage
    wrong, 3 undecided, 4 the engine failed, 70 the suite did, 130 and 143 interrupted.
    """
    if all_bindings and venue:
        raise click.UsageError("--all-bindings certifies the reference; leave VENUE away")
    first = secrets.randbelow(10**9) if seed is None else seed
    # Before anything is asked: whatever ends the run, it can be repeated.
    click.echo(f"seed {first}", err=True)
    plan = Plan(
        profiles or PROFILES,
        BUDGETS[budget],
        first,
        brought.rulebook,
        wording or all_bindings,
        brought.baseline,
        brought.dialect,
    )
    limits = Limits(minutes=MINUTES[budget] if minutes is None else minutes)
    if all_bindings:
        raise SystemExit(_all_bindings(plan, limits, folder))
    raise SystemExit(_one(venue, plan, limits, folder, brought.accepting))


def _one(
    venue: str, plan: Plan, limits: Limits, folder: Path, accepting: Path | None = None
) -> int:
    from solvent_conformance.certify.certification import certify
    from solvent_conformance.reports.folder import FolderTaken, sole_use, write_report
    from solvent_conformance.reports.summary import print_failure, print_summary

    try:
        with sole_use(folder):
            with _live() as notify:
                certification = certify(venue, plan, notify=notify, limits=limits)
            write_report(certification, folder)
            if accepting is not None:
                still = (c for c in plan.baseline.accepted if c.name not in certification.stale)
                write_baseline(accepting, (*still, *certification.counterexamples))
    except FolderTaken as refused:
        raise Invalid(str(refused)) from None
    except AdapterInvalid as invalid:
        if isinstance(invalid.__cause__, VenueFailure):
            print_failure(Console(stderr=True), invalid.__cause__, ())
        raise Invalid(limit_text(str(invalid), 1000)) from None
    except RunEnded as over:
        raise NoVerdict(limit_text(str(over))) from None
    except AdapterFailure as failure:
        # Before the first judgement: it does not even introduce itself.
        raise Invalid(limit_text(f"the venue cannot be used: {failure}", 1000)) from None
    except ReferenceBroke as broken:
        raise SuiteFault(str(broken)) from broken
    except OSError as error:
        raise Invalid(f"the report cannot be written: {error}") from None
    except SystemExit as stray:
        # No verdict leaves by this door: whoever wanted to exit was no part of the suite.
        raise SuiteFault(f"the run was left with exit status {stray.code}") from stray
    print_summary(Console(), certification)
    click.echo(f"report: {folder}")
    return certification.outcome.status


def _all_bindings(plan: Plan, limits: Limits, folder: Path) -> int:
    """The reference through each binding, a folder for each; the worst status counts."""
    from solvent_conformance.certify.bindings import reference_stdio, served_reference

    (folder / "report.html").unlink(missing_ok=True)
    statuses = [
        _one("", plan, limits, folder / "in-process"),
        _one(reference_stdio(), plan, limits, folder / "stdio"),
    ]
    try:
        with served_reference() as address:
            statuses.append(_one(address, plan, limits, folder / "http"))
    except RuntimeError as error:
        raise SuiteFault(str(error)) from None
    links = "".join(
        f"<li><a href='{name}/report.html'>{name}</a>" for name in ("in-process", "stdio", "http")
    )
    page = f"<!doctype html><meta charset=utf-8><title>Solvent</title><ul>{links}</ul>\n"
    write_whole(folder / "report.html", page)
    return next((s for s in (1, 4, 2, 3) if s in statuses), 0)


@contextmanager
def _live() -> Iterator[Callable[[Progress], None]]:
    """A live display on standard error; on a terminal it moves, elsewhere it writes stages."""
    console = Console(stderr=True)
    bar = count_bar(console)
    last = ""
    with bar:
        task = bar.add_task("opening", total=None)

        def notify(progress: Progress) -> None:
            nonlocal last
            text = limit_text(progress.text, 60)
            if progress.kind in {"violation", "note"}:
                told = f"{progress.kind}: {limit_text(progress.text, 2000)}"
                console.print(Text(told), soft_wrap=True)  # a command line stays one line
                return
            bar.update(
                task, description=text, completed=progress.done, total=progress.total or None
            )
            stage = text if progress.kind == "stage" else " ".join(text.split()[:2])
            if not console.is_terminal and stage != last:
                console.print(Text(stage, style="dim"))
            last = stage

        yield notify
