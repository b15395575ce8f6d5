"""The liquidation price that a position shows, beside the marks at which it lives and fails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from solvent_conformance.histories.scenes.steps import (
    XBT,
    make_trade,
    move_index,
    new_order,
    open_world,
    pay,
    position_request,
)
from solvent_conformance.protocol.history import Step
from solvent_conformance.protocol.session import Session
from solvent_reference.venue import ReferenceVenue
from solvent_spec.rulebook import PRESETS
from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.vocabulary.messages import Answer, Row
from solvent_spec.vocabulary.units import Price, Symbol, price_of, price_text

TICK = int(Catalogue.load().at(PRESETS["TOY"])[Symbol(XBT)].tick_size)


def held(leverage: int, side: str) -> Iterator[Step]:
    """Alice holds thirty at 100."""
    yield from open_world(XBT)
    yield position_request("alice", "leverage", leverage=leverage)
    sides = ("alice", "bob") if side == "Buy" else ("bob", "alice")
    yield from make_trade(*sides, 30, "100")


def position(session: Session) -> Row:
    return session.read("position", "alice")[0]


def marked(session: Session, price: int) -> None:
    for step in move_index(XBT, price_text(Price(price))):
        session.send(step)


def prepared(leverage: int, side: str, kept: int) -> Session:
    """Alice holds thirty and has `kept` satoshi left beside them."""
    session = Session(ReferenceVenue())
    for step in held(leverage, side):
        session.send(step)
    free = session.read("margin", "alice")[0]["withdrawableMargin"]
    session.send(pay("alice", kept - free))
    return session


def lives_at(leverage: int, side: str, kept: int, price: int) -> bool:
    """Whether the position survives a mark that goes there at once."""
    session = prepared(leverage, side, kept)
    marked(session, price)
    return bool(position(session)["currentQty"])


@pytest.mark.tests("ORDR-011", "MARG-017")
@pytest.mark.parametrize("side", ["Buy", "Sell"])
@pytest.mark.parametrize(("leverage", "kept"), [(0, 1_234_567), (0, 77_777), (10, 5), (20, 999)])
def test_a_position_is_due_within_a_tick_of_the_price_that_it_shows(
    leverage: int, kept: int, side: str
) -> None:
    """It lives at the shown price, and no more at the next price at which an order could be."""
    row = position(prepared(leverage, side, kept))
    shown = int(price_of(row["liquidationPrice"]))
    beyond = -TICK if side == "Buy" else TICK
    assert shown % TICK == 0
    assert lives_at(leverage, side, kept, shown)
    assert not lives_at(leverage, side, kept, shown + beyond)


@pytest.mark.tests("ORDR-011")
@pytest.mark.parametrize("side", ["Buy", "Sell"])
def test_an_order_is_refused_from_the_tick_beyond_the_shown_price_on(side: str) -> None:
    session = prepared(10, side, 5)
    shown = int(price_of(position(session)["liquidationPrice"]))
    beyond = -TICK if side == "Buy" else TICK
    out = "Sell" if side == "Buy" else "Buy"

    def offered(price: int) -> Answer:
        answer = session.send(new_order("alice", out, 30, price_text(Price(price))))
        assert isinstance(answer, Answer)
        return answer

    refused = offered(shown + beyond)
    assert "the liquidation price of current" in str(refused.error)
    assert offered(shown).status == "ok"
