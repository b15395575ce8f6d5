"""Histories are the same bytes everywhere and name no identifier of a venue."""

import pytest

from solvent_conformance.protocol.history import BadHistory, Step, Transcript, canonical, ctl, do
from solvent_conformance.protocol.session import Session, answer_row
from solvent_reference.venue import ReferenceVenue

SETUP = {
    "rulebook": "TOY",
    "instruments": ["XBTTOY"],
    "accounts": ["alice", "bob"],
    "clock": "2019-06-03T12:00:00.000Z",
    "policies": {},
}


def opening() -> list[Step]:
    steps = [Step("reset", SETUP)]
    steps += [
        ctl("spot", {"index": ".XBTTOY", "reference": name, "price": "100"}) for name in "ABC"
    ]
    steps += [
        ctl("deposit", {"account": name, "currency": "XBt", "amount": 10**8})
        for name in ("alice", "bob")
    ]
    return steps


def test_one_value_has_one_text() -> None:
    assert canonical({"b": 1, "a": [None, True, "é"]}) == '{"a":[null,true,"\\u00e9"],"b":1}'


@pytest.mark.parametrize("value", [0.5, [1.0], {"a": {"b": 2.5}}])
def test_a_float_is_refused_at_any_depth(value: object) -> None:
    with pytest.raises(TypeError):
        canonical(value)


@pytest.mark.parametrize("step", [*opening(), do("alice", "POST /order", {"orderQty": 1}, "1")])
def test_a_step_survives_its_own_row(step: Step) -> None:
    assert Step.of(step.row()) == step


@pytest.mark.parametrize(
    "row",
    [
        None,
        {},
        {"kind": "shout", "message": {}},
        {"kind": "do", "message": {}},
        {"kind": "do", "message": {"account": "a", "method": "POST", "path": "/", "body": 1}},
        {"kind": "ctl", "message": {"verb": 5}},
        {"kind": "read", "message": "order"},
    ],
)
def test_what_is_no_step_is_malformed(row: object) -> None:
    with pytest.raises(BadHistory):
        Step.of(row)


def test_an_order_is_named_by_the_step_that_placed_it() -> None:
    session = Session(ReferenceVenue())
    for step in opening():
        session.send(step)
    order = {"symbol": "XBTTOY", "side": "Buy", "orderQty": 5, "price": "99"}
    placed = session.send(do("alice", "POST /order", order, "7"))
    assert placed.rows[0]["orderID"] == "$7"
    canceled = session.send(do("alice", "DELETE /order", {"orderID": "$7"}, "8"))
    assert [row["ordStatus"] for row in canceled.rows] == ["Canceled"]


def test_an_order_that_was_never_made_is_unknown_and_not_an_error() -> None:
    session = Session(ReferenceVenue())
    for step in opening():
        session.send(step)
    answer = session.send(do("alice", "DELETE /order", {"orderID": "$9"}, "1"))
    assert answer.rows[0]["ordStatus"] == "Rejected"


def test_a_transcript_of_the_same_history_has_the_same_hash() -> None:
    def told() -> str:
        session, transcript = Session(ReferenceVenue()), Transcript()
        for step in opening():
            transcript.add(step, answer_row(session.send(step)))
        return transcript.hash

    assert told() == told()
