"""Lives: an order goes from state to state as it may, and no two executions share an id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, TypeAlias

from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.violations import Difference
from solvent_spec.rulebook import DEFAULT
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.commands import OrdStatus
from solvent_spec.vocabulary.messages import Row

STATUS_MAY_FOLLOW: Final = "the status of an order may follow the one before"
IDS_ARE_THEIR_OWN: Final = "every execution has an id of its own"

Broken: TypeAlias = Iterator[tuple[str, tuple[str, ...], Difference]]

_RULES: Final = Rules(DEFAULT)
_STATUSES: Final = {status.value: status for status in OrdStatus}


def lives_of_orders(moment: Moment, checked: Counter[str]) -> Broken:
    """What is wrong with the statuses of orders and the ids of executions."""
    ids: Counter[object] = Counter()
    for account in moment.accounts:
        rows = moment.shown("order", ("orderID", "ordStatus"), account)
        earlier = moment.before.get(("order", account))
        if rows is not None and earlier is not None:
            checked["ORDR-046"] += bool(earlier)
            yield from _statuses(account, earlier, rows)
        ids.update(
            row["execID"]
            for row in moment.shown("execution", ("execID",), account) or ()
            if row.get("execID")
        )
    checked["MTCH-011"] += len(ids) > 1
    for identity, count in ids.items():
        if count > 1:
            cell = Difference("execution", (str(identity),), "execID", 1, count)
            yield IDS_ARE_THEIR_OWN, ("MTCH-011",), cell
            return


def _statuses(account: str, earlier: list[Row], rows: list[Row]) -> Broken:
    before = {row.get("orderID"): _STATUSES.get(str(row.get("ordStatus"))) for row in earlier}
    for row in rows:
        old = before.get(row.get("orderID"))
        new = _STATUSES.get(str(row.get("ordStatus")))
        if old is None or new is None or _RULES.may_become(old, new):
            continue
        key = (account, str(row.get("orderID")))
        cell = Difference("order", key, "ordStatus", f"what may follow {old.value}", new.value)
        yield STATUS_MAY_FOLLOW, ("ORDR-046",), cell
