"""`solvent certify`: judge a venue and write its certificate."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure, AdapterInvalid
from solvent_conformance.certify.budget import BUDGETS
from solvent_conformance.certify.outcome import Plan, Progress
from solvent_conformance.lockstep.run import ReferenceBroke
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.lists import PROFILES
from solvent_spec.rulebook import Rulebook

INVALID = 2
UNDECIDED = 3


class Invalid(click.ClickException):
    """The venue cannot be judged: exit status 2."""

    exit_code = INVALID


class SuiteFault(click.ClickException):
    """The suite is wrong: nothing is said of the venue."""

    exit_code = UNDECIDED


@click.command()
@click.argument("venue", default="")
@click.option(
    "--profile",
    "profiles",
    multiple=True,
    type=click.Choice(PROFILES),
    help="Judge only this profile; may be repeated.",
)
@click.option("--budget", type=click.Choice(list(BUDGETS)), default="quick", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same histories.")
@click.option(
    "--report",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("build/report"),
    show_default=True,
    help="Folder that the report is written to.",
)
@click.option("--rulebook", default="TOY", show_default=True, help="TOY, 2019-06, 2026 or a date.")
@click.option(
    "--all-bindings",
    is_flag=True,
    help="Certify the reference in process, over stdio and over HTTP.",
)
def command(
    venue: str,
    profiles: tuple[str, ...],
    budget: str,
    seed: int,
    folder: Path,
    rulebook: str,
    *,
    all_bindings: bool,
) -> None:
    """Judge a venue and write its certificate.

    VENUE is nothing (the reference, in process), `python:module:factory`, `stdio:COMMAND` or
    `http://...`. Exit status: 0 certified, 1 violations, 2 the adapter is invalid or the usage
    wrong, 3 undecided.
    """
    try:
        Rulebook.named(rulebook)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--rulebook") from None
    if all_bindings and venue:
        raise click.UsageError("--all-bindings certifies the reference; leave VENUE away")
    plan = Plan(profiles or PROFILES, BUDGETS[budget], seed, rulebook)
    if all_bindings:
        raise SystemExit(_all_bindings(plan, folder))
    raise SystemExit(_one(venue, plan, folder))


def _one(venue: str, plan: Plan, folder: Path) -> int:
    from solvent_conformance.certify.certification import certify
    from solvent_conformance.reports.folder import prepare, write_report
    from solvent_conformance.reports.summary import print_summary

    try:
        prepare(folder)
        with _live() as notify:
            certification = certify(venue, plan, notify=notify)
        write_report(certification, folder)
    except AdapterInvalid as invalid:
        raise Invalid(limit_text(str(invalid), 1000)) from None
    except AdapterFailure as failure:
        # Before the first judgement: it does not even introduce itself.
        raise Invalid(limit_text(f"the venue cannot be used: {failure}", 1000)) from None
    except ReferenceBroke as broken:
        raise SuiteFault(str(broken)) from broken
    except OSError as error:
        raise Invalid(f"the report cannot be written: {error}") from None
    print_summary(Console(), certification)
    click.echo(f"report: {folder}")
    return certification.outcome.status


def _all_bindings(plan: Plan, folder: Path) -> int:
    """The reference through each binding, a folder for each; the worst status counts."""
    from solvent_conformance.certify.bindings import REFERENCE_STDIO, served_reference

    statuses = [
        _one("", plan, folder / "in-process"),
        _one(REFERENCE_STDIO, plan, folder / "stdio"),
    ]
    try:
        with served_reference() as address:
            statuses.append(_one(address, plan, folder / "http"))
    except RuntimeError as error:
        raise SuiteFault(str(error)) from None
    links = "".join(
        f"<li><a href='{name}/report.html'>{name}</a>" for name in ("in-process", "stdio", "http")
    )
    page = f"<!doctype html><meta charset=utf-8><title>Solvent</title><ul>{links}</ul>\n"
    (folder / "report.html").write_text(page, encoding="utf-8")
    return next((s for s in (1, 2, 3) if s in statuses), 0)


@contextmanager
def _live() -> Iterator[Callable[[Progress], None]]:
    """A live display on standard error; on a terminal it moves, elsewhere it writes stages."""
    console = Console(stderr=True)
    bar = Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
    last = ""
    with bar:
        task = bar.add_task("opening", total=None)

        def notify(progress: Progress) -> None:
            nonlocal last
            text = limit_text(progress.text, 60)
            if progress.kind in {"violation", "note"}:
                console.print(Text(f"{progress.kind}: {limit_text(progress.text, 200)}"))
                return
            bar.update(
                task, description=text, completed=progress.done, total=progress.total or None
            )
            stage = text if progress.kind == "stage" else " ".join(text.split()[:2])
            if not console.is_terminal and stage != last:
                console.print(Text(stage, style="dim"))
            last = stage

        yield notify
