"""Holdings: contracts that some hold long and others short, and trades with two sides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from solvent_conformance.judges.figures import whole_number
from solvent_conformance.judges.memories import Past
from solvent_conformance.judges.moments import Moment
from solvent_conformance.judges.sentences import Breach, Looks
from solvent_conformance.judges.violations import Difference
from solvent_spec.vocabulary.messages import Row


def contracts_are_balanced(moment: Moment, past: Past) -> Looks:
    """What accounts hold long is held short by others, or by the liquidation engine."""
    held = contracts_of(moment.shown_to_all("position", ("symbol", "currentQty")) or ())
    offered = moment.shown("liquidation", ("symbol", "side", "leavesQty"))
    if offered is None and not _are_paired(moment):
        return
    for row in offered or ():
        sign = 1 if row.get("side") == "Sell" else -1
        symbol = str(row.get("symbol"))
        held[symbol] = held.get(symbol, 0) + sign * whole_number(row, "leavesQty")
    for symbol, qty in held.items():
        cell = Difference("position", (symbol,), "currentQty", "as many long as short", qty)
        yield Breach(cell) if qty else None


def quantity_follows_executions(moment: Moment, past: Past) -> Looks:
    """An account holds what its executions bought less what they sold."""
    columns = ("execType", "symbol", "side", "lastQty")
    executions = moment.shown_to_all("execution", columns)
    positions = moment.shown_to_all("position", ("symbol", "currentQty"))
    if executions is None or positions is None:
        return
    told: dict[tuple[str, str], int] = defaultdict(int)
    for row in executions:
        if row.get("execType") == "Trade":
            told[str(row.get("account")), str(row.get("symbol"))] += _signed(row)
    held = {
        (str(r.get("account")), str(r.get("symbol"))): whole_number(r, "currentQty")
        for r in positions
    }
    for key in sorted({*told, *held}):
        cell = Difference("position", key, "currentQty", told[key], held.get(key, 0))
        yield Breach(cell) if told[key] != held.get(key, 0) else None


def sides_cancel(moment: Moment, past: Past) -> Looks:
    """Where both executions of a match are shown, one buys and pays what the other sells and gets.

    A match with one execution was made with the liquidation engine.
    """
    matches: dict[str, list[Row]] = defaultdict(list)
    for row in moment.shown_to_all("execution", ("execType", "trdMatchID")) or ():
        if row.get("execType") == "Trade" and row.get("trdMatchID") is not None:
            matches[str(row["trdMatchID"])].append(row)
    can = moment.capabilities
    shows_sides = can.shows_all("execution", ("side", "lastQty"))
    shows_costs = can.shows_all("execution", ("execCost", "settlCurrency"))
    for match, rows in matches.items():
        if len(rows) != 2:
            continue
        if shows_sides:
            qty = sum(map(_signed, rows))
            cell = Difference("execution", (match,), "lastQty", 0, qty)
            yield Breach(cell) if qty else None
        if shows_costs:
            cost = sum(whole_number(row, "execCost") for row in rows)
            currency = str(rows[0].get("settlCurrency"))
            cell = Difference("execution", (match,), "execCost", 0, cost)
            yield Breach(cell, currency) if cost else None


def orders_fill_orders(moment: Moment, past: Past) -> Looks:
    """Where nobody can be liquidated, buy orders have traded what sell orders have."""
    bought: dict[str, int] = defaultdict(int)
    rows = moment.shown_to_all("order", ("symbol", "side", "cumQty"))
    if rows is None or "deposit" in moment.capabilities.controls:
        return
    for row in rows:
        sign = 1 if row.get("side") == "Buy" else -1
        bought[str(row.get("symbol"))] += sign * whole_number(row, "cumQty")
    for symbol, qty in bought.items():
        cell = Difference("order", (symbol,), "cumQty", 0, qty)
        yield Breach(cell) if qty else None


def contracts_of(rows: Iterable[Row]) -> dict[str, int]:
    """What positions hold together, by contract: none where as many are long as short."""
    held: dict[str, int] = defaultdict(int)
    for row in rows:
        held[str(row.get("symbol"))] += whole_number(row, "currentQty")
    return held


def _are_paired(moment: Moment) -> bool:
    """Whether every trade so far was between two accounts, so that no engine holds anything."""
    rows = moment.shown_to_all("execution", ("execType", "trdMatchID", "side", "lastQty"))
    if rows is None:
        return False
    sides: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("execType") == "Trade":
            sides[str(row.get("trdMatchID"))].append(row)
    return all(len(pair) == 2 and not sum(map(_signed, pair)) for pair in sides.values())


def _signed(row: Row) -> int:
    return whole_number(row, "lastQty") * (1 if row.get("side") == "Buy" else -1)
