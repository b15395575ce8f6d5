"""`solvent strength`: show which wrong venues the suite catches, and which mutants."""

from __future__ import annotations

import json
import os

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_conformance.cli.mutants import try_mutants
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.specimens.registry import Specimen, specimens
from solvent_conformance.strength.matrix import Strength
from solvent_conformance.strength.trials import Trial, trials
from solvent_spec.rules import CLAUSES

GOAL_SECONDS = 5.0


@click.command()
@click.option("--clause", default="", metavar="ID", help="Only the wrong venues of this clause.")
@click.option(
    "--venue", "names", multiple=True, metavar="NAME", help="Only this venue; may be repeated."
)
@click.option("--only", type=click.Choice(("wrong", "benign")), help="Only venues of this kind.")
@click.option("--seeds", default=1, show_default=True, type=click.IntRange(1, 1000))
@click.option("--first-seed", default=1, show_default=True, type=int)
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1, 64), help="Processes.")
@click.option(
    "--mutants",
    default=None,
    metavar="N",
    type=click.IntRange(1, 1_000_000),
    help="Instead, N mutants of the rules and the decisions, each over stdio.",
)
@click.option("--mutant", default="", metavar="NAME", help="Only this mutant, by its name.")
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=int,
    help="What mutants are drawn and judged by: same seed, same mutants, same verdicts.",
)
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object instead of tables.")
def command(
    clause: str,
    names: tuple[str, ...],
    only: str | None,
    seeds: int,
    first_seed: int,
    jobs: int,
    mutants: int | None,
    mutant: str,
    seed: int,
    *,
    as_json: bool,
) -> None:
    """Show which wrong venues the suite catches, and which benign ones it accuses.

    A clause without a venue that proves it is listed as unproved. With --mutants, or --mutant,
    show instead which small changes of the reference's source the quick budget catches. Exit
    status: 0 every wrong venue was caught and no benign one accused, or 95 % of the mutants that
    are not equivalent were killed; 1 otherwise; 2 wrong usage.
    """
    if mutants or mutant:
        if clause or names or only is not None or (mutants and mutant):
            raise click.UsageError("mutants are drawn, or one is named; they are no listed venues")
        raise SystemExit(try_mutants(mutants or 1, mutant, seed, jobs, as_json=as_json))
    chosen = _chosen(clause, names, only)
    console = Console(stderr=True)
    total = len(chosen) * seeds
    done = 0

    def notify(one: Trial) -> None:
        nonlocal done
        done += 1
        result = "caught" if one.caught else "not caught"
        if not one.specimen.is_wrong:
            result = "ACCUSED" if one.caught else "accepted"
        told = f"{done}/{total} {one.specimen.name} seed {one.seed}: {result} {one.seconds:.1f} s"
        console.print(Text(told, style="dim"))

    tried = trials(chosen, range(first_seed, first_seed + seeds), notify, jobs=jobs)
    strength = Strength(tuple(tried))
    if as_json:
        click.echo(json.dumps(strength.row(), indent=1))
    else:
        _print(Console(), strength, whole=not clause and not names and only is None)
    if clause and not any(s.is_wrong for s in chosen):
        click.echo(f"{clause} is unproved: no wrong venue breaks it")
        raise SystemExit(0)
    raise SystemExit(1 if strength.missed or strength.false_alarms else 0)


def _chosen(clause: str, names: tuple[str, ...], only: str | None) -> tuple[Specimen, ...]:
    if clause and clause not in CLAUSES:
        raise click.BadParameter(f"there is no clause {clause}", param_hint="--clause")
    if clause and only == "benign":
        raise click.BadParameter("a benign venue breaks no clause", param_hint="--clause")
    known = {s.name: s for s in specimens()}
    for name in names:
        if name not in known:
            listed = ", ".join(known)
            raise click.BadParameter(f"there is no venue {name!r}: {listed}", param_hint="--venue")
    return tuple(
        specimen
        for specimen in known.values()
        if (not names or specimen.name in names)
        and (not clause or specimen.clause == clause)
        and (only is None or specimen.is_wrong == (only == "wrong"))
    )


def _print(console: Console, strength: Strength, *, whole: bool) -> None:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("clause", "venue", "caught", "cited", "place", "commands", "seconds", "by"):
        table.add_column(column, no_wrap=column != "by", justify="left")
    for specimen in strength.specimens:
        mine = strength.of(specimen)
        caught, cited = sum(t.caught for t in mine), sum(t.cited for t in mine)
        good = (caught == len(mine)) if specimen.is_wrong else caught == 0
        places = [t.place for t in mine if t.place is not None]
        row = strength.venue_row(specimen)
        cells = [
            specimen.clause or "benign",
            specimen.name,
            f"{caught}/{len(mine)}",
            f"{cited}/{len(mine)}" if specimen.is_wrong else "",
            str(max(places) + 1) if places else "",
            str(row["median_commands"]),
            str(row["median_seconds"]),
            limit_text(str(row["found"][0]), 90) if caught else "",
        ]
        table.add_row(*(Text(c) for c in cells), style=None if good else "red")
    console.print(table)
    wrong = [s for s in strength.specimens if s.is_wrong]
    benign = len(strength.specimens) - len(wrong)
    told = (
        f"{len(wrong) - len(strength.missed)} of {len(wrong)} wrong venues caught, "
        f"{len(strength.false_alarms)} false alarms in {benign} benign venues; "
        f"median {strength.median_seconds:.1f} s"
    )
    console.print(Text(told, style="bold"))
    if whole:
        console.print(Text(f"proved: {len(strength.proved)} clauses"))
        console.print(Text(f"unproved: {', '.join(strength.unproved) or 'none'}", style="dim"))
