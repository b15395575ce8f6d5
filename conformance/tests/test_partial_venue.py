"""What PartialVenue does for every adapter: cancels, reads, and what no engine is asked for."""

from collections.abc import Iterable
from typing import ClassVar

import pytest

from solvent_adapter.setup import Setup
from solvent_conformance.adapters.partial import (
    PartialVenue,
    finished_order,
    rows_of,
    side_and_quantity,
    unknown_order,
)
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.commands import PlaceOrder, Side
from solvent_spec.vocabulary.messages import Request, Row, Venue
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import AccountId, Contracts, Symbol

SETUP = {"instruments": ["XBTUSD"], "accounts": ["anna", "bert"]}
ORDER = {"symbol": "XBTUSD", "side": "Buy", "orderQty": 1, "price": "10000"}
RAN = ["clOrdID", "ordStatus", "ordRejReason", "error"]


class Ledge(PartialVenue):
    """Orders rest and never trade."""

    declares: ClassVar[Row] = {"requests": ["POST /order", "DELETE /order"]}

    def open(self, setup: Setup) -> None:
        self.rows: list[Row] = []

    def place_order(self, order: PlaceOrder) -> list[Row]:
        name = order_uuid(len(self.rows) + 1)
        terms = {"clOrdID": order.cl_ord_id, "ordStatus": "New", "ordRejReason": ""}
        self.rows.append({"orderID": name, "account": order.account, **terms})
        return [dict(self.rows[-1])]

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        for row in self.rows:
            named = row["orderID"] == order_id or (cl_ord_id and row["clOrdID"] == cl_ord_id)
            if named and row["account"] == account:
                if row["ordStatus"] != "New":
                    return finished_order(row, row["ordStatus"])
                row["ordStatus"] = "Canceled"
                return dict(row)
        return unknown_order(order_id, cl_ord_id)

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        return rows_of(self.rows, account, symbol)


def cancels(venue: Venue) -> list[list[Row]]:
    """What comes back when known, unknown, another's and finished orders are named at once."""
    assert venue.reset(SETUP).status == "ok"
    venue.ctl("deposit", {"account": "anna", "currency": "XBt", "amount": 10**10})
    venue.ctl("spot", {"index": ".BXBT", "reference": "BSTP", "price": "10000"})
    for number in range(3):
        placed = venue.do(Request("anna", "POST", "/order", {**ORDER, "clOrdID": f"c{number}"}))
        assert placed.status == "ok", placed
    ids = [order_uuid(1), order_uuid(9), order_uuid(2)]
    bodies: list[tuple[str, Row]] = [
        ("bert", {"orderID": order_uuid(1)}),
        ("anna", {"orderID": ids}),
        ("anna", {"orderID": ",".join(ids), "clOrdID": "c2"}),
        ("anna", {"clOrdID": ["c2", "none"]}),
    ]
    answers = [venue.do(Request(who, "DELETE", "/order", body)) for who, body in bodies]
    assert {answer.status for answer in answers} == {"ok"}
    return [[{c: row.get(c) for c in RAN} for row in answer.rows] for answer in answers]


@pytest.mark.tests("ORDR-028", "ORDR-042")
def test_a_cancel_of_several_is_answered_as_by_the_reference() -> None:
    told = cancels(Ledge())
    assert told == cancels(ReferenceVenue())
    assert [[row["ordStatus"] for row in rows] for rows in told] == [
        ["Rejected"],
        ["Canceled", "Rejected", "Canceled"],
        ["Canceled", "Rejected", "Canceled", "Canceled"],
        ["Canceled", "Rejected"],
    ]
    assert [[bool(row["error"]) for row in rows] for rows in told][2] == [True, True, True, False]


def test_an_engine_is_not_told_of_a_contract_that_is_not_set_up() -> None:
    venue = Ledge()
    venue.reset(SETUP)
    answer = venue.do(Request("anna", "POST", "/order", {**ORDER, "symbol": "ETHUSD"}))
    assert (answer.status, answer.error) == (
        "rejected",
        {"message": "Invalid symbol", "name": "HTTPError"},
    )
    assert venue.rows == []
    assert venue.reset({**SETUP, "instruments": ["ETHUSD"]}).status == "ok"
    assert venue.do(Request("anna", "POST", "/order", ORDER)).status == "rejected"


@pytest.mark.parametrize(
    ("side", "qty", "told"),
    [
        (None, 5, ("Buy", 5)),
        (None, -5, ("Sell", 5)),
        (Side.SELL, 5, ("Sell", 5)),
        (Side.SELL, -5, ("Sell", -5)),
        (Side.BUY, 0, ("Buy", 0)),
        (None, None, ("Buy", 0)),
    ],
)
def test_the_sign_is_the_side_where_no_side_is(
    side: Side | None, qty: int | None, told: tuple[str, int]
) -> None:
    contracts = None if qty is None else Contracts(qty)
    order = PlaceOrder(AccountId("anna"), Symbol("XBTUSD"), side, contracts)
    assert side_and_quantity(order) == told


def test_a_read_has_the_rows_of_an_account_and_those_of_everybody() -> None:
    anna, bert = ({"account": name, "symbol": "XBTUSD"} for name in ("anna", "bert"))
    level, money = {"symbol": "ETHUSD"}, {"account": "anna", "currency": "XBt"}
    rows = [anna, bert, level, money]
    assert rows_of(rows, None, None) == rows
    assert rows_of(rows, "anna", None) == [anna, level, money]
    assert rows_of(rows, "anna", "XBTUSD") == [anna, money]
    assert rows_of(iter(rows), None, "ETHUSD") == [level, money]
