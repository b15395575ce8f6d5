"""Constancy: a refusal changes nothing, and what is read twice is the same."""

from __future__ import annotations

from typing import Final

from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.sentences import Breach, Looks
from solvent_conformance.judges.tables import compared_columns
from solvent_conformance.judges.violations import Difference
from solvent_conformance.protocol.history import canonical
from solvent_spec.vocabulary.messages import Row

REFUSED: Final = frozenset({"rejected", "shed"})
_OWNED: Final = (
    "order", "execution", "position", "margin", "wallet",
    "orderBookL2", "trade", "insurance", "liquidation", "ledger",
)  # fmt: skip # one line reads as the list that it is
_INSTANT: Final = "time"


def refusal_changes_nothing(moment: Moment, past: Past) -> Looks:
    """A request or control that was refused or shed changes no table.

    That the refused order has a row of its own, with nothing open and nothing traded, is no change.
    """
    if moment.observed.status not in REFUSED:
        return
    for (table, account), (_, shown) in moment.tables.items():
        earlier = moment.before.get((table, account))
        if table not in _OWNED or earlier is None or shown is None:
            continue
        yield _unlike(table, account, _lasting(table, earlier), _lasting(table, shown))


def reads_repeat(moment: Moment, past: Past) -> Looks:
    """A table that is read twice after a command shows the same twice."""
    for (table, account), (first, second) in moment.tables.items():
        if first is not None and second is not None and first is not second:
            yield _unlike(table, account, first, second)


def _lasting(table: str, rows: list[Row]) -> list[Row]:
    """The rows without those of orders that were refused: nothing open, nothing traded."""
    if table == "order":
        return [r for r in rows if r.get("leavesQty") or r.get("cumQty") or not _is_refused(r)]
    if table == "execution":
        return [r for r in rows if r.get("execType", "Trade") in {"Trade", "Funding"}]
    return rows


def _is_refused(row: Row) -> bool:
    """Whether an order was refused; where no status is shown, whether nothing of it is open."""
    return bool(row.get("ordStatus", "Rejected") == "Rejected")


def _unlike(table: str, account: str | None, one: list[Row], other: list[Row]) -> Breach | None:
    """The first row of either that the other has not, in whatever order they come."""
    if one == other:
        return None
    first, second = (sorted(_told(table, row) for row in rows) for rows in (one, other))
    if first == second:
        return None
    gone = next((row for row in first if row not in second), f"{len(first)} rows")
    come = next((row for row in second if row not in first), f"{len(second)} rows")
    return Breach(Difference(table, (account or "",), "(rows)", gone[:300], come[:300]))


def _told(table: str, row: Row) -> str:
    columns = compared_columns(table)
    kept = {c: v for c, v in row.items() if c in columns and _INSTANT not in c.lower()}
    return canonical(kept)
