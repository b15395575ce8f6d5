"""Sites: every mutant of the rules and of what decides, reckons and writes, and a draw of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import Final

from solvent_conformance.strength.mutants.operators import OPERATORS
from solvent_conformance.strength.mutants.reach import played_names
from solvent_conformance.strength.mutants.source import changes

RULES: Final = "solvent_spec.rules"
REFERENCE: Final = "solvent_reference"
PACKAGES: Final = (
    RULES,
    "solvent_reference.decisions",
    "solvent_reference.evolve",
    "solvent_reference.reckoning",
)
"""What is mutated. State, tables, audit and venue are not: they only keep, show and check."""

NO_BEHAVIOUR: Final = frozenset(
    {RULES, "solvent_spec.rules.chapter", "solvent_spec.rules.example_names"}
)
"""Modules of these that are no rules: the class of them all, where a chapter keeps its book and its
choices, of which nobody sends any, and names for worked examples."""


@dataclass(frozen=True, slots=True)
class Site:
    """A mutant: the module, what is changed in it, and the statement before and after.

    `number` counts the changes of one operator within its owner, a function or an assigned name.
    """

    module: str
    owner: str
    operator: str
    number: int
    line: int
    before: str
    after: str

    @property
    def identity(self) -> str:
        """The name by which it is run again: `module:owner:operator:number`."""
        return f"{self.module}:{self.owner}:{self.operator}:{self.number}"


@cache
def modules() -> tuple[str, ...]:
    """The names of the modules that are mutated, in the order of packages and paths."""
    return tuple(
        name
        for package in PACKAGES
        for path in sorted(_folder(package).rglob("*.py"))
        if (name := _dotted(path)) not in NO_BEHAVIOUR
    )


def path_of(module: str) -> Path:
    """The file of a module; it is not imported.

    Raises:
        LookupError: there is none.
    """
    stem = _folder(module)
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file():
            return path
    raise LookupError(f"there is no module {module}")


def sites(module: str) -> tuple[Site, ...]:
    """Every mutant of a module, in the order of its source, but for rules that no venue plays."""
    tree = ast.parse(path_of(module).read_text(encoding="utf-8"))
    return tuple(
        Site(module, c.owner, c.operator, c.number, c.line, *c.texts())
        for c in changes(tree)
        if is_played(module, c.owner)
    )


def is_played(module: str, owner: str) -> bool:
    """Whether a venue may come to execute a function, or to read what is assigned."""
    name = owner.rpartition(".")[2]
    if not module.startswith(RULES) or name.startswith("__"):
        return True
    return name in played_names(_folder(REFERENCE), _folder(RULES))


def site(identity: str) -> Site:
    """The mutant of a name.

    Raises:
        LookupError: there is none.
    """
    module = identity.partition(":")[0]
    if module in modules():
        for one in sites(module):
            if one.identity == identity:
                return one
    raise LookupError(f"there is no mutant {identity}")


def draw(count: int, seed: int, among: Sequence[Site] | None = None) -> tuple[Site, ...]:
    """So many mutants, the same for the same seed and source; all of them if there are fewer.

    They go round the operators, and for each operator round the modules, so that a long module and
    a common operator have no more of them than others.
    """
    chance = Random(seed)
    groups: dict[str, dict[str, list[Site]]] = {name: {} for name in OPERATORS}
    for one in among if among is not None else every_site():
        groups[one.operator].setdefault(one.module, []).append(one)
    turns = [_turns(by_module, chance) for by_module in groups.values()]
    drawn: list[Site] = []
    while turns and len(drawn) < count:
        for turn in tuple(turns):
            one_more = next(turn, None)
            if one_more is None:
                turns.remove(turn)
            elif len(drawn) < count:
                drawn.append(one_more)
    return tuple(drawn)


def every_site() -> tuple[Site, ...]:
    """Every mutant there is."""
    return tuple(one for module in modules() for one in sites(module))


def _turns(by_module: dict[str, list[Site]], chance: Random) -> Iterator[Site]:
    left = list(by_module.values())
    for some in left:
        chance.shuffle(some)
    chance.shuffle(left)
    while left:
        for some in tuple(left):
            yield some.pop()
        left = [some for some in left if some]


def _folder(module: str) -> Path:
    package, *rest = module.split(".")
    found = find_spec(package)
    if found is None or found.origin is None:
        raise LookupError(f"there is no module {module}")
    return Path(found.origin).parent.joinpath(*rest)


def _dotted(path: Path) -> str:
    """The module of a file, which stands in one of the packages that are mutated."""
    top = next(p for p in path.parents if not (p.parent / "__init__.py").is_file())
    parts = path.relative_to(top.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
