"""Audit of the margin of a position: what it locks, what it must keep, where it ends."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from solvent_conformance.audit.cross_draw import audit_cross, carried_loss
from solvent_conformance.audit.position_ends import audit_ends
from solvent_conformance.audit.report import Cells, Explain
from solvent_conformance.audit.rows import Row
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Instrument
from solvent_spec.vocabulary.units import Contracts, Money, Rate, decimal_text, floor_div

COLUMNS: Final = (
    "posInit",
    "posComm",
    "posCross",
    "posCost2",
    "posLoss",
    "posMargin",
    "posMaint",
    "maintMargin",
    "liquidationPrice",
    "marginCallPrice",
    "bankruptPrice",
)
"""What the margin model of 2018 to 2023 computes in a position row."""


def gross_of_orders(row: Row, rules: Rules) -> Money | None:
    """The gross cost of open orders: the row's, or that of its two sides; None if unknown."""
    gross = row.whole("grossOpenCost")
    return _netted(row, rules) if gross is None else Money(gross)


def _netted(row: Row, rules: Rules) -> Money | None:
    qty = row.whole("currentQty")
    sides = [
        row.whole(f"openOrder{side}{part}") for side in ("Buy", "Sell") for part in ("Qty", "Cost")
    ]
    if qty is None or None in sides:
        return None
    buy_qty, buy_cost, sell_qty, sell_cost = (abs(s or 0) for s in sides)
    return rules.gross_open_cost(
        Contracts(qty), Contracts(buy_qty), Money(buy_cost), Contracts(sell_qty), Money(sell_cost)
    )


def audit_orders(row: Row, rules: Rules, instrument: Instrument, cells: Cells) -> None:
    """Audit what open orders cost and lock."""
    for side in ("Buy", "Sell"):
        qty, cost = row.whole(f"openOrder{side}Qty"), row.whole(f"openOrder{side}Cost")
        size = None if cost is None else abs(cost)
        cells.money(f"openOrder{side}Cost", rules.open_order_cost, instrument, qty, size)
    cells.money("grossOpenCost", lambda gross: gross, _netted(row, rules))
    gross, requirement, fee = (
        gross_of_orders(row, rules),
        row.rate("initMarginReq", 100),
        row.rate("commission"),
    )
    premium = row.whole("grossOpenPremium") or 0

    def locked(gross: Money, requirement: Rate, fee: Rate) -> Money:
        return rules.order_margin(gross, requirement, fee) + Money(premium)

    cells.money("initMargin", locked, gross, requirement, fee)


def audit_position_margin(row: Row, rules: Rules, instrument: Instrument, cells: Cells) -> None:
    """Audit initial margin, reserved fee, cross margin, maintenance, equity and the two ends."""
    cost, fee, requirement = (
        row.whole("posCost"),
        row.rate("commission"),
        row.rate("initMarginReq", 100),
    )
    cells.money("posInit", rules.position_initial_margin, cost, requirement)
    initial = row.whole("posInit")
    if initial is None and cost is not None and requirement is not None:
        initial = rules.position_initial_margin(Money(cost), requirement)
    cross, loss = row.whole("posCross"), row.whole("posLoss")
    qty = row.whole("currentQty")
    spared = None not in (qty, cost, requirement, initial) and rules.is_spared_reserve(
        instrument,
        Contracts(qty or 0),
        Money(cost or 0),
        requirement or Rate(0),
        Money((initial or 0) + (cross or 0) - (loss or 0)),
    )
    cells.money(
        "posComm",
        (lambda *_: Money(0)) if spared else rules.position_commission,
        cost,
        initial,
        cross,
        fee,
        unless=_topped_up(rules, cost, initial, cross, fee),
    )
    cells.money("posCost2", rules.carried_cost, cost, loss)
    audit_cross(row, rules, instrument, cells)
    commission, unrealised = row.whole("posComm"), row.whole("unrealisedPnl")
    # No isolated position of the recorded ones carries a loss.
    is_shown = loss is not None or row.flag("crossMargin") is False
    cells.money(
        "posMargin",
        rules.position_margin,
        initial,
        commission,
        cross,
        0 if loss is None else loss,
        unless=None if is_shown else carried_loss(rules, cost, initial, commission, cross),
    )
    _audit_maintenance(row, rules, instrument, cells)
    cells.money("maintMargin", rules.position_equity, row.whole("posMargin"), unrealised)
    if row.whole("currentQty"):
        audit_ends(row, rules, instrument, cells)


