"""Memories: what was asked of a venue so far, and what it has answered of it.

Judges that compare a venue with itself need to know more than two moments: which orders a history
has placed, which of them were canceled, and what each account held when it was first seen.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.moments import Moment
from solvent_conformance.protocol.history import LABEL, Step
from solvent_spec.vocabulary.messages import Row

FINAL: Final = frozenset({"Filled", "Canceled", "Rejected"})
"""Statuses of an order that trades no more."""


@dataclass(slots=True)
class AskedOrder:
    """An order as its step asked for it. Mutable: an amendment may move it in its queue.

    `latest` is the last step that may have put it at the back; one that `is_plain` waits in the
    book at a price, in full view, until it is filled or canceled.
    """

    account: str
    symbol: str
    at: int
    latest: int
    qty: int
    is_plain: bool
    is_stop: bool
    amended: bool = False


@dataclass(slots=True)
class Past:
    """What a history has brought before a moment. Mutable: it grows."""

    orders: dict[str, AskedOrder] = field(default_factory=dict)
    canceled: set[str] = field(default_factory=set)
    traders: set[str] = field(default_factory=set)
    wallets: dict[tuple[str, str], int] = field(default_factory=dict)
    outside: dict[str, int] = field(default_factory=dict)
    froze: bool = False

    def note(self, moment: Moment) -> None:
        """Take in what the step of a moment asked for, before the moment is judged."""
        step = moment.step
        if step.kind == "reset":
            self._forget()
            for row in moment.shown("ledger", ("account", "currency", "balance")) or ():
                if row.get("account") == "external":
                    self.outside[str(row.get("currency"))] = whole_number(row, "balance")
        self.froze |= step.request == "freeze"
        if step.request == "POST /order":
            self._place(step, moment)
        elif step.request == "PUT /order":
            self._amend(step, moment.at)

    def close(self, moment: Moment) -> None:
        """Take in what a moment has answered, after it was judged."""
        if moment.observed.status == "ok" and moment.step.request.startswith("DELETE /order"):
            self.canceled |= {
                str(row["orderID"])
                for row in moment.observed.rows
                if isinstance(row.get("orderID"), str)
                and not row.get("error")
                and row.get("ordStatus", "Canceled") == "Canceled"
            }

    def queues(self, first: str, second: str) -> bool:
        """Whether an order has certainly waited longer than another."""
        one, other = self.orders.get(first), self.orders.get(second)
        return one is not None and other is not None and one.latest < other.at

    def is_plain(self, identity: object) -> bool:
        """Whether an order waits in the book at a price, in full view, until it is done."""
        order = self.orders.get(str(identity))
        return order is not None and order.is_plain

    def is_ended(self, row: Row) -> bool:
        """Whether the row of an order says that it trades no more."""
        order = self.orders.get(str(row.get("orderID")))
        if order is not None and order.amended:
            return False
        if "ordStatus" in row:
            return row["ordStatus"] in FINAL
        return order is not None and order.is_plain and row.get("leavesQty") == 0

    def _forget(self) -> None:
        for kept in (self.orders, self.wallets, self.outside):
            kept.clear()
        self.canceled.clear()
        self.traders.clear()
        self.froze = False

    def _place(self, step: Step, moment: Moment) -> None:
        if moment.observed.status in {"ok", "queued"}:
            self.traders.add(str(step.message["account"]))
        if not step.label:
            return
        body = step.message.get("body", {})
        qty = body.get("orderQty")
        self.orders[LABEL + step.label] = AskedOrder(
            account=str(step.message["account"]),
            symbol=str(body.get("symbol")),
            at=moment.at,
            latest=moment.at,
            qty=abs(qty) if isinstance(qty, int) else 0,
            is_plain=_is_plain(body),
            is_stop=body.get("stopPx") is not None,
        )

    def _amend(self, step: Step, at: int) -> None:
        """Whatever an amendment names may stand at the back of its queue now."""
        named = step.message.get("body", {}).get("orderID")
        account = step.message["account"]
        for identity, order in self.orders.items():
            if identity == named or (not isinstance(named, str) and order.account == account):
                order.latest, order.amended = at, True
                self.canceled.discard(identity)


def _is_plain(body: Row) -> bool:
    special = ("stopPx", "displayQty")
    return (
        body.get("price") is not None
        and all(body.get(column) is None for column in special)
        and not body.get("execInst")
        and body.get("timeInForce") in {None, "GoodTillCancel"}
        and body.get("ordType") in {None, "Limit"}
    )
