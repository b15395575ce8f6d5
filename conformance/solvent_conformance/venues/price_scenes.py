"""Scenes of published prices: grids, and books of another currency."""

from __future__ import annotations

from collections.abc import Iterator

from solvent_conformance.history import Step
from solvent_conformance.venues.scenes import USD, XBT, later, moved, opened, order, scene


@scene
def ties_of_the_grid() -> Iterator[Step]:
    """An index lies between an even step and an odd one, then between an odd and an even."""
    yield from opened(XBT)
    for price in ("100.005", "100.015"):
        yield from moved(XBT, price)


@scene
def book_in_tether() -> Iterator[Step]:
    """Two levels on each side: many tether over the margin rate, and less than an XBT."""
    yield from opened(USD)
    for price, qty in (("99", 2500), ("95", 100)):
        yield order("alice", "Buy", qty, price, USD)
    for price, qty in (("101", 2500), ("105", 100)):
        yield order("bob", "Sell", qty, price, USD)
    yield from later(1)
