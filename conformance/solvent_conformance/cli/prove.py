"""`solvent prove`: solvency for all whole numbers, decided by a solver."""

from __future__ import annotations

from collections.abc import Mapping

import click
from rich.console import Console
from rich.text import Text

from solvent_spec.theorems import THEOREMS, Decision, Theorem, prove


@click.command()
@click.argument("words", nargs=-1)
def command(words: tuple[str, ...]) -> None:
    """Prove that the rules are solvent, and refute what is one step beside each theorem.

    WORDS select theorems by name, sentence or clause. Exit status: 0 every theorem is proved and
    every near miss refuted, 1 a theorem is refuted or a near miss holds, 2 wrong usage, 3 something
    is undecided.
    """
    chosen = [theorem for theorem in THEOREMS.values() if _has(theorem, words)]
    if not chosen:
        raise click.UsageError(f"no theorem has the words {' '.join(words)}")
    console = Console(soft_wrap=True, highlight=False)
    made = []
    for theorem in chosen:
        decision = prove(theorem)
        made.append(decision)
        _print(console, decision)
    stand = sum(d.stands for d in made)
    seconds = sum(d.seconds for d in made)
    told = (
        f"{stand} of {len(made)} theorems proved, each with its near miss refuted; {seconds:.1f} s"
    )
    console.print(Text(told, style="bold"))
    if any(d.proved is False or d.near_miss_holds for d in made):
        raise SystemExit(1)
    raise SystemExit(0 if stand == len(made) else 3)


def _has(theorem: Theorem, words: tuple[str, ...]) -> bool:
    text = " ".join((theorem.name, theorem.sentence, *theorem.clauses)).lower()
    return all(word.lower() in text for word in words)


def _print(console: Console, decision: Decision) -> None:
    theorem = decision.theorem
    verdict = {True: "proved", False: "REFUTED", None: "UNDECIDED"}[decision.proved]
    if decision.proved and decision.example is None:
        verdict = "EMPTY: no figures satisfy its hypotheses"
    style = "red" if verdict.isupper() or decision.example is None else "green"
    console.print(
        Text.assemble(
            (verdict, style),
            f"  {theorem.name}  {theorem.sentence}  ",
            (f"{' '.join(theorem.clauses)}  {decision.seconds:.2f} s", "dim"),
        )
    )
    if decision.counter:
        console.print(Text(f"    broken by {_figures(decision.counter)}", style="red"))
    if decision.figures is not None:
        told = f"refuted by {_figures(decision.figures)}"
    else:
        told = "HOLDS AS WELL" if decision.near_miss_holds else "UNDECIDED"
    console.print(Text(f"    near miss: {theorem.near}: {told}", style="dim"))


def _figures(figures: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {figure}" for name, figure in figures.items())
