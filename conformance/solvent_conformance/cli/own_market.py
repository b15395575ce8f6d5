"""A user's own rulebook and contracts on the command line: read, checked and enlisted."""

from __future__ import annotations

from pathlib import Path

import click

from solvent_conformance.fixtures.own_contracts import markets_of, read_contracts
from solvent_conformance.fixtures.own_files import OwnFileFault
from solvent_conformance.fixtures.own_rulebook import read_rulebook
from solvent_spec.rulebook import Rulebook


def is_file(rulebook: str) -> bool:
    """Whether a rulebook is given as a file."""
    return rulebook.endswith(".toml") or "/" in rulebook


def rulebook_in(rulebook: str) -> Rulebook:
    """The rulebook that a name, a date or a file stands for.

    Raises:
        click.BadParameter: it is none; says where and why.
    """
    try:
        if is_file(rulebook):
            return read_rulebook(Path(rulebook))
        return Rulebook.named(rulebook)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--rulebook") from None


def enlist_market(rulebook: str, instruments: Path | None) -> str:
    """The name of the rulebook that a run is about, after a user's own one was enlisted.

    With a file it is the toy version of the file's rulebook, whose edges are near: the rulebook
    itself is played beside it.

    Raises:
        click.BadParameter: a file is not what it should be; says where and why.
    """
    book = rulebook_in(rulebook)
    if not is_file(rulebook) and instruments is None:
        return rulebook
    from solvent_conformance.histories.generators.worlds import usual_symbols
    from solvent_conformance.protocol.market import enlist

    try:
        own = None if instruments is None else read_contracts(instruments)
    except OwnFileFault as fault:
        raise click.BadParameter(str(fault), param_hint="--instruments") from None
    markets = markets_of(book, own, usual_symbols(_month_of(book)))
    enlist(markets)
    return markets[-1].book.name


def _month_of(book: Rulebook) -> str:
    """The preset whose contracts a rulebook trades that brings none of its own."""
    return "2026" if book.date >= Rulebook.named("2020-01-01").date else "2019-06"
