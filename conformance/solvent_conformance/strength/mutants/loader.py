"""The loader of a mutant: a program that serves the reference with one module changed.

    python -m solvent_conformance.strength.mutants.loader IDENTITY [CLAUSE=CHOICE]

With a choice it is a venue that chooses so where that clause leaves it one. The module is changed
as it is loaded; no file is written, and the process that judges has the rules as they are.
"""

from __future__ import annotations

import resource
import shlex
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Final

from solvent_conformance.strength.mutants.source import changed_tree

MEMORY: Final = 2 * 2**30
"""Bytes that a mutant may have: one that never ends fails before the machine does."""


class MutantLoader(SourceFileLoader):
    """Loads a module with one change made. What was compiled before is not looked at."""

    def __init__(self, name: str, path: str, change: tuple[str, str, int]) -> None:
        super().__init__(name, path)
        self.change = change

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed module.

        Raises:
            LookupError: the module has no such change.
        """
        source = self.get_data(self.path).decode()
        code: CodeType = compile(changed_tree(source, *self.change), self.path, "exec")
        return code


class MutantFinder(MetaPathFinder):
    """Finds the one module that is changed, wherever it would have been found; no other."""

    def __init__(self, identity: str) -> None:
        """Take the name of a mutant apart: `module:owner:operator:number`.

        Raises:
            ValueError: it is no such name.
        """
        self.module, owner, operator, number = identity.split(":")
        self.change = (owner, operator, int(number))

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module with a loader that changes it; nothing for any other module."""
        if fullname != self.module:
            return None
        found = PathFinder.find_spec(fullname, path, target)
        if found is not None and found.origin is not None:
            found.loader = MutantLoader(fullname, found.origin, self.change)
        return found


def mutant_stdio(identity: str, *choices: str) -> str:
    """A mutant as a program, as a venue is named on a command line; a choice is `CLAUSE=CHOICE`."""
    program = [sys.executable, "-m", "solvent_conformance.strength.mutants.loader"]
    return f"stdio:{shlex.join([*program, identity, *choices])}"


def main(identity: str, *choices: str) -> None:
    """Serve a mutant over standard input and output.

    Raises:
        AssertionError: its module was there before it could be changed.
    """
    finder = MutantFinder(identity)
    assert finder.module not in sys.modules, f"{finder.module} was imported too soon"
    sys.meta_path.insert(0, finder)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    from solvent_adapter.stdio import serve_stdio
    from solvent_reference.venue import ReferenceVenue
    from solvent_spec.rules import Rules

    chosen = dict(choice.split("=", 1) for choice in choices)

    class ChoosingRules(Rules):
        """The rules with other choices taken for granted."""

        __slots__ = ()

        def policy(self, identity: str, default: str) -> str:
            return super().policy(identity, chosen.get(identity, default))

    assert finder.module in sys.modules, f"no venue plays {finder.module}"
    serve_stdio(ReferenceVenue(ChoosingRules if chosen else Rules))


if __name__ == "__main__":
    main(*sys.argv[1:])
