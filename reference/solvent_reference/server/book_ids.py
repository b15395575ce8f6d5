"""Ids of the rows of the order book, as the exchange made them until 2023.

    id = 100,000,000 x index of the instrument - price / smallest tick

XBTUSD had the index 88 (recorded: 9328 dollars is 8799067200). The other indices are not
recorded; here they are the places of the contracts in the catalogue, from 100 on.
"""

from __future__ import annotations

from functools import cache

from solvent_spec.rulebook.catalogue import Catalogue
from solvent_spec.vocabulary.messages import Row
from solvent_spec.vocabulary.units import price_of

SPAN = 10**8
KNOWN = {"XBTUSD": 88}
FIRST = 100


@cache
def places() -> dict[str, tuple[int, int]]:
    """Symbol to index and smallest tick."""
    instruments = Catalogue.load().instruments
    return {
        str(symbol): (KNOWN.get(str(symbol), FIRST + rank), int(instruments[symbol].min_tick))
        for rank, symbol in enumerate(sorted(instruments))
    }


def with_id(row: Row) -> Row:
    """The row with its id, unless it has one or its symbol and price give none.

    >>> with_id({"symbol": "XBTUSD", "side": "Buy", "price": "9328", "size": 1})["id"]
    8799067200
    """
    place = places().get(row["symbol"])
    if place is None or "id" in row:
        return row
    index, tick = place
    ticks, rest = divmod(int(price_of(row["price"])), tick)
    return row if rest else {"symbol": row["symbol"], "id": SPAN * index - ticks, **row}
