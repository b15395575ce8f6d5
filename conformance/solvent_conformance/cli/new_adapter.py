"""`solvent new-adapter`: the skeleton of an adapter, which is certified as it is written."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

import click

from solvent_conformance.cli.failure import Unusable


class Skeleton(NamedTuple):
    """What is written: under which name, what it is, and the commands that certify it."""

    file: str
    what: str
    commands: tuple[str, ...]


SKELETONS: Final = {
    "python": Skeleton(
        "adapter.py",
        "a Python object in the suite's own process",
        ("solvent certify python:adapter:Adapter --profile trading",),
    ),
    "stdio": Skeleton(
        "adapter.py",
        "a Python program, in whatever environment its engine needs",
        ('solvent certify "stdio:python adapter.py" --profile trading',),
    ),
    "node": Skeleton(
        "adapter.js",
        "a program in JavaScript, without libraries",
        ('solvent certify "stdio:node adapter.js" --profile trading',),
    ),
    "http": Skeleton(
        "exchange.py",
        "a server with an API, of Python's standard library",
        (
            "python exchange.py 8080 &",
            "solvent certify http://127.0.0.1:8080 --profile trading",
        ),
    ),
}
"""The skeletons by the way in which they are reached. Their texts are beside, in `skeletons/`."""


@click.command()
@click.argument("kind", type=click.Choice(list(SKELETONS)))
@click.argument(
    "folder", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="[FOLDER]"
)
def command(kind: str, folder: Path) -> None:
    r"""Write the skeleton of an adapter for your own engine into FOLDER, or into this one.

    \b
    python  adapter.py   a Python object in the suite's own process
    stdio   adapter.py   a Python program, in whatever environment its engine needs
    node    adapter.js   a program in JavaScript, without libraries
    http    exchange.py  a server with an API, of Python's standard library

    It holds a small order book and is certified as it stands: put your engine in its place, step by
    step. No file is written over. Exit status: 0 it is written, 2 it is not.
    """
    skeleton = SKELETONS[kind]
    path = folder / skeleton.file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_new(path, skeleton_text(kind))
    except FileExistsError:
        raise Unusable(
            f"{path} is there already and stays as it is; move it, or name another folder"
        ) from None
    except OSError as error:
        reason = error.strerror or error
        raise Unusable(f"{path} cannot be written: {reason}; name another folder") from None
    click.echo(f"{path}: {skeleton.what}. Try it:")
    if folder != Path():
        click.echo(f"  cd {folder}")
    for line in skeleton.commands:
        click.echo(f"  {line}")


def skeleton_text(kind: str) -> str:
    """The text of a skeleton, as it is written.

    Raises:
        FileNotFoundError: there is none of that kind.
    """
    return (files("solvent_conformance") / "skeletons" / f"{kind}.txt").read_text("utf-8")


def write_new(path: Path, text: str) -> None:
    """Write a text file that is not there yet, whole or not at all.

    Raises:
        FileExistsError: something of that name is there.
        OSError: it cannot be written.
    """
    with path.open("x", encoding="utf-8") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            path.unlink()
            raise
