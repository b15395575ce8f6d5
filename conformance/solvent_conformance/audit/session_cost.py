"""Audit of the gross executed cost: what the session has added to a position on balance."""

from __future__ import annotations

from solvent_conformance.audit.report import Cells
from solvent_conformance.audit.rows import Row
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.units import Contracts, Money, floor_div


def audit_session_cost(row: Row, rules: Rules, cells: Cells) -> None:
    """Audit `grossExecCost`; a row that lacks the other side's executions is taken to have none.

    Where that does not fit, the figure is explained by the contracts of the other side that
    there must have been, if a whole number of them yields it.
    """
    qty = row.whole("currentQty")
    long = (qty or 0) >= 0
    side, other = ("Buy", "Sell") if long else ("Sell", "Buy")
    side_qty, side_cost = row.whole(f"exec{side}Qty"), row.whole(f"exec{side}Cost")
    known = _on_balance(row)
    assumed = known if known is not None else side_qty if long else -(side_qty or 0)

    def why(found: int) -> str:
        if known is not None or not qty or not side_qty or side_cost is None:
            return ""
        least = floor_div(found * side_qty, side_cost) if side_cost > 0 else 0
        for added in (least - 1, least, least + 1):
            net = Contracts(added if long else -added)
            given = (Contracts(qty), net, Contracts(side_qty), Money(side_cost))
            if 0 <= added <= side_qty and rules.gross_exec_cost(*given) == found:
                return f"exec{other}Qty, which the row lacks, is {side_qty - added}"
        return ""

    cells.money(
        "grossExecCost", rules.gross_exec_cost, qty, assumed, side_qty, side_cost, unless=why
    )


def _on_balance(row: Row) -> int | None:
    """Contracts bought less those sold in the session; None if the row does not say."""
    net = row.whole("execQty")
    bought, sold = row.whole("execBuyQty"), row.whole("execSellQty")
    if net is None and bought is not None and sold is not None:
        return bought - sold
    qty, opened = row.whole("currentQty"), row.whole("openingQty")
    if net is None and qty is not None and opened is not None:
        return qty - opened
    return net
