"""The order book of one contract: resting orders by price level, oldest first within a level."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from solvent_spec.vocabulary.commands import Side
from solvent_spec.vocabulary.units import Contracts, OrderId, Price

if TYPE_CHECKING:
    from solvent_reference.state.orders import Order


class BookSide:
    """One side of a book. `ranks` are ascending; the level of the lowest rank trades first."""

    __slots__ = ("levels", "ranks")

    def __init__(self) -> None:
        self.ranks: list[int] = []
        self.levels: dict[int, dict[OrderId, Order]] = {}

    def add(self, order: Order, rank: int) -> None:
        """Put an order at the back of the queue of its level."""
        level = self.levels.get(rank)
        if level is None:
            insort(self.ranks, rank)
            level = self.levels[rank] = {}
        level[order.order_id] = order
        order.rank = rank

    def remove(self, order: Order) -> None:
        """Take an order out; an empty level disappears."""
        level = self.levels[order.rank]
        del level[order.order_id]
        if not level:
            del self.levels[order.rank]
            del self.ranks[bisect_left(self.ranks, order.rank)]

    def best(self, queue_position: int = 0) -> Order | None:
        """The order of the best level at a place in its queue, or none when the side is empty."""
        if not self.ranks:
            return None
        level = self.levels[self.ranks[0]]
        if queue_position == 0:
            return next(iter(level.values()))
        return next(islice(level.values(), min(queue_position, len(level) - 1), None))

    def depth_at_best(self) -> int:
        """How many orders wait at the best level."""
        return len(self.levels[self.ranks[0]]) if self.ranks else 0

    def orders(self) -> Iterator[Order]:
        """Every resting order, best level first, oldest first within a level."""
        for rank in self.ranks:
            yield from self.levels[rank].values()

    def quantities(self) -> Iterator[tuple[Price, Contracts]]:
        """Price and open quantity of each level, best first, hidden orders included."""
        for rank in self.ranks:
            level = self.levels[rank]
            price = next(iter(level.values())).limit
            yield price, sum((order.leaves_qty for order in level.values()), Contracts(0))


class Book:
    """Bids and offers of one contract. It holds whoever rests, and crossing is nobody's fault here:
    decisions match before they let an order rest.
    """

    __slots__ = ("bids", "offers")

    def __init__(self) -> None:
        self.bids = BookSide()
        self.offers = BookSide()

    def side(self, side: Side) -> BookSide:
        """The side on which orders of `side` rest."""
        return self.bids if side is Side.BUY else self.offers
