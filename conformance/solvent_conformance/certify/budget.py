"""Budgets: how many histories a run plays. They count histories, never time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.market import drawn_rulebooks, own_rulebooks


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a run plays.

    `histories` of each profile's machine under the run's rulebook, of at most `steps` rules
    each; `others` under each other rulebook; `retellings` histories that are told again in
    another way; `violations` that are sought for in one profile; `cases` that the harness of
    the HTTP API sends for each operation; `attacks` the histories of the attacker and of the
    cascade under the run's rulebook, which are longer, and an eighth of them under each other;
    `wide` those of the width machine under each other one, whose contracts are wider than a toy's.
    Every budget plays one history past 1,000 orders, or past 65,536 when it `counts`.
    """

    name: str
    histories: int
    others: int
    steps: int
    retellings: int
    violations: int
    cases: int
    attacks: int = 8
    wide: int = 5
    counts: bool = False

    def played(self, machine: str, *, main: bool) -> int:
        """Histories of a machine under the run's rulebook, or under another one."""
        if machine in {"attacker", "cascade"}:
            return self.attacks if main else max(1, self.attacks // 8)
        if machine == "width":
            return max(2, self.wide // 2) if main else self.wide
        if machine == "count":
            return int(main)
        return self.histories if main else self.others

    def for_remote(self) -> Budget:
        """A third of the histories: over a pipe or a socket each of them costs more."""
        return replace(
            self,
            histories=max(8, self.histories // 3),
            others=max(2, self.others // 3),
            retellings=max(2, self.retellings // 3),
            attacks=max(2, self.attacks // 3),
            wide=max(2, self.wide // 3),
            counts=False,
        )


BUDGETS: Final = {
    "quick": Budget("quick", 20, 3, 20, 6, 3, 3, 8, 5),
    "standard": Budget("standard", 500, 60, 35, 60, 6, 20, 150, 60, counts=True),
    "full": Budget("full", 4000, 400, 50, 300, 10, 100, 1200, 400, counts=True),
}

RULEBOOKS: Final = ("TOY", "2019-06", "2026")
"""The run's rulebook is explored most; a part of the budget goes to the other ones."""


def rulebooks_of(main: str, capabilities: Capabilities) -> tuple[str, ...]:
    """The rulebooks that a run plays: the chosen one first, then the others.

    A venue that knows some contracts only is asked for no rulebook without one of them. Beside a
    user's own rulebook only others of the user's are played.
    """
    from solvent_conformance.histories.generators.worlds import rulebook_symbols

    own = own_rulebooks()
    others = own if main in own else (*RULEBOOKS, *_drawn(capabilities))
    names = [main, *(name for name in others if name != main)]
    return tuple(name for name in names if rulebook_symbols(name, capabilities))


def _drawn(capabilities: Capabilities) -> tuple[str, ...]:
    """What a run has drawn, for a venue that plays whatever a setup defines."""
    knows_all = capabilities.reads_definitions and not capabilities.instruments
    return drawn_rulebooks() if knows_all else ()