def _topped_up(
    rules: Rules, cost: int | None, initial: int | None, cross: int | None, fee: Fraction | None
) -> Explain:
    """The reserved fee, computed before the last part of the cross margin was drawn."""

    def why(found: int) -> str:
        if cost is None or initial is None or cross is None or not fee or fee < 0:
            return ""
        # Both roundings repeat once the fee on what was drawn has gone through a whole unit.
        drawn_most = min(cross, int(1 / fee) + 1, 10**4)
        for drawn in (cross, *range(1, drawn_most + 1)):
            before = rules.position_commission(
                Money(cost), Money(initial), Money(cross - drawn), fee
            )
            if drawn > 0 and found == rules.commission_after_top_up(before, Money(drawn), fee):
                return f"reserved before the last {drawn} of cross margin was drawn (MARG-026)"
        return ""

    return why


def _audit_maintenance(row: Row, rules: Rules, instrument: Instrument, cells: Cells) -> None:
    """Maintenance, with the funding rate of the row or else with one that may have been."""
    cost, maintenance = row.whole("posCost"), row.rate("maintMarginReq", 100)
    commission, found = row.whole("posComm"), row.whole("posMaint")
    known = (cost, maintenance, commission)
    qty, margin = row.whole("currentQty"), row.whole("posMargin")
    if None not in (qty, cost, margin) and rules.is_backed(
        instrument, Contracts(qty or 0), Money(cost or 0), Money(margin or 0)
    ):
        cells.money("posMaint", lambda backed: backed, Money(0))
        return
    adverse = row.rate("fundingPayable")
    if adverse is None and row.has("fundingRate") and qty is not None:
        adverse = rules.adverse_funding(Contracts(qty), row.rate("fundingRate") or Rate(0))
    if adverse is not None or not cost or found is None or not instrument.is_perpetual:
        given = Rate(0) if adverse is None else adverse
        cells.money("posMaint", rules.position_maintenance, cost, maintenance, given, commission)
        return
    if maintenance is None or commission is None:
        return

    def why(wanted: int) -> str:
        interval = funding_interval(rules, instrument, known, wanted)  # type: ignore[arg-type] # none of the three is None here
        if interval is None:
            return ""
        low, high = map(decimal_text, interval)
        return f"adverse funding rate {low if low == high else f'{low} to {high}'}"

    clause = str(getattr(rules.position_maintenance, "__clause__", ""))
    because = why(found)
    if because:
        cells.report.explain(row, "posMaint", str(found), because, clause)
    else:
        given = Rate(0)
        cells.money("posMaint", rules.position_maintenance, cost, maintenance, given, commission)


def funding_interval(
    rules: Rules, instrument: Instrument, known: tuple[int, Fraction, int], found: int
) -> tuple[Rate, Rate] | None:
    """The least and the greatest adverse funding rate that yield a maintenance; None if none does.

    `known` is cost, maintenance rate and reserved fee. Rates are whole multiples of the
    resolution of published rates, from zero to the funding cap.
    """
    cost, maintenance, commission = known
    step = rules.book.rate_resolution
    cap = rules.capped_rate(instrument, Rate(1))

    def at(steps: int) -> int:
        return rules.position_maintenance(
            Money(cost), maintenance, Rate(steps * step), Money(commission)
        )

    most = int(cap / step)
    low, high = _first(at, found, most), _first(at, found + 1, most)
    if low > most or at(low) != found:
        return None
    return low * step, (high - 1) * step


def _first(rising: Callable[[int], int], wanted: int, most: int) -> int:
    """The first whole number at which a rising function reaches a value; `most` + 1 if none."""
    low, high = 0, most + 1
    while low < high:
        middle = floor_div(low + high, 2)
        low, high = (low, middle) if rising(middle) >= wanted else (middle + 1, high)
    return low
