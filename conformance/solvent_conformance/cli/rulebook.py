"""`solvent rulebook`: the parameters of a rulebook, what they mean, and how two differ."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from solvent_conformance.cli.own_market import rulebook_in
from solvent_conformance.fixtures.own_contracts import SMALL, markets_of, read_contracts
from solvent_conformance.fixtures.own_files import OwnFileFault
from solvent_spec.rulebook import Rulebook, toy_version
from solvent_spec.rulebook.parameter_values import parameter_json, rulebook_parameters
from solvent_spec.vocabulary.units import DAY, HOUR, MINUTE, rate_text

_SPANS: Final = (("d", DAY), ("h", HOUR), ("min", MINUTE), ("s", 1000))
_SAME: Final = 0
_DIFFERENT: Final = 1


@click.group()
def command() -> None:
    r"""Show, compare and check rulebooks: the dated parameters of an exchange, or your own.

    RULEBOOK is TOY, 2019-06, 2026, a date, or a TOML file:

    \b
    name = "mine"
    base = "2026"
    [parameters]
    commission_rounding = "up"
    funding_interval = "4h"
    """


@command.command("show")
@click.argument("rulebook")
@click.option("--json", "as_json", is_flag=True, help="Write a JSON object instead of a table.")
def show_rulebook(rulebook: str, *, as_json: bool) -> None:
    """Show every parameter with its meaning."""
    book = rulebook_in(rulebook)
    if as_json:
        click.echo(json.dumps(parameter_json(book), indent=1))
        return
    table = Table("parameter", "value", "meaning", title=Text(f"rulebook {book.name}"))
    for name, parameter in rulebook_parameters().items():
        table.add_row(name, Text(value_text(book, name)), parameter.meaning)
    Console().print(table)


@command.command("diff")
@click.argument("rulebook")
@click.argument("other")
def diff_rulebook(rulebook: str, other: str) -> None:
    """Show what differs between two. Exit status: 0 nothing, 1 something."""
    one, two = rulebook_in(rulebook), rulebook_in(other)
    different = [n for n in rulebook_parameters() if getattr(one, n) != getattr(two, n)]
    table = Table("parameter", escape(one.name), escape(two.name), "meaning")
    for name in different:
        texts = (Text(value_text(one, name)), Text(value_text(two, name)))
        table.add_row(name, *texts, rulebook_parameters()[name].meaning)
    if different:
        Console().print(table)
    raise SystemExit(_DIFFERENT if different else _SAME)


@command.command("check")
@click.argument("rulebook")
@click.option(
    "--instruments",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=None,
    help="Folder with contracts and indices to check beside it.",
)
def check_rulebook(rulebook: str, instruments: Path | None) -> None:
    """Check a rulebook, and contracts beside it. Exit status: 0 both are sound, 2 they are not."""
    book = rulebook_in(rulebook)
    told = f"rulebook {book.name}: {len(rulebook_parameters())} parameters"
    if instruments is not None:
        try:
            market = markets_of(book, read_contracts(instruments), ())[0]
        except OwnFileFault as fault:
            raise click.BadParameter(str(fault), param_hint="--instruments") from None
        told += f", {len(market.instruments)} contracts, {len(market.indices)} indices"
    click.echo(told)


@command.command("shrink")
@click.argument("rulebook")
def shrink_rulebook(rulebook: str) -> None:
    """Write the toy version of a rulebook as TOML: its rules with small numbers."""
    book = rulebook_in(rulebook)
    click.echo(toml_of(toy_version(book, book.name + SMALL)), nl=False)


def toml_of(book: Rulebook) -> str:
    """A rulebook as the file that `--rulebook` reads."""
    row = parameter_json(book)
    lines = [f"name = {json.dumps(book.name)}", f"date = {json.dumps(row['date'])}"]
    lines += ["", "[parameters]"]
    for name, parameter in rulebook_parameters().items():
        value = row[name]
        if value is None:
            continue  # TOML has no word for nothing
        shown = value_text(book, name) if parameter.kind == "span" else value
        lines.append(f"{name} = {json.dumps(shown)}  # {parameter.meaning}")
    return "\n".join(lines) + "\n"


def value_text(book: Rulebook, name: str) -> str:
    """A parameter as it is written in a file: rates exactly, spans in their largest unit."""
    value = getattr(book, name)
    if isinstance(value, Fraction):
        return rate_text(value)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if rulebook_parameters()[name].kind == "span":
        unit, size = next(((u, s) for u, s in _SPANS if value and value % s == 0), ("ms", 1))
        return f"{value // size}{unit}"
    return str(value)
