"""`solvent reference`: write the pages of docs/reference anew, or see whether they are stale."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from solvent_conformance.cli.citations import ROOT
from solvent_conformance.pages import PAGES

FOLDER: Final = ROOT / "docs" / "reference"


@click.group()
def command() -> None:
    """Pages that an author of a venue looks things up in; they are written from the code."""


@command.command("write")
def write_pages() -> None:
    """Write every page of docs/reference anew."""
    if not FOLDER.parent.is_dir():
        message = f"{FOLDER.parent} is not there: the pages are written in a checkout"
        raise click.UsageError(message)
    FOLDER.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
    click.echo(f"{len(PAGES)} pages written in {FOLDER.relative_to(ROOT)}")


@command.command("check")
def check_pages() -> None:
    """See whether every page is as the code would write it; exit status 1 if one is not."""
    stale = stale_pages(FOLDER)
    for name in stale:
        click.echo(f"{name} is stale: solvent reference write")
    if stale:
        raise SystemExit(1)
    click.echo(f"{len(PAGES)} pages are fresh")


def stale_pages(folder: Path) -> list[str]:
    """The names of pages that a folder lacks or has otherwise, or has and should not."""
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    fresh = {name: page() for name, page in PAGES.items()}
    return sorted(n for n in there.keys() | fresh.keys() if there.get(n) != fresh.get(n))
