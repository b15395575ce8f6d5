"""Judges notice what is doctored, each by its own means, and say which clause is broken."""

from collections import Counter
from collections.abc import Callable

import pytest

from solvent_conformance.certify.verdict import ClauseTally, OutOfReach, verdicts
from solvent_conformance.histories import exploration
from solvent_conformance.histories.machines import MACHINES
from solvent_conformance.judges.accounting import Accounting
from solvent_conformance.judges.moments import Judge
from solvent_conformance.judges.reasons import refused_by
from solvent_conformance.judges.relations import Relations
from solvent_conformance.judges.replay import Replay
from solvent_conformance.judges.tables import differences
from solvent_conformance.judges.violations import Violation
from solvent_conformance.lockstep.play import violation_in
from solvent_conformance.lockstep.run import Watch
from solvent_conformance.lockstep.shrink import shortest
from solvent_conformance.lockstep.sides import Lockstep, reference
from solvent_conformance.protocol.capabilities import Capabilities
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_conformance.retellings.comparison import mirror, retell, split
from solvent_conformance.retellings.one_price import one_price_history
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook import Rulebook
from solvent_spec.rules import Rules
from solvent_spec.vocabulary.messages import Answer, Request, Row

Doctor = Callable[[str, list[Row]], list[Row]]


class Doctored(ReferenceVenue):
    """The reference, whose rows somebody writes over before they are shown."""

    def __init__(self, doctor: Doctor) -> None:
        super().__init__()
        self.doctor = doctor

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        answer = super().read(table, account, symbol)
        return Answer(answer.status, self.doctor(table, answer.rows), answer.error, answer.code)


def changed(table: str, column: str, by: Callable[[object], object]) -> Doctor:
    def doctor(name: str, rows: list[Row]) -> list[Row]:
        if name != table:
            return rows
        return [{**row, column: by(row.get(column))} for row in rows]

    return doctor


def trading_steps() -> tuple[Step, ...]:
    return one_price_history("TOY", "XBTTOY", 3, ("advance",))


def judged(venue: ReferenceVenue, make: Callable[[Capabilities], Judge]) -> Violation | None:
    capabilities = Capabilities.of(venue.hello())
    lockstep = Lockstep(venue, capabilities, reference, lambda: (make(capabilities),), Watch())
    return violation_in(lockstep, trading_steps())


@pytest.mark.parametrize("judge", [Replay, Accounting, Relations])
def test_no_judge_finds_anything_in_the_reference(judge: Callable[[Capabilities], Judge]) -> None:
    assert judged(ReferenceVenue(), judge) is None


def plus_one(value: object) -> object:
    return value + 1 if isinstance(value, int) else value


@pytest.mark.parametrize(
    ("table", "column", "clause"),
    [
        ("position", "unrealisedPnl", "POSN-003"),
        ("margin", "availableMargin", "MARG-012"),
        ("execution", "execCost", "INST-001"),
        ("position", "posComm", "MARG-002"),
    ],
)
def test_replay_sees_a_satoshi_and_names_a_clause_that_determines_it(
    table: str, column: str, clause: str
) -> None:
    found = judged(Doctored(changed(table, column, plus_one)), Replay)
    assert found is not None
    assert clause in found.clauses
    assert found.differences[0].gap == 1


def test_accounting_sees_a_satoshi_that_comes_from_nowhere() -> None:
    found = judged(Doctored(changed("margin", "walletBalance", plus_one)), Accounting)
    assert found is not None
    assert (found.money, found.currency) == (1, "XBt")


def test_accounting_sees_a_ledger_that_does_not_sum_to_zero() -> None:
    found = judged(Doctored(changed("ledger", "balance", plus_one)), Accounting)
    assert found is not None
    assert found.clause == "LEDG-001"


def test_accounting_sees_contracts_that_only_one_side_holds() -> None:
    def doctor(name: str, rows: list[Row]) -> list[Row]:
        if name != "position":
            return rows
        return [
            {**row, "currentQty": row["currentQty"] + (1 if row["account"] == "bob" else 0)}
            for row in rows
        ]

    found = judged(Doctored(doctor), Accounting)
    assert found is not None
    assert "LEDG-002" in found.clauses


def test_relations_see_a_book_that_lacks_an_order() -> None:
    found = judged(Doctored(lambda t, rows: rows[1:] if t == "orderBookL2" else rows), Relations)
    assert found is not None
    assert "MTCH-007" in found.clauses


def test_relations_see_a_refusal_that_changes_a_table() -> None:
    class Sloppy(ReferenceVenue):
        """Forgets an order when it refuses another."""

        def do(self, request: Request) -> Answer:
            answer = super().do(request)
            if answer.status == "rejected":
                super().do(Request(request.account, "DELETE", "/order/all", {}))
            return answer

    venue = Sloppy()
    capabilities = Capabilities.of(venue.hello())
    lockstep = Lockstep(venue, capabilities, reference, lambda: (Relations(capabilities),), Watch())
    body = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 1, "price": "90"}
    steps = (
        *trading_steps(),
        do("alice", "POST /order", body, "rests"),
        do("alice", "POST /order", {**body, "price": "90.1"}, "refused"),
    )
    found = violation_in(lockstep, steps)
    assert found is not None
    assert found.clause == "APIC-006"


