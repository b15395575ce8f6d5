"""Engines that only match: what is wrong with one is found, first things first, and no more."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from typing import Any, ClassVar

import pytest

from solvent_adapter.setup import Setup
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.adapters.partial import (
    PartialVenue,
    Refusal,
    finished_order,
    rows_of,
    unknown_order,
)
from solvent_conformance.adapters.smoke import smoke
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.certify.severity import worst_first
from solvent_conformance.certify.stage import play_scripts
from solvent_conformance.histories.scenes.steps import cancel, new_order, open_world
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.lockstep.play import ANSWERS, CLOSELY, LOOSELY, play, violation_in
from solvent_conformance.lockstep.sides import Lockstep, lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_conformance.protocol.history import ctl, do
from solvent_conformance.protocol.needs import is_absent_refusal, is_beyond
from solvent_spec.rules import CLAUSES
from solvent_spec.vocabulary.commands import PlaceOrder, Side
from solvent_spec.vocabulary.messages import Answer, Request, Row
from solvent_spec.vocabulary.requests import order_uuid
from solvent_spec.vocabulary.units import PRICE_SCALE, decimal_text, price_text

LITTLE = Budget("quick", 4, 1, 12, 2, 3, 2, 1)
COLUMNS = ["orderID", "account", "symbol", "side", "price", "orderQty", "leavesQty"]
TOO_MUCH = {"message": "Invalid orderQty", "name": "HTTPError"}
MOST = 10**40
"""A price beyond every limit."""


class Matcher(PartialVenue):
    """Price-time priority and no money. `habits` are what it does wrong."""

    declares: ClassVar[Row] = {
        "name": "matcher",
        "profiles": ["trading"],
        "instruments": ["XBTTOY", "USDTOY"],
        "requests": ["POST /order", "DELETE /order"],
        "ordTypes": ["Limit", "Market"],
        "timeInForce": ["GoodTillCancel"],
        "execInst": [],
        "controls": [],
        "refusals": [],
        "tables": ["order", "trade", "orderBookL2"],
        "columns": {
            "order": COLUMNS,
            "trade": ["symbol", "side", "price", "size"],
            "orderBookL2": ["symbol", "side", "price", "size"],
        },
    }

    def __init__(self, *habits: str, **declared: Any) -> None:
        self.habits = habits
        self.declares = {**type(self).declares, **declared}  # type: ignore[misc] # one matcher's own

    def open(self, setup: Setup) -> None:
        self.orders: list[dict[str, Any]] = []
        self.trades: list[Row] = []
        self.emptied: set[tuple[str, str, int]] = set()

    def place_order(self, order: PlaceOrder) -> Iterable[Row]:
        if order.order_qty is None:
            raise Refusal("Invalid orderQty")
        side = order.side or (Side.SELL if order.order_qty < 0 else Side.BUY)
        qty = int(order.order_qty) if order.side else abs(int(order.order_qty))
        if qty <= 0 and ("takes nothing" if qty == 0 else "takes less") not in self.habits:
            raise Refusal("Invalid orderQty")
        if order.price is not None and order.price <= 0:
            raise Refusal("Invalid price")
        limit = order.price or (MOST if side is Side.BUY else 0)
        made = {"id": order_uuid(len(self.orders) + 1), "owner": order.account, "side": side}
        made |= {"symbol": order.symbol, "limit": int(limit), "qty": qty, "left": qty}
        made |= {"price": order.price, "fills": []}
        self.match(made)
        rests = order.price is not None or "market rests" in self.habits
        self.orders.append({**made, "left": made["left"] if rests else 0})
        answer = self.row(self.orders[-1])
        if "POST /order" in self.declares["columns"]:
            answer["avgPx"] = self.average(made["fills"])
        return [answer]

    def match(self, made: dict[str, Any]) -> None:
        sign = 1 if made["side"] is Side.BUY else -1
        others = [
            one
            for one in self.orders
            if one["left"] and one["symbol"] == made["symbol"] and one["side"] is not made["side"]
        ]
        for other in sorted(others, key=lambda one: sign * one["limit"]):
            if sign * other["limit"] > sign * made["limit"] or made["left"] <= 0:
                break
            size = min(made["left"], other["left"])
            made["left"] -= size
            other["left"] -= size
            made["fills"].append((size, other["limit"]))
            told = {"symbol": made["symbol"], "side": made["side"].value, "size": size}
            self.trades.append({**told, "price": shown_price(other["limit"])})

    def average(self, fills: list[tuple[int, int]]) -> str | None:
        if not fills:
            return None
        weights = [1 if "plain mean" in self.habits else size for size, _ in fills]
        total = sum(n * price for n, (_, price) in zip(weights, fills, strict=True))
        return decimal_text(Fraction(total, sum(weights) * PRICE_SCALE), places=2)

    def cancel_one(self, account: str, order_id: str, cl_ord_id: str) -> Row:
        one = next((o for o in self.orders if o["id"] == order_id), None)
        if one is None or ("owners" in self.habits and one["owner"] != account):
            return unknown_order(order_id)
        if not one["left"]:
            return finished_order(self.row(one), "Filled")
        one["left"] = 0
        if "empty levels" in self.habits:
            self.emptied.add((one["symbol"], one["side"].value, one["limit"]))
        return self.row(one)

    def row(self, one: dict[str, Any]) -> Row:
        price = None if one["price"] is None else price_text(one["price"])
        row = {"orderID": one["id"], "account": one["owner"], "symbol": one["symbol"]}
        row |= {"side": one["side"].value, "price": price}
        return {**row, "orderQty": one["qty"], "leavesQty": one["left"]}

    def levels(self) -> Iterator[Row]:
        sizes = dict.fromkeys(self.emptied, 0)
        for one in self.orders:
            key = (one["symbol"], one["side"].value, one["limit"])
            if one["left"]:
                sizes[key] = sizes.get(key, 0) + one["left"]
        for (symbol, side, price), size in sorted(sizes.items()):
            yield {"symbol": symbol, "side": side, "price": shown_price(price), "size": size}

    def table(self, name: str, account: str | None, symbol: str | None) -> Iterable[Row]:
        rows = map(self.row, self.orders)
        shown = {"order": rows, "trade": self.trades, "orderBookL2": self.levels()}[name]
        return rows_of(shown, account, symbol)


def shown_price(price: int) -> str | None:
    return price_text(price) if price < MOST else None


def before_judges(matcher: Matcher) -> Lockstep:
    venue = InProcessVenue(matcher)
    declared = introduction(venue)[1].judged_by(["trading"], wording=False)
    return lockstep_of(venue, declared)


def found(matcher: Matcher) -> list[Violation]:
    """What the scenes find, the worst first."""
    lockstep = before_judges(matcher)
    outcome = Outcome(Plan(("trading",), LITTLE, 1), matcher.hello(), lockstep.capabilities)
    play_scripts(outcome, lockstep, lambda _: None)
    assert outcome.flaky == []
    return worst_first(outcome.violations)


def body_of(violation: Violation) -> Row:
    body: Row = violation.steps[-1].message["body"]
    return body


def test_an_engine_that_matches_is_accused_of_nothing() -> None:
    assert found(Matcher()) == []


@pytest.mark.parametrize(
    ("habit", "clause"),
    [
        ("market rests", "MTCH-007"),
        ("takes less", "ORDR-004"),
        ("takes nothing", "ORDR-004"),
        ("empty levels", "ORDR-027"),
    ],
)
def test_a_habit_is_found_and_the_right_clause_is_named(habit: str, clause: str) -> None:
    assert {violation.clause for violation in found(Matcher(habit))} == {clause}


def test_one_habit_hides_no_other_and_the_worst_is_told_first() -> None:
    violations = found(Matcher("takes nothing", "takes less", "market rests", "empty levels"))
    assert [v.clause for v in violations][:2] == ["ORDR-027", "MTCH-007"]
    taken = [body_of(v)["orderQty"] for v in violations if v.clause == "ORDR-004"]
    assert [qty < 0 for qty in taken] == [True, False]


AVERAGE: Row = {
    "instruments": ["USDTOY"],
    "payoffs": ["linear"],
    "columns": {**Matcher.declares["columns"], "POST /order": [*COLUMNS, "avgPx"]},
}


def test_what_only_an_answer_shows_is_judged_there_and_not_in_the_table() -> None:
    assert found(Matcher(**AVERAGE)) == []
    violation = found(Matcher("plain mean", **AVERAGE))[0]
    assert (violation.clause, violation.differences[0].column) == ("ORDR-029", "avgPx")
    assert len([s for s in violation.steps if s.kind == "do"]) == 3


def test_who_may_cancel_is_asked_where_owners_are_declared() -> None:
    steps = (
        *open_world("XBTTOY"),
        new_order("alice", "Buy", 1, "99.5", label="hers"),
        cancel("bob", "hers"),
    )
    assert violation_in(before_judges(Matcher("owners", refusals=["owner"])), steps) is None
    accused = violation_in(before_judges(Matcher(refusals=["owner"])), steps)
    assert accused is not None
    assert accused.clause == "ORDR-028"
    assert violation_in(before_judges(Matcher()), steps) is None, "declared absent, so not asked"


@pytest.mark.parametrize("body", [{"ordType": "Stop", "stopPx": "90"}, {"execInst": "ReduceOnly"}])
def test_an_order_that_is_not_declared_is_unsupported(body: Row) -> None:
    matcher = Matcher()
    matcher.reset({"instruments": ["XBTTOY"]})
    order = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 1, **body}
    assert matcher.do(Request("ann", "POST", "/order", order)).status == "unsupported"


def test_an_engine_without_money_is_smoked_with_orders_too() -> None:
    """And under a rulebook that has its contracts."""
    assert {s.step for s in smoke(InProcessVenue(Matcher())) if s.skipped} == {"clock"}
    late = Matcher(instruments=["XBTUSDT"], payoffs=["linear"])
    assert {s.step for s in smoke(InProcessVenue(late)) if s.skipped} == {"clock"}


def test_violations_of_market_and_of_limit_orders_are_two() -> None:
    violations = chain(found(Matcher("market rests")), found(Matcher("takes less")))
    assert len({v.signature for v in violations}) == 2


def test_a_clause_on_orders_that_nobody_sent_is_not_named_first() -> None:
    """A limit order that should trade and does not: no matter of FillOrKill."""

    class Idle(Matcher):
        def match(self, made: dict[str, Any]) -> None:
            """Nobody meets anybody."""

    columns = {**Matcher.declares["columns"], "order": [*COLUMNS, "cumQty", "ordStatus"]}
    steps = (
        *open_world("XBTTOY"),
        new_order("alice", "Sell", 1, "100"),
        new_order("bob", "Buy", 1, "100"),
    )
    for declared in ({}, {"columns": columns, "tables": ["order"]}):
        violation = violation_in(before_judges(Idle(**declared)), steps)
        assert violation is not None
        assert violation.clause.startswith("MTCH")
        assert "FillOrKill" not in CLAUSES[violation.clause].statement


def test_a_defect_has_one_signature_however_closely_one_looks() -> None:
    class Idle(Matcher):
        def match(self, made: dict[str, Any]) -> None:
            """Nobody meets anybody."""

    lockstep = before_judges(Idle(tables=["order"]))
    steps = (
        *open_world("XBTTOY"),
        new_order("alice", "Sell", 2, "101"),
        new_order("bob", "Sell", 1, "100"),
        new_order("carol", "Buy", 1, "100"),
    )
    looks = [play(lockstep, steps, watch=watch)[1] for watch in (CLOSELY, LOOSELY, ANSWERS)]
    assert len({violation.signature for violation in looks if violation is not None}) == 1
    assert None not in looks


def test_of_money_that_nobody_has_the_most_comes_first() -> None:
    """An order that is taken and cannot be paid leads; a mark that nobody has does not move."""

    def taken(needed: int) -> Violation:
        text = f"rejected (400): Account has insufficient Available Balance, {needed} XBt required"
        cell = Difference("answer", ("POST /order",), "status", text, "ok (200)")
        return Violation("replay", ("ORDR-013",), "", 0, new_order("a", "Buy", 1, "1"), (cell,))

    lost = replace(taken(0), money=40)
    assert worst_first([taken(7), lost, taken(50)]) == [taken(50), lost, taken(7)]
    assert taken(7).signature == taken(50).signature


def test_a_mark_that_a_venue_has_not_stays_where_it_was() -> None:
    spot = ctl("spot", {"index": ".XBTTOY", "reference": "A", "price": "76"})
    before = [new_order("alice", "Buy", 1, "100")]
    markless = replace(WHOLE, refusals=(), tables=("order", "margin"))
    assert is_beyond(spot, before, markless)
    assert not is_beyond(spot, [], markless), "where it opens"
    assert not is_beyond(spot, before, replace(WHOLE, refusals=())), "it is shown"


def test_a_quantity_without_a_side_is_as_much_as_its_digits() -> None:
    much = {"symbol": "XBTTOY", "orderQty": -(10**9), "price": "100"}
    order, refused = do("a", "POST /order", much), Answer("rejected", error=TOO_MUCH, code=400)
    lacking = replace(WHOLE, refusals=())
    assert is_absent_refusal(order, refused, lacking)
    sided = do("a", "POST /order", {**much, "side": "Buy"})
    assert not is_absent_refusal(sided, refused, lacking)
