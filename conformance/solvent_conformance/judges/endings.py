"""Endings: nothing trades without an order, for more than it, after its end, or once canceled."""

from __future__ import annotations

from collections import Counter
from typing import Final

from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.sentences import Breach, Looks
from solvent_conformance.judges.violations import Difference
from solvent_conformance.protocol.history import LABEL
from solvent_spec.vocabulary.messages import Row

_FILLS: Final = ("orderID", "execType", "lastQty")


def trades_have_orders(moment: Moment, past: Past) -> Looks:
    """Who never had an order taken trades nothing; a trade that names an order names one's own."""
    for account in moment.accounts:
        for row in fills_of(moment, account):
            identity = row.get("orderID")
            is_named = isinstance(identity, str) and identity.startswith(LABEL)
            # A liquidation engine trades without an order of the account.
            if not is_named and account in past.traders:
                continue
            order = past.orders.get(str(identity))
            is_own = order is not None and order.account == account
            key = (account, str(identity))
            cell = Difference("execution", key, "orderID", "an order of the account", identity)
            yield None if is_own else Breach(cell)
        if account in past.traders:
            continue
        for row in moment.shown("position", ("symbol", "currentQty"), account) or ():
            key = (account, str(row.get("symbol")))
            held = row.get("currentQty")
            cell = Difference("position", key, "currentQty", 0, held)
            yield Breach(cell) if held else None


def trades_stay_within(moment: Moment, past: Past) -> Looks:
    """No order trades more than it was asked for."""
    for account in moment.accounts:
        told: Counter[str] = Counter()
        for row in fills_of(moment, account):
            told[str(row.get("orderID"))] += whole_number(row, "lastQty")
        for row in moment.shown("order", ("orderID", "cumQty"), account) or ():
            identity = str(row.get("orderID"))
            told[identity] = max(told[identity], whole_number(row, "cumQty"))
        for identity, qty in told.items():
            order = past.orders.get(identity)
            if order is None or order.amended or not order.qty or not qty:
                continue
            cell = Difference("order", (account, identity), "cumQty", order.qty, qty)
            yield Breach(cell) if qty > order.qty else None


def nothing_trades_past_its_end(moment: Moment, past: Past) -> Looks:
    """An order that was filled or refused trades no more."""
    for account in moment.accounts:
        ended = {
            str(row.get("orderID"))
            for row in moment.before.get(("order", account), [])
            if past.is_ended(row) and row.get("ordStatus") != "Canceled"
        }
        yield from _still(moment, account, ended - past.canceled, "a finished order as it was")


def canceled_never_trades(moment: Moment, past: Past) -> Looks:
    """What was canceled never trades."""
    for account in moment.accounts:
        ended = {
            str(row.get("orderID"))
            for row in moment.before.get(("order", account), [])
            if past.is_ended(row) and row.get("ordStatus") == "Canceled"
        }
        mine = {i for i in past.canceled if i in past.orders and past.orders[i].account == account}
        yield from _still(moment, account, ended | mine, "a canceled order as it was")


def _still(moment: Moment, account: str, ended: set[str], told: str) -> Looks:
    """One look at each order that has ended: what it has traded has not changed."""
    if not ended:
        return
    before = {r.get("orderID"): r for r in moment.before.get(("order", account), [])}
    now = {r.get("orderID"): r for r in moment.shown("order", ("orderID",), account) or ()}
    fresh = {row.get("orderID") for row in new_fills(moment, account)}
    for identity in sorted(ended):
        old, new = before.get(identity, {}), now.get(identity, {})
        grown = "cumQty" in old and whole_number(new, "cumQty") > whole_number(old, "cumQty")
        cell = Difference("order", (account, identity), "cumQty", told, "a trade")
        yield Breach(cell) if grown or identity in fresh else None


def fills_of(moment: Moment, account: str) -> list[Row]:
    """The trades that an account's executions tell of."""
    rows = moment.shown("execution", _FILLS, account) or []
    return [row for row in rows if row.get("execType") == "Trade"]


def new_fills(moment: Moment, account: str) -> list[Row]:
    """Those of them that the moment before did not tell of."""
    earlier = moment.before.get(("execution", account))
    rows = moment.shown("execution", _FILLS, account) or []
    fresh = [] if earlier is None else rows[len(earlier) :]
    return [row for row in fresh if row.get("execType") == "Trade"]
