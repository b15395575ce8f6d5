"""The clock runs from 1970 to 2199, and what lies outside is refused in words."""

import pytest

from solvent_reference.venue import ReferenceVenue


@pytest.mark.parametrize("clock", ["0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31T23:59:59"])
def test_a_clock_outside_the_bounds_is_refused(clock: str) -> None:
    answer = ReferenceVenue().reset({"clock": clock, "accounts": ["anna"]})
    assert answer.status == "rejected"
    assert answer.error == {
        "message": f"{clock!r} is not between 1970 and 2199",
        "name": "SetupError",
    }


@pytest.mark.parametrize("clock", ["1970-01-01T00:00:00.000Z", "2199-12-31T23:59:59.999Z"])
def test_every_table_can_be_read_at_the_bounds(clock: str) -> None:
    venue = ReferenceVenue()
    assert venue.reset({"clock": clock, "accounts": ["anna"]}).rows[0]["clock"] == clock
    assert all(venue.read(table).status == "ok" for table in venue.hello()["tables"])


def test_the_clock_does_not_run_past_its_end() -> None:
    venue = ReferenceVenue()
    venue.reset({"clock": "2199-12-31T23:59:00", "accounts": ["anna"]})
    answer = venue.ctl("advance", {"to": "2200-01-01T00:00:00"})
    assert answer.error == {
        "message": "control advance: '2200-01-01T00:00:00' is not between 1970 and 2199",
        "name": "HTTPError",
    }
