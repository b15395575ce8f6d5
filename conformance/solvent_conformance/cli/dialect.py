"""`solvent dialect`: what exchanges do otherwise, and which of it an engine does."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from solvent_conformance.adapters.failures import AdapterFailure
from solvent_conformance.adapters.limits import Allowance, LimitedVenue
from solvent_conformance.choices.dialects import dialect_choices, find_dialect
from solvent_conformance.choices.policies import choices_of
from solvent_conformance.cli.failure import Unusable
from solvent_conformance.fixtures.dialect_file import dialect_toml, read_dialect
from solvent_conformance.fixtures.own_files import OwnFileFault
from solvent_conformance.protocol.excerpts import limit_text
from solvent_spec.rules import CLAUSES


@click.group()
def command() -> None:
    """Show what a dialect can say, check one, or find out which an engine speaks.

    A dialect is a TOML file of clauses and choices, for `solvent certify --dialect FILE`.
    """


@command.command("list")
def list_dialects() -> None:
    """Show every clause of which a dialect can say something, and what."""
    table = Table("clause", "what this exchange does", "every venue may", "by dialect only")
    for identity in dialect_choices():
        clause = CLAUSES[identity]
        table.add_row(
            identity,
            Text(clause.statement),
            Text("; ".join(clause.alternatives)),
            Text("; ".join(clause.dialects)),
        )
    Console().print(table)


@command.command("check")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def check_dialect(file: Path) -> None:
    """Check a dialect. Exit status: 0 it is one, 2 it is not."""
    click.echo(f"{len(dialect_of(file))} clauses")


@command.command("find")
@click.argument("venue", default="")
def find(venue: str) -> None:
    """Write the dialect of VENUE, as far as a few scenes show it."""
    from solvent_conformance.adapters.introduction import introduction
    from solvent_conformance.adapters.opening import open_venue
    from solvent_conformance.lockstep.sides import lockstep_of

    try:
        with open_venue(venue) as opened, Console(stderr=True).status("listening"):
            limited = LimitedVenue(opened, Allowance())
            _, capabilities = introduction(limited)
            spoken = find_dialect(lockstep_of(limited, capabilities))
    except AdapterFailure as failure:
        raise Unusable(limit_text(str(failure), 1000)) from None
    click.echo(dialect_toml(choices_of(spoken)), nl=False)


def dialect_of(file: Path) -> tuple[tuple[str, str], ...]:
    """The dialect in a file.

    Raises:
        click.BadParameter: it is none; says where and why.
    """
    try:
        return read_dialect(file, dialect_choices())
    except OwnFileFault as fault:
        raise click.BadParameter(str(fault), param_hint="--dialect") from None
