"""The flow of a command from causes to effects, as the chapters tell it.

Each chapter knows what its own columns follow from. Laid together, their chains say how far from
the cause a column lies: of all cells that differ after a step, those that lie nearest name the
error, since the others may follow from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from itertools import pairwise

from solvent_spec.rules import Rules


def depths(chains: Iterable[tuple[str, ...]]) -> dict[str, int]:
    """How far down the flow each name lies. Names that do not lie behind one another are level.

    Raises:
        graphlib.CycleError: for chains by which a name follows from itself.
    """
    causes: dict[str, set[str]] = {}
    for chain in chains:
        causes.setdefault(chain[0], set())
        for cause, effect in pairwise(chain):
            causes.setdefault(effect, set()).add(cause)
    table: dict[str, int] = {}
    for name in TopologicalSorter(causes).static_order():
        table[name] = 1 + max((table[cause] for cause in causes[name]), default=-1)
    return table


@cache
def _flow() -> Mapping[str, int]:
    return depths(chain for base in Rules.__mro__ for chain in base.__dict__.get("flow", ()))


def depth(observable: str) -> int:
    """How far down the flow a column lies: as its chapter says, or as far as its table does.

    A table that no chapter names lies behind all others.
    """
    table = observable.partition(".")[0]
    flow = _flow()
    return flow.get(observable, flow.get(table, len(flow)))
