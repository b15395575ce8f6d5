"""The command `solvent`: a group whose subcommands are loaded when they are called.

Each subcommand is a module of this package with a click command named `command`. Loading late
keeps `solvent --help` quick, and an optional library is asked for only by what needs it.

Exit status: 0 fine, 1 violations or mismatches, 2 wrong usage or adapter invalid, 3 undecided, 4
the engine failed; 70 a mistake of ours, 74 the output cannot be written, 130 and 143 interrupted.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import click

SUBCOMMANDS = {
    "clauses": "List, show and search the clauses.",
    "audit": "Check recorded rows against the specification.",
    "fixtures": "Run the worked examples against the specification or a venue.",
    "serve": "Serve the reference over HTTP.",
    "certify": "Judge a venue and write its certificate.",
    "reference": "Write the pages of docs/reference anew, or see whether they are stale.",
    "new-adapter": "Write the skeleton of an adapter for your own engine.",
    "rulebook": "Show, compare and check rulebooks, your own among them.",
    "dialect": "Show what exchanges do otherwise, and which of it an engine does.",
    "replay": "Run a recorded counterexample again.",
    "strength": "Show which wrong venues the suite catches.",
    "declarations": "Show what the suite says of random honest parts of the reference.",
    "world": "Go through all of a small world.",
    "prove": "Prove solvency for all whole numbers.",
    "states": "Lay out valid states of any kind and see what one price does to them.",
    "soak": "Run the state machines for minutes with fresh seeds.",
    "attack": "Try for minutes to take more out of a venue than was put in.",
}
"""Name of a subcommand, which is that of its module (a hyphen is an underscore there), and what it
does."""


class LateGroup(click.Group):
    """A group that imports a subcommand when it is called, not when it is listed."""

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run a command; on its own it ends the process with a status that means what it says."""
        is_alone = extra.pop("standalone_mode", True)

        usual: Any = super().main

        def run() -> object:
            return usual(*args, **extra, standalone_mode=False)

        if not is_alone:
            return run()
        from solvent_conformance.cli.exits import exit_status

        sys.exit(exit_status(run))

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands, in the order in which they are shown."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of a name; none when there is no such name.

        Raises:
            click.UsageError: the subcommand, or a library that it needs, is not installed.
        """
        if cmd_name not in SUBCOMMANDS:
            return None
        name = f"{__name__}.{cmd_name.replace('-', '_')}"
        try:
            module = import_module(name)
        except ModuleNotFoundError as missing:
            if missing.name == name:
                text = f"`solvent {cmd_name}` is not part of this installation ({name} is missing)"
            else:
                text = (
                    f"`solvent {cmd_name}` needs the module {missing.name}, which is not there; "
                    "install solvent with its extras: "
                    "pip install 'solvent[suite,server,symbolic,prove]'"
                )
            raise click.UsageError(text, ctx) from missing
        command = getattr(module, "command", None)
        if not isinstance(command, click.Command):
            raise click.UsageError(f"{name} has no click command named `command`", ctx)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SUBCOMMANDS.items()))


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="solvent", prog_name="solvent")
def main() -> None:
    """Solvent: what a derivatives exchange may do, and whether a venue does it."""
