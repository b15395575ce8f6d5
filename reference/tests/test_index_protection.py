"""Constituents that stray, go stale and come back, by the rules of their year."""

from __future__ import annotations

import pytest

from solvent_reference.venue import ReferenceVenue

NAMES = ("BSTP", "GDAX", "KRKN")


def open_venue(rulebook: str, clock: str) -> ReferenceVenue:
    venue = ReferenceVenue()
    setup = {"rulebook": rulebook, "instruments": ["XBTUSD"], "accounts": ["alice"], "clock": clock}
    assert venue.reset(setup).status == "ok"
    assert [n for n, _ in venue.engine.exchange.indices[".BXBT"].index.weights] == list(NAMES)
    for name in NAMES:
        spot(venue, name, "100")
    return venue


def spot(venue: ReferenceVenue, name: str, price: str) -> None:
    body = {"index": ".BXBT", "reference": name, "price": price}
    assert venue.ctl("spot", body).status == "ok"


def index(venue: ReferenceVenue) -> str:
    return venue.read("instrument").rows[0]["indicativeSettlePrice"]


@pytest.mark.tests("INDX-002")
def test_one_of_three_that_halves_is_left_out() -> None:
    """The official example: A = B = C = 100, C prints 50, the index stays 100."""
    venue = open_venue("2019-06", "2019-06-03T12:00:00.000Z")
    spot(venue, "KRKN", "50")
    assert index(venue) == "100"
    spot(venue, "KRKN", "99")
    assert index(venue) == "99.67"


@pytest.mark.tests("INDX-004")
def test_a_stale_constituent_gives_up_its_weight() -> None:
    venue = open_venue("2019-06", "2019-06-03T12:00:00.000Z")
    spot(venue, "KRKN", "103")
    venue.ctl("advance", {"to": "2019-06-03T12:10:00.000Z"})
    spot(venue, "BSTP", "100")
    spot(venue, "GDAX", "100")
    assert index(venue) == "101"
    venue.ctl("advance", {"to": "2019-06-03T12:16:00.000Z"})
    assert index(venue) == "100"
    spot(venue, "KRKN", "103")
    assert index(venue) == "101"


@pytest.mark.tests("INDX-006", "INDX-007")
def test_from_2020_on_a_removed_constituent_waits_fifteen_minutes() -> None:
    """The official example, with our minutes: near again at 15:20, out at 15:35, in after it."""
    venue = open_venue("2020-09-01", "2020-09-01T15:00:00.000Z")
    spot(venue, "KRKN", "150")
    assert index(venue) == "100"
    venue.ctl("advance", {"to": "2020-09-01T15:10:00.000Z"})
    spot(venue, "BSTP", "100")
    spot(venue, "GDAX", "100")
    venue.ctl("advance", {"to": "2020-09-01T15:20:00.000Z"})
    spot(venue, "KRKN", "101.5")
    assert index(venue) == "100"
    for minute in (24, 28, 32, 35):
        venue.ctl("advance", {"to": f"2020-09-01T15:{minute}:00.000Z"})
        for name, price in zip(NAMES, ("100", "100", "101.5"), strict=True):
            spot(venue, name, price)
    assert index(venue) == "100"
    venue.ctl("advance", {"to": "2020-09-01T15:36:00.000Z"})
    assert index(venue) == "100.5"
