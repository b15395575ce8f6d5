"""Audit of what open orders cost and lock: single orders, and both sides against a position."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from solvent_conformance.audit.report import Cells, Report, audit_each
from solvent_conformance.audit.rows import Row
from solvent_conformance.audit.terms import RowTerms
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.instruments import Payoff
from solvent_spec.vocabulary.units import Contracts, Money


def audit_order_margins(rows: Sequence[Row], terms: RowTerms, report: Report) -> None:
    """Audit rows of open orders.

    A single order has side, qty, price and openOrderCostAbs. Orders of both sides have q (the
    position), buyQty, buyCost, sellQty and sellCost, or the names of the position table for
    them. Both may have grossOpenCost and initMargin, with the margin requirement as im or
    initMarginReq and the fee rate as fee, takerFee or commission.
    """

    def audit_row(row: Row) -> None:
        rules, cells = terms.rules_of(row), Cells(row, report)
        if row.has("price", "qty"):
            _audit_order(row, terms, rules, cells)
        netted = _netted(row, rules)
        cells.money("grossOpenCost", lambda gross: gross, netted)
        gross = _first(row, "grossOpenCost", "openOrderCostAbs")
        gross = netted if gross is None else gross
        requirement = _rate(row, "im", "initMarginReq")
        fee = _rate(row, "fee", "takerFee", "commission")
        cells.money("initMargin", rules.order_margin, gross, requirement, fee)

    audit_each(rows, report, audit_row)


def _audit_order(row: Row, terms: RowTerms, rules: Rules, cells: Cells) -> None:
    instrument = terms.contract_of(row)
    if instrument is None:
        why = "contract unknown: give symbol, or kind, lot, tick and multiplier"
        cells.report.leave(row, ("openOrderCostAbs",), why)
        return
    qty, price = row.whole("qty") or 0, row.price("price")
    if price == 0 and instrument.payoff is Payoff.INVERSE:
        raise row.malformed("price", "must be above zero")
    if qty % instrument.lot_size:
        expected = f"a multiple of {int(instrument.lot_size)}"
        cells.report.differ(row, "qty", expected, str(qty), because="the lot size")
        return

    def cost() -> Money:
        return abs(rules.contract_value(instrument, Contracts(qty), price))  # type: ignore[arg-type] # `has` saw it

    cost.__dict__["__clause__"] = getattr(rules.contract_value, "__clause__", "")
    cells.money("openOrderCostAbs", cost)


def _netted(row: Row, rules: Rules) -> Money | None:
    """The cost that is charged, from the two sides; None if one of them is unknown."""
    qty = _first(row, "q", "currentQty")
    buy_qty, buy_cost = (
        _first(row, "buyQty", "openOrderBuyQty"),
        _first(row, "buyCost", "openOrderBuyCost"),
    )
    sell_qty, sell_cost = (
        _first(row, "sellQty", "openOrderSellQty"),
        _first(row, "sellCost", "openOrderSellCost"),
    )
    if None in (qty, buy_qty, buy_cost, sell_qty, sell_cost):
        return None
    for column, count in (("buyQty", buy_qty), ("sellQty", sell_qty)):
        if (count or 0) < 0:
            raise row.malformed(column, "must not be below zero")
    return rules.gross_open_cost(
        Contracts(qty or 0),
        Contracts(buy_qty or 0),
        Money(abs(buy_cost or 0)),
        Contracts(sell_qty or 0),
        Money(abs(sell_cost or 0)),
    )


def _first(row: Row, *columns: str) -> int | None:
    """The whole number in the first of the columns that the row has."""
    return next((row.whole(c) for c in columns if row.has(c)), None)


def _rate(row: Row, *columns: str) -> Fraction | None:
    """The rate in the first of the columns that the row has."""
    return next((row.rate(c, 100) for c in columns if row.has(c)), None)
