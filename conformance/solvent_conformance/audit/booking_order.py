"""The order of bookings that share one instant, found from the balances that they show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence


def booking_order(steps: Sequence[tuple[int, int]], balance: int) -> list[int] | None:
    """An order in which each step starts at the balance where the one before it ended.

    `steps` are pairs of the balance before and after; the result has their positions, or is
    None when no order uses every step once. Each step is an edge from balance to balance, and
    an order is a trail over all edges (Hierholzer's construction, linear in the steps).

    >>> booking_order([(7, 9), (5, 7), (9, 9)], 5)
    [1, 0, 2]
    >>> booking_order([(5, 7), (8, 9)], 5) is None
    True
    """
    leaving: dict[int, list[int]] = defaultdict(list)
    for position, (before, _) in enumerate(steps):
        leaving[before].append(position)
    order: list[int] = []
    trail: list[tuple[int, int | None]] = [(balance, None)]
    while trail:
        here, came_by = trail[-1]
        if leaving.get(here):
            step = leaving[here].pop()
            trail.append((steps[step][1], step))
        else:
            trail.pop()
            if came_by is not None:
                order.append(came_by)
    order.reverse()
    if len(order) != len(steps):
        return None
    # Steps that cannot be joined into one trail come out in pieces, which do not meet.
    for position in order:
        before, after = steps[position]
        if before != balance:
            return None
        balance = after
    return order
