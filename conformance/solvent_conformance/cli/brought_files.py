"""What a user brings to `solvent certify`: a rulebook, contracts, a baseline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from solvent_conformance.certify.baseline import Baseline, read_baseline
from solvent_conformance.choices.policies import Choices
from solvent_conformance.cli.dialect import dialect_of
from solvent_conformance.cli.own_market import enlist_market
from solvent_conformance.protocol.excerpts import limit_text
from solvent_conformance.protocol.history import BadHistory

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_OPTIONS = (
    click.option(
        "--rulebook",
        default="TOY",
        show_default=True,
        help="TOY, 2019-06, 2026, a date, or a TOML file with your own.",
    ),
    click.option(
        "--instruments",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder with your own contracts and indices, as in fixtures/.",
    ),
    click.option(
        "--dialect",
        type=_FILE,
        help="What your venue does otherwise, as `solvent dialect find` wrote it.",
    ),
    click.option(
        "--baseline",
        type=_FILE,
        help="Violations that are accepted and must still fail, as --write-baseline wrote them.",
    ),
    click.option(
        "--write-baseline",
        "accepting",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write what is violated to a file, to be accepted by --baseline.",
    ),
)


@dataclass(frozen=True, slots=True)
class UserFiles:
    """What was brought, read and checked; `rulebook` is the name of one that is enlisted."""

    rulebook: str
    dialect: Choices
    baseline: Baseline
    accepting: Path | None


def brings(command: Callable[..., None]) -> Callable[..., None]:
    """A command with the options for files of a user, which it gets as `brought`."""

    @wraps(command)
    def with_files(
        *,
        rulebook: str,
        instruments: Path | None,
        dialect: Path | None,
        baseline: Path | None,
        accepting: Path | None,
        **others: Any,
    ) -> None:
        name = enlist_market(rulebook, instruments)
        try:
            known = Baseline() if baseline is None else read_baseline(baseline)
        except BadHistory as fault:
            raise click.BadParameter(limit_text(str(fault)), param_hint="--baseline") from None
        said = () if dialect is None else dialect_of(dialect)
        command(brought=UserFiles(name, said, known, accepting), **others)

    for option in reversed(_OPTIONS):
        with_files = option(with_files)
    return with_files
