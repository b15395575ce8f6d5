"""Blows: what happens to a state that was laid out, from one tick to the cap."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from solvent_conformance.histories.generators.states import Layout
from solvent_conformance.histories.generators.worlds import Contract, percent_of
from solvent_conformance.protocol.history import do
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import MINUTE, floor_div, price_of

_LEAPS: Final = tuple(
    map(Fraction, ("1/2", "3/4", "9/10", "97/100", "1", "103/100", "11/10", "5/4", "2", "10"))
)
MOST_MINUTES: Final = 600
"""The longest that a blow waits for an expiry: each minute is served."""


def leap(layout: Layout) -> None:
    """The index leaps by a share, to the smallest step, or to the largest price."""
    contract = layout.pick(*layout.world.contracts)
    instrument = contract.instrument
    price = percent_of(int(layout.mark(contract)), layout.pick(*_LEAPS))
    ends = (int(instrument.min_tick), int(instrument.tick_size), int(instrument.max_price))
    layout.index_to(contract, int(layout.pick(price, price, price, price, price, *ends)))


def strike(layout: Layout) -> None:
    """The index goes to where a position is liquidated or bankrupt, or one tick beside it."""
    held = layout.open_positions()
    if not held:
        leap(layout)
        return
    row = layout.pick(*held)
    contract = next(c for c in layout.world.contracts if c.symbol == row["symbol"])
    aimed = row.get(layout.pick("liquidationPrice", "liquidationPrice", "bankruptPrice"))
    if aimed is None:
        leap(layout)
        return
    beside = int(contract.instrument.tick_size) * int(layout.pick(0, 0, 1, -1, 3, -3))
    most = int(contract.instrument.max_price)
    layout.index_to(contract, max(1, min(most, int(price_of(str(aimed))) + beside)))


def pass_fundings(layout: Layout) -> None:
    """Time passes over a funding, or over a few."""
    for _ in range(layout.pick(1, 1, 2, 5)):
        layout.to_funding()


def meet_order(layout: Layout) -> None:
    """Somebody meets the best order of a side, with a market order or a close."""
    contract = layout.pick(*layout.world.contracts)
    body: Row = {"symbol": contract.symbol, "ordType": "Market"}
    if layout.pick(True, False):
        lots = layout.lots_of(contract)
        body["side"] = layout.pick("Buy", "Sell")
        body["orderQty"] = lots * int(contract.instrument.lot_size)
    else:
        body["execInst"] = "Close"
    layout.send(
        do(layout.pick(*layout.world.accounts), "POST /order", body, str(len(layout.steps)))
    )


def pass_expiry(layout: Layout) -> None:
    """A contract expires, where one does soon; else a minute passes."""
    left = [_minutes_left(layout, contract) for contract in layout.world.contracts]
    soon = [minutes for minutes in left if 0 < minutes <= MOST_MINUTES]
    layout.advance(min(soon, default=1))


def _minutes_left(layout: Layout, contract: Contract) -> int:
    expiry = contract.instrument.expiry
    return 0 if expiry is None else floor_div(int(expiry) - layout.now, MINUTE) + 1


BLOWS: Final[tuple[Callable[[Layout], None], ...]] = (
    leap, leap, leap, strike, strike, strike, strike,
    meet_order, meet_order, pass_fundings, pass_expiry,
)  # fmt: skip # how often each of them comes is read off the line
