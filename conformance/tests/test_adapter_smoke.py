"""An adapter that is not fit is found out before any verdict, at the step that says why."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from solvent_conformance.adapters.failures import AdapterInvalid, VenueCrashed
from solvent_conformance.adapters.in_process import InProcessVenue
from solvent_conformance.adapters.smoke import smoke
from solvent_reference.venue import ReferenceVenue
from solvent_spec.vocabulary.messages import Answer, Request, Row

OK = Answer("ok")
NO = {"message": "no", "name": "HTTPError"}


class Unfit(ReferenceVenue):
    """The reference behind an adapter with one defect."""

    def __init__(self, **instead: Callable[..., Any]) -> None:
        self.instead = instead
        self.resets = 0
        super().__init__()

    def _do(self, verb: str, answer: Any, *asked: Any) -> Any:
        change = self.instead.get(verb)
        return answer if change is None else change(self, answer, *asked)

    def hello(self) -> Row:
        return self._do("hello", super().hello())  # type: ignore[no-any-return]  # may be anything

    def reset(self, setup: Row) -> Answer:
        return self._do("reset", super().reset(setup), setup)  # type: ignore[no-any-return]  # as above

    def do(self, request: Request) -> Answer:
        return self._do("do", super().do(request), request)  # type: ignore[no-any-return]  # as above

    def ctl(self, verb: str, body: Row) -> Answer:
        return self._do("ctl", super().ctl(verb, body), verb)  # type: ignore[no-any-return]  # as above

    def read(self, table: str, account: str | None = None, symbol: str | None = None) -> Answer:
        answer = super().read(table, account, symbol)
        return self._do("read", answer, table)  # type: ignore[no-any-return]  # as above


def with_cells(answer: Answer, **cells: Any) -> Answer:
    rows = [{**row, **{k: v for k, v in cells.items() if k in row}} for row in answer.rows]
    return replace(answer, rows=rows)


def test_the_reference_is_fit() -> None:
    steps = smoke(InProcessVenue(ReferenceVenue()))
    assert [step.step for step in steps] == [
        "hello",
        "reset",
        "tables",
        "unknown",
        "decimals",
        "malformed",
        "clock",
        "isolation",
    ]
    assert [step.skipped for step in steps] == [""] * 8


@pytest.mark.parametrize("rulebook", ["2019-06", "2026", "TOY"])
def test_the_reference_is_fit_under_each_rulebook(rulebook: str) -> None:
    assert len(smoke(InProcessVenue(ReferenceVenue()), rulebook)) == 8


def test_what_a_venue_does_not_declare_is_not_tried() -> None:
    declares = {"controls": ["freeze"], "tables": ["order"]}
    venue = Unfit(hello=lambda _, row: {**row, **declares})
    skipped = {step.step: step.skipped for step in smoke(InProcessVenue(venue)) if step.skipped}
    assert skipped == {
        "decimals": "no control spot is declared",
        "malformed": "no control spot is declared",
        "clock": "no control advance is declared",
    }


def keeps(venue: Unfit, answer: Answer, _: Row) -> Answer:
    """A reset that forgets all but a count of resets, which shows as money."""
    venue.resets += 1
    money = {"account": "ann", "currency": "XBt", "amount": venue.resets}
    assert ReferenceVenue.ctl(venue, "deposit", money).status == "ok"
    return answer


def placed(change: Callable[[Answer], Answer]) -> Callable[..., Answer]:
    """A change of the answers to good orders."""
    return lambda _, answer, request: (
        change(answer) if answer.status == "ok" and request.path == "/order" else answer
    )


@pytest.mark.parametrize(
    ("step", "text", "instead"),
    [
        ("hello", "protocol is 2", {"hello": lambda _, row: {**row, "protocol": 2}}),
        ("hello", "tables lists 'tides'", {"hello": lambda _, row: {**row, "tables": ["tides"]}}),
        ("hello", "expected name as text", {"hello": lambda _, row: {**row, "name": ""}}),
        ("hello", "expected version as text", {"hello": lambda _, row: {**row, "version": 1}}),
        ("hello", "expected an object, got list", {"hello": lambda _, row: [row]}),
        ("hello", "float 0.1", {"hello": lambda _, row: {**row, "mood": 0.1}}),
        ("hello", "to trade under 2019-06", {"hello": lambda _, row: {**row, "payoffs": []}}),
        ("reset", "effective setup", {"reset": lambda _, a, __: replace(a, rows=[])}),
        ("reset", "expected clock", {"reset": lambda _, a, __: with_cells(a, clock="x")}),
        ("reset", "expected accounts", {"reset": lambda _, a, __: with_cells(a, accounts=["ann"])}),
        (
            "reset",
            "rejected: no",
            {"reset": lambda _, __, ___: Answer("rejected", [], NO, 400)},
        ),
        (
            "tables",
            "read wallet answered ok",
            {
                "read": lambda _, a, table: (
                    Answer("errored", [], NO, 500) if table == "wallet" else a
                )
            },
        ),
        (
            "unknown",
            "the control 'no-such-control' unsupported",
            {"ctl": lambda _, a, verb: OK if verb == "no-such-control" else a},
        ),
        (
            "unknown",
            "the table 'noSuchTable' unsupported",
            {"read": lambda _, a, table: OK if table == "noSuchTable" else a},
        ),
        (
            "unknown",
            "the request PATCH /no-such-request unsupported",
            {
                "do": lambda _, a, request: (
                    Answer("rejected", [], NO, 400) if request.method == "PATCH" else a
                )
            },
        ),
        (
            "decimals",
            "an order in ADAM19 at '0.00000713', got '0.000007'",
            {
                "do": placed(
                    lambda a: (
                        with_cells(a, price="0.000007") if a.rows[0]["symbol"] == "ADAM19" else a
                    )
                )
            },
        ),
        (
            "decimals",
            "an order in XBTUSD at '9999.5', got '9999.51'",
            {"read": lambda _, a, table: with_cells(a, price="9999.51") if table == "order" else a},
        ),
        (
            "decimals",
            "price: expected a canonical decimal string, got 9999.5",
            {"do": placed(lambda a: with_cells(a, price=9999.5))},
        ),
        (
            "decimals",
            "deposit answered ok, got errored",
            {"ctl": lambda _, a, v: Answer("errored", [], NO, 500) if v == "deposit" else a},
        ),
        (
            "malformed",
            "rejected, got errored",
            {
                "do": lambda _, a, __: (
                    Answer("errored", [], NO, 500) if a.status == "rejected" else a
                )
            },
        ),
        (
            "clock",
            "back to 2019-06-01T12:00:00.000Z rejected, got ok",
            {"ctl": lambda _, a, v: OK if v == "advance" else a},
        ),
        (
            "clock",
            "expected an order placed at 2019-06-01T12:34:56.789Z",
            {
                "do": placed(
                    lambda a: (
                        with_cells(a, timestamp="2026-01-01T00:00:00.000Z")
                        if a.rows[0]["account"] == "ben"
                        else a
                    )
                )
            },
        ),
        ("isolation", "as after the first reset", {"reset": keeps}),
    ],
)
def test_an_adapter_with_a_defect_is_not_fit(
    step: str, text: str, instead: dict[str, Callable[..., Any]]
) -> None:
    with pytest.raises(AdapterInvalid) as caught:
        smoke(InProcessVenue(Unfit(**instead)))
    assert caught.value.step == step
    assert text in str(caught.value)
    assert caught.value.hint
    assert caught.value.verdict()["kind"] == "adapter invalid"


def test_a_venue_that_dies_is_an_invalid_adapter_and_no_violation() -> None:
    def die(*_: object) -> Answer:
        raise VenueCrashed("do POST /order of ann", "the venue ended", stderr="one\nout of memory")

    class Dies(Unfit):
        def do(self, request: Request) -> Answer:
            return die()

    with pytest.raises(AdapterInvalid) as caught:
        smoke(Dies())
    assert (caught.value.step, caught.value.hint) == ("unknown", "out of memory")
