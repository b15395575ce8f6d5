"""Kinship: what two tellings of a history have in common at any engine, whatever its formulas.

A venue is compared with itself alone. Where it answers the other telling otherwise for reasons of
its own, such as a limit that one side has and the other has not, nothing is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from solvent_conformance.judges.sentences import is_there
from solvent_conformance.judges.tables import rows_by_key
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.retellings.comparison import in_two_parts, tell, unlikenesses
from solvent_conformance.retellings.transforms import (
    RENAMED,
    UNDISTURBED,
    Retelling,
    Steps,
    back_from_disturbed,
    back_from_renamed,
    disturb,
    has_disturbed,
    rename,
    swap_sides,
)
from solvent_spec.vocabulary.messages import Row, Venue

OPPOSITE: Final = "with buying and selling exchanged at one price every account holds the opposite"
PARTS: Final = "an order taken in two parts trades what it trades in one"
TAKER: Final = "taker"


@dataclass(frozen=True, slots=True)
class Relation:
    """What two tellings have in common, the clauses that say so, and what has to be declared.

    `tells` gives the other telling of a history, or none where it has none; `compare` the cells in
    which the two differ. One that is told `at_one_price` needs a history made for it.
    """

    text: str
    clauses: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    tells: Callable[[Steps, Capabilities], Steps | None]
    compare: Callable[[Retelling, Retelling, Steps, Capabilities], Iterator[Difference]]
    at_one_price: bool = False

    def missing(self, capabilities: Capabilities) -> tuple[str, ...]:
        """What the venue would have to declare for it to be looked at: the shortest list."""
        lacks = (tuple(n for n in way if not is_there(n, capabilities)) for way in self.needs)
        return min(lacks, key=len)

    def look(self, venue: Venue, steps: Steps, can: Capabilities) -> tuple[bool, Violation | None]:
        """Whether a history could be told in the other way, and what differed then."""
        other_steps = self.tells(steps, can)
        if other_steps is None:
            return False, None
        plain, other = tell(venue, steps, can), tell(venue, other_steps, can)
        cells = list(self.compare(plain, other, steps, can))
        return True, self._violation(cells, steps) if cells else None

    def _violation(self, cells: list[Difference], steps: Steps) -> Violation:
        first = cells[0]
        told = f"{first.name} is {first.observed!r:.120}, it was {first.expected!r:.120}"
        return Violation(
            judge="retelling",
            clauses=self.clauses,
            sentence=f"{self.text}; not so: {told}",
            at=len(steps) - 1,
            step=steps[-1],
            differences=tuple(cells[:40]),
            steps=steps,
        )


def _renamed(
    plain: Retelling, other: Retelling, steps: Steps, can: Capabilities
) -> Iterator[Difference]:
    yield from unlikenesses(plain, back_from_renamed(other, steps), can)


def _undisturbed(
    plain: Retelling, other: Retelling, steps: Steps, can: Capabilities
) -> Iterator[Difference]:
    """Nothing is said where the order was not taken, has traded, or left rows nobody can name."""
    extra = Counter(other.statuses)
    extra.subtract(plain.statuses)
    named = "execution" not in can.tables or can.compares("execution", "orderID")
    if +extra == Counter(ok=2) and named and not has_disturbed(other):
        yield from unlikenesses(plain, back_from_disturbed(other, steps), can)


def _opposite(
    plain: Retelling, other: Retelling, steps: Steps, can: Capabilities
) -> Iterator[Difference]:
    if plain.statuses == other.statuses:
        yield from _cells(plain, other, can, "position", "currentQty", -1)
        yield from _cells(plain, other, can, "order", "cumQty", 1)


def _parts(
    plain: Retelling, other: Retelling, steps: Steps, can: Capabilities
) -> Iterator[Difference]:
    if set(plain.statuses) | set(other.statuses) == {"ok"}:
        yield from _cells(plain, other, can, "position", "currentQty", 1)
        yield from _cells(plain, other, can, "order", "cumQty", 1, ("$taker",))


def _cells(
    plain: Retelling,
    other: Retelling,
    can: Capabilities,
    table: str,
    column: str,
    sign: int,
    apart: tuple[str, ...] = (),
) -> Iterator[Difference]:
    """Cells of a column of whole numbers that do not stand to each other as they should."""
    if not can.tells_apart(table) or not can.compares(table, column):
        return
    for place, rows in plain.tables.items():
        if place[0] != table:
            continue
        shown: dict[tuple[Any, ...], Row] = rows_by_key(table, other.tables.get(place, []))
        for key, row in rows_by_key(table, rows).items():
            value, found = row.get(column), shown.get(key, {}).get(column, 0)
            if isinstance(value, int) and found != sign * value and key[0] not in apart:
                yield Difference(table, key, column, sign * value, found)


def _exchanged(steps: Steps, can: Capabilities) -> Steps | None:
    return tuple(swap_sides(step) for step in steps)


def _split(steps: Steps, can: Capabilities) -> Steps | None:
    return in_two_parts(steps, TAKER)


_ORDERS: Final = "request POST /order"
_QTY: Final = ("position.account", "position.symbol", "position.currentQty")
_CUM: Final = ("order.orderID", "order.cumQty")

RELATIONS: Final = (
    Relation(RENAMED, ("APIC-005",), (("order",), ("position",), ("margin",)), rename, _renamed),
    Relation(
        UNDISTURBED,
        ("ORDR-027",),
        ((*_CUM, _ORDERS, "request DELETE /order"),),
        disturb,
        _undisturbed,
    ),
    Relation(
        OPPOSITE,
        ("MTCH-008", "LEDG-002"),
        ((*_QTY, _ORDERS), (*_CUM, _ORDERS)),
        _exchanged,
        _opposite,
        at_one_price=True,
    ),
    Relation(
        PARTS,
        ("MTCH-008", "INST-004"),
        ((*_QTY, _ORDERS), (*_CUM, _ORDERS)),
        _split,
        _parts,
        at_one_price=True,
    ),
)
"""What a venue's tellings have in common."""
