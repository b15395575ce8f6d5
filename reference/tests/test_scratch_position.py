"""A copy to reckon with is whole: a slot that is added has to be copied as well."""

from __future__ import annotations

import random

from trading_day import open_venue, trade

from solvent_reference.state.positions import Position


def test_a_copy_to_reckon_with_has_all_that_the_position_has() -> None:
    venue = open_venue(3)
    for _ in trade(venue, random.Random(3), 60):
        pass
    copied = set(Position.__slots__) - {"order_margin_memo"}
    positions = [
        p for a in venue.engine.exchange.accounts.values() for p in a.positions.values() if p.qty
    ]
    assert positions
    for position in positions:
        for name in copied:
            setattr(position, name, object())
        twin = position.scratch()
        differs = {n for n in copied if getattr(twin, n) is not getattr(position, n)}
        assert differs == {"key"}
        assert type(twin) is Position