def test_a_venue_that_looks_at_names_is_found_by_another_name() -> None:
    class Favours(ReferenceVenue):
        """Cancels what alice has when bob comes."""

        def do(self, request: Request) -> Answer:
            if request.account == "bob":
                super().do(Request("alice", "DELETE", "/order/all", {}))
            return super().do(request)

    venue = Favours()
    capabilities = Capabilities.of(venue.hello())
    found = [v for v in retell(venue, trading_steps(), capabilities) if v is not None]
    assert found
    assert "other account names" in found[0].sentence


def test_a_value_with_the_wrong_sign_breaks_the_mirror() -> None:

    class OneMore(Rules):
        """A profit is never below one satoshi."""

        __slots__ = ()

        def unrealised_pnl(self, mark_value: int, cost: int) -> int:  # type: ignore[override] # plain integers will do here
            return mark_value - cost + 1

    plain = ReferenceVenue()
    capabilities = Capabilities.of(plain.hello())
    steps = trading_steps()
    assert mirror(plain, steps, capabilities) is None
    assert split(plain, steps, capabilities, "taker") is None
    assert mirror(ReferenceVenue(OneMore), steps, capabilities) is not None


def test_the_shortest_history_keeps_the_violation_and_drops_the_rest() -> None:
    venue = Doctored(changed("position", "unrealisedPnl", plus_one))
    capabilities = Capabilities.of(venue.hello())
    lockstep = Lockstep(venue, capabilities, reference, lambda: (Replay(capabilities),), Watch())
    steps = (*trading_steps(), ctl("audit"))
    found = violation_in(lockstep, steps)
    assert found is not None
    least = shortest(found, lambda shorter: violation_in(lockstep, shorter))
    assert least.signature == found.signature
    assert len(least.steps) < len(found.steps)
    assert least.steps[0].kind == "reset"


def test_a_history_that_we_break_off_is_not_flaky(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "MOST_SHRINKS", 2)
    venue = Doctored(changed("position", "unrealisedPnl", plus_one))
    capabilities = Capabilities.of(venue.hello())
    lockstep = Lockstep(venue, capabilities, reference, lambda: (Replay(capabilities),), Watch())
    explored = exploration.Exploration(lockstep, "TOY")
    found = explored.run(MACHINES["leverage"], seed=1, histories=20, steps=20)
    assert found.violation is not None
    assert not found.is_flaky


def test_a_clause_that_never_refused_is_undecided() -> None:
    capabilities = Capabilities.of(ReferenceVenue().hello())
    book = Rulebook.named("TOY")

    def verdict(refusals: dict[str, int], reach: OutOfReach, cells: int = 0) -> str:
        shown = {"ORDR-010": cells} if cells else {}
        executed = ClauseTally(Counter({"ORDR-010": 9}), Counter(refusals), reach, shown)
        found = verdicts(executed, (), capabilities, ("trading",), book)
        return next(v.name for v in found if v.clause == "ORDR-010")

    assert verdict({}, OutOfReach()) == "Undecided"
    assert verdict({"ORDR-010": 1}, OutOfReach(), cells=2) == "Conforms"
    assert verdict({"ORDR-010": 1}, OutOfReach()) == "Undecided", "another rule shows the same"
    assert verdict({}, OutOfReach(refused=frozenset({"ORDR-010"}))) == "NotApplicable"


@pytest.mark.parametrize(
    ("played", "asked", "name"),
    [("TOY", "TOY", "Violates"), ("2026", "TOY", "Undecided"), ("2026", "2026", "Undecided")],
)
def test_nobody_breaks_a_clause_that_was_not_in_force(played: str, asked: str, name: str) -> None:
    capabilities = Capabilities.of(ReferenceVenue().hello())
    reset = Step("reset", {"rulebook": played})
    violation = Violation("replay", ("MARG-012",), "too much.", 0, reset, steps=(reset,))
    executed = ClauseTally(Counter({"MARG-012": 9}), Counter())
    book = Rulebook.named(asked)
    found = verdicts(executed, (violation,), capabilities, ("margin",), book)
    assert [v.name for v in found if v.clause == "MARG-012"] == [name]


def test_a_clause_that_has_ended_is_not_asked() -> None:
    capabilities = Capabilities.of(ReferenceVenue().hello())
    executed = ClauseTally(Counter({"MARG-012": 9, "LIQD-002": 9}), Counter())
    found = verdicts(executed, (), capabilities, ("margin",), Rulebook.named("2026"))
    ended = {v.clause for v in found if v.reason == "not in force under the rulebook"}
    assert {"MARG-012", "MARG-014", "LIQD-002"} <= ended
    assert "MARG-011" not in ended


def test_a_rejected_answer_names_the_clauses_that_refused() -> None:
    rejected = Answer("rejected", error={"message": "Too many open orders"}, code=400)
    assert refused_by(rejected) == ("ORDR-010",)
    row = {"error": "Invalid orderID"}
    assert refused_by(Answer("ok", [row])) == ("ORDR-028",)
    assert refused_by(Answer("ok")) == ()


def test_a_strange_order_is_told_in_words_and_not_as_a_label() -> None:
    rows = [{"account": "alice", "orderID": "$3"}], [{"account": "alice", "orderID": "order 0"}]
    found = list(differences("execution", *rows, Capabilities.of(ReferenceVenue().hello())))
    assert [cell.expected for cell in found] == ["the order that step 3 placed"]
    assert [cell.observed for cell in found] == ["an order that no step placed"]
