"""Mutants on the console: what `solvent strength --mutants` shows of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_conformance.cli.bars import count_bar
from solvent_conformance.protocol.excerpts import limit_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from solvent_conformance.strength.mutants.figures import MutantFigures
    from solvent_conformance.strength.mutants.sites import Site
    from solvent_conformance.strength.mutants.trial import MutantTrial


def try_mutants(count: int, name: str, seed: int, jobs: int, *, as_json: bool) -> int:
    """Try so many mutants, or the one of a name; the exit status.

    Raises:
        click.BadParameter: there is no mutant of that name.
        SuiteFault: the reference raised in this process.
    """
    from solvent_conformance.cli.certify import SuiteFault
    from solvent_conformance.lockstep.run import ReferenceBroke
    from solvent_conformance.strength.mutants.equivalents import stale
    from solvent_conformance.strength.mutants.figures import MutantFigures
    from solvent_conformance.strength.mutants.sites import draw, every_site
    from solvent_conformance.strength.mutants.trial import mutant_trials

    every = every_site()
    drawn = _named(every, name) if name else draw(count, seed, every)
    tried = []
    try:
        with _live(len(drawn)) as notify:
            for trial in mutant_trials(drawn, seed, jobs=jobs):
                tried.append(trial)
                notify(trial)
    except ReferenceBroke as broken:
        raise SuiteFault(str(broken)) from broken
    figures = MutantFigures(seed, tuple(tried), stale(every))
    if as_json:
        click.echo(json.dumps(figures.row(), indent=1))
    else:
        _print(Console(), figures, len(every))
    return 0 if figures.is_enough else 1


def _named(every: tuple[Site, ...], name: str) -> tuple[Site, ...]:
    found = tuple(one for one in every if one.identity == name)
    if not found:
        raise click.BadParameter(f"there is no mutant {name}", param_hint="--mutant")
    return found


@contextmanager
def _live(total: int) -> Iterator[Callable[[MutantTrial], None]]:
    """A bar on a terminal, and on standard error a line for each mutant that was tried."""
    console = Console(stderr=True)
    bar = count_bar(console)
    with bar:
        task = bar.add_task("mutants", total=total)
        done = survived = 0

        def notify(trial: MutantTrial) -> None:
            nonlocal done, survived
            done += 1
            survived += trial.end == "survived"
            told = f"{done}/{total} {trial.site.identity}: {trial.end} {trial.seconds:.1f} s"
            if trial.killed:
                told += f", {limit_text(trial.told, 120)}"
            style = "red" if trial.end == "survived" else "dim"
            console.print(Text(told, style=style), soft_wrap=True)
            bar.update(task, description=f"mutants, {survived} survived", completed=done)

        yield notify


def _print(console: Console, figures: MutantFigures, total: int) -> None:
    from solvent_conformance.strength.mutants.figures import ENDS, THRESHOLD
    from solvent_conformance.strength.mutants.operators import OPERATORS
    from solvent_conformance.strength.mutants.sites import path_of

    for trial in figures.survivors:
        site = trial.site
        where = f"{path_of(site.module).name}:{site.line}"
        told = f"survived: {site.module} ({where}), {site.operator}"
        console.print(Text(told, style="bold red"), soft_wrap=True)
        for line in (f"  - {site.before}", f"  + {site.after}", f"  {figures.rerun(site)}"):
            console.print(Text(line), soft_wrap=True)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("operator", *ENDS.values()):
        table.add_column(column, justify="left" if column == "operator" else "right")
    for name in OPERATORS:
        counts = figures.of_operator(name)
        if counts:
            table.add_row(name, *(str(counts[end]) for end in ENDS))
    table.add_row("all", *(str(figures.ends[end]) for end in ENDS), style="bold")
    console.print(table)
    for one in figures.stale:
        console.print(Text(f"stale entry: {' | '.join(one.key)}", style="yellow"), soft_wrap=True)
    killed = figures.judged - len(figures.survivors)
    told = (
        f"{killed} of {figures.judged} mutants killed that are not equivalent, {figures.percent} "
        f"(enough: {THRESHOLD} %); {len(figures.trials)} of {total} drawn, seed {figures.seed}"
    )
    style = "bold green" if figures.is_enough else "bold red"
    console.print(Text(told, style=style), soft_wrap=True)
