"""Histories that the machines found the reference to be wrong in, kept so that it stays right."""

import pytest

from solvent_conformance.adapters.introduction import introduction
from solvent_conformance.lockstep.play import violation_in
from solvent_conformance.lockstep.sides import lockstep_of
from solvent_conformance.protocol.history import Step, ctl, do
from solvent_reference.venue import ReferenceVenue


def order(label: int, account: str, side: str, qty: int, price: str, **more: str) -> Step:
    body = {"symbol": "XBTUSD", "side": side, "orderQty": qty, "price": price, **more}
    return do(account, "POST /order", body, str(label))


def money(verb: str, account: str, total: int) -> Step:
    return ctl(verb, {"account": account, "currency": "XBt", "amount": total})


def spot(price: str) -> Step:
    return ctl("spot", {"index": ".BXBT", "reference": "BSTP", "price": price})


SETUP = {
    "rulebook": "2019-06",
    "instruments": ["XBTUSD"],
    "accounts": ["alice", "bob", "carol"],
    "clock": "2019-06-03T11:50:00.000Z",
    "policies": {},
}
# Two positions are taken over; at each funding instant both are paid for out of one fund.
ONE_FUND_FOR_TWO = (
    Step("reset", SETUP),
    spot("8000"),
    money("deposit", "alice", 6_000_000),
    money("deposit", "bob", 6_000_000),
    money("deposit", "carol", 2_000_000),
    order(1, "carol", "Sell", 1600, "8000.5"),
    order(2, "bob", "Buy", 1600, "8000.5"),
    order(4, "carol", "Sell", 320, "8000.5"),
    order(5, "bob", "Buy", 320, "8000.5"),
    ctl("advance", {"to": "2019-06-03T20:00:00.000Z"}),
    money("withdraw", "bob", 5_721_443),
    order(7, "alice", "Buy", 2080, "8000.5"),
    money("withdraw", "alice", 5_700_827),
    order(8, "alice", "Sell", 2078, "8000.5", timeInForce="ImmediateOrCancel"),
    order(14, "carol", "Sell", 480, "8000.5"),
    order(15, "alice", "Buy", 480, "8000.5"),
    money("withdraw", "alice", 216_867),
    order(21, "carol", "Buy", 3, "8001"),
    spot("7960.5"),
    ctl("advance", {"to": "2019-06-06T04:00:00.001Z"}),
)
# A price of zero is refused before anything is divided by it.
NOTHING_FOR_NOTHING = (
    Step("reset", SETUP),
    spot("8000"),
    money("deposit", "alice", 6_000_000),
    order(1, "alice", "Sell", 1, "0", ordType="Limit"),
)


@pytest.mark.parametrize("steps", [ONE_FUND_FOR_TWO, NOTHING_FOR_NOTHING])
def test_the_reference_stays_right(steps: tuple[Step, ...]) -> None:
    venue = ReferenceVenue()
    _, capabilities = introduction(venue)
    assert violation_in(lockstep_of(venue, capabilities), steps) is None
