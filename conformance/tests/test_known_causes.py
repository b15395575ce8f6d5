"""One difference does not hide the rest, and two reports of one cause are one."""

from dataclasses import replace

from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.certify.budget import Budget
from solvent_conformance.certify.campaign import run_campaign
from solvent_conformance.certify.causes import avoidable, is_one, past
from solvent_conformance.certify.outcome import Outcome, Plan
from solvent_conformance.judges.violations import Difference, Violation
from solvent_conformance.lockstep.counterexample import counterexample_of
from solvent_conformance.lockstep.repetition import replay_counterexample
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.capabilities import WHOLE
from solvent_conformance.protocol.features import features_of
from solvent_conformance.protocol.history import Step, do
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row, Venue

SMALL = Budget("small", 24, 0, 20, 0, 4, 1, 2, 2)
PARTS = ("order", "trade", "execution", "orderBookL2")


class OrderBook(ReferenceVenue):
    """A venue of orders and trades alone, whose rows a subclass may tell otherwise."""

    def hello(self) -> Row:
        """Trading, its tables, no scenes but those of any purse."""
        declared = {"name": "book", "profiles": ["trading"], "tables": list(PARTS)}
        return {**super().hello(), **declared}

    def told(self, table: str, row: Row) -> Row:
        """What it says of a row."""
        return row

    def do(self, request: Request) -> Answer:
        """As the reference, otherwise told."""
        answer = super().do(request)
        return replace(answer, rows=[self.told("order", row) for row in answer.rows])

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        """As the reference, otherwise told."""
        answer = super().read(table, account, symbol)
        return replace(answer, rows=[self.told(table, row) for row in answer.rows])


class TwoColumns(OrderBook):
    """One column is wrong of whatever has traded, another of canceled orders that have traded."""

    def told(self, table: str, row: Row) -> Row:
        """Nobody takes, and what was canceled in the middle was to trade wholly or not at all."""
        if table == "execution" and row.get("lastPx") is not None:
            return {**row, "lastLiquidityInd": "AddedLiquidity"}
        if table == "order" and row.get("ordStatus") == "Canceled" and row.get("cumQty"):
            return {**row, "timeInForce": "FillOrKill"}
        return row


class RefusesMarketOrders(OrderBook):
    """It takes neither market orders nor stops, and it cancels nothing when asked for all."""

    def do(self, request: Request) -> Answer:
        """Three kinds of requests go wrong."""
        if request.path == "/order/all":
            return Answer("ok")
        is_new = (request.method, request.path) == ("POST", "/order")
        if is_new and ("price" not in request.body or "stopPx" in request.body):
            return Answer("rejected", code=400, error={"message": "not now", "name": "HTTPError"})
        return super().do(request)


def judged(venue: Venue) -> Outcome:
    return run_campaign(InProcessVenue(venue), Plan(("trading",), SMALL, 1))


def test_a_wrong_column_does_not_hide_another() -> None:
    outcome = judged(TwoColumns())
    first, second = outcome.violations
    assert {(d.table, d.column) for d in first.differences} == {("execution", "lastLiquidityInd")}
    assert {d.column for d in second.differences} == {"timeInForce"}
    for violation in outcome.violations:
        lockstep = lockstep_of(InProcessVenue(TwoColumns()), outcome.capabilities)
        written = counterexample_of(violation, None, (), 1, "", capabilities=outcome.capabilities)
        assert replay_counterexample(written, lockstep).state == "STILL FAILS"


def test_a_request_that_fails_does_not_hide_another() -> None:
    found = {(v.step.request, v.clause) for v in judged(RefusesMarketOrders()).violations}
    assert "DELETE /order/all" in {request for request, _ in found}
    assert ("POST /order", "ORDR-045") in found, "what becomes of a market order"
    assert ("POST /order", "ORDR-016") in found, "what becomes of a stop"


def order(**body: object) -> Step:
    return do("alice", "POST /order", {"symbol": "XBTUSD", "orderQty": 1, **body}, "1")


def seen(clause: str, step: Step, *columns: str) -> Violation:
    differences = tuple(Difference("order", ("1",), column, 1, 2) for column in columns)
    return Violation("replay", (clause,), "", 0, step, differences)


def test_features_are_what_a_step_has_beside_a_plain_limit_order() -> None:
    assert features_of(order(price="100")) == frozenset()
    assert features_of(order()) == {"POST /order", "no price"}
    told = features_of(
        order(price="100", orderQty=-1, side="Buy", execInst="Close,LastPrice", stopPx="9")
    )
    assert told == {
        "POST /order",
        "orderQty below zero",
        "execInst: Close",
        "execInst: LastPrice",
        "stopPx",
    }
    amended = do("alice", "PUT /order", {"orderID": "@1", "price": "0"}, "2")
    assert features_of(amended) == {"PUT /order", "amends price", "price zero"}
    assert avoidable([seen("MTCH-001", order(price="100"), "cumQty")]) == frozenset()


def test_reports_of_one_cause_are_one() -> None:
    one = seen("MTCH-001", order(), "cumQty", "leavesQty")
    assert is_one(seen("MTCH-001", order(orderQty=5), "cumQty"), one)
    assert not is_one(seen("MTCH-002", order(), "cumQty"), one), "another clause"
    assert not is_one(seen("MTCH-001", order(price="5"), "cumQty"), one), "another kind of step"
    assert not is_one(seen("MTCH-001", order(), "cumQty", "avgPx"), one), "it shows something more"


def test_only_a_column_that_is_wrong_alone_is_looked_past() -> None:
    lockstep = lockstep_of(ReferenceVenue(), WHOLE)
    alone, many = seen("FEES-002", order(), "avgPx"), seen("FEES-002", order(), "avgPx", "cumQty")
    assert not past(lockstep, [alone]).capabilities.compares("order", "avgPx")
    assert past(lockstep, [alone]).capabilities.compares("order", "cumQty")
    assert past(lockstep, [alone]).capabilities.identifies_orders
    assert past(lockstep, [many]) is lockstep
    assert past(lockstep, [seen("ORDR-001", order(), "leavesQty")]) is lockstep
